"""A phone that sends its photos to a real server and does not give up, and the server that is killed meanwhile."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from tests.reliability.interception import Plan
from tests.reliability.launcher import Running, left_behind, phototheque
from tests.reliability.scenarios import until

_ADDRESS = re.compile(r"http://\S+?(?=/? )")
_START_SECONDS = 60
_GROUP_SECONDS = 20
_ANSWER_SECONDS = 30
_PATIENCE = 60
_FULL_SECONDS = 20
_TUS = {"Tus-Resumable": "1.0.0"}
_BODY = {"content_type": "application/offset+octet-stream"}
#: What a server may answer when its disk fails; anything else above 499 is a fault of the program.
_FAILING = frozenset({503, 507})
_GO_ON = frozenset({404, 408, 409, 410, 423, 429, 460})
#: After so many answers that the disk fails, whoever looks after the server makes room and starts it again.
_TOO_OFTEN = 3


@dataclass(slots=True)
class Server:
    """`phototheque serve` over a home, which is started again whenever it was killed; its plan holds once."""

    home: Path
    plan: Plan | None = None
    tracer: Sequence[str] = ()
    running: Running | None = None
    address: str = ""
    deaths: int = 0

    def start(self) -> None:
        """The server answers; one that is killed before it does is started anew, as it is when all is well."""
        while True:
            words = phototheque("serve", "--home", self.home, "--port", "0", "--without-accounts")
            self.running = Running.start(words, plan=self.plan, tracer=self.tracer)
            if until(lambda: self._said() or self.running.over, _START_SECONDS) and self._said():
                self.address = self._said()
                return
            self.bury()

    def _said(self) -> str:
        found = _ADDRESS.search((self.running.folder / "output").read_text("utf-8", "replace"))
        return found[0] if found else ""

    @property
    def is_full(self) -> bool:
        """The disk takes nothing more, once the fault has befallen it, until the server is started again."""
        return self.plan is not None and self.plan.kind == "ENOSPC from then on"

    def kill(self, *, group: bool) -> None:
        """The server is killed as nobody would."""
        self.running.kill(group=group)

    def bury(self) -> None:
        """Nothing of the server lives any more, and the next one has no plan."""
        group = self.running.process.pid
        if not self.running.over:
            self.running.process.terminate()
            until(lambda: self.running.over, _GROUP_SECONDS)
        self.running.kill(group=True)
        until(lambda: not left_behind(group), _GROUP_SECONDS)
        self.running.wait(1)
        self.deaths += 1
        self.plan, self.tracer = None, ()


@dataclass(slots=True)
class Phone:
    """Sends files until each has its receipt. `acknowledged` holds the hashes that the server has promised."""

    server: Server
    dead: Callable[[set[str]], None]
    acknowledged: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _failures: int = 0

    def send(self, files: Sequence[Path]) -> None:
        """Every file has a receipt, or what is wrong says which has none."""
        for file in files:
            content, path = file.read_bytes(), None
            for _ in range(_PATIENCE):
                path, done = self._step(path, file.name, content)
                if done:
                    self.acknowledged[path] = hashlib.sha256(content).hexdigest()
                    break
            else:
                self.wrong.append(f"{file.name} was never received")

    def _step(self, path: str | None, name: str, content: bytes) -> tuple[str | None, bool]:
        """One request of a phone that knows no more than what it was answered."""
        try:
            if path is None:
                told = self._ask("POST", "/uploads/", **_announced(name, content))
                return told.getheader("location") if told.status == 201 else None, False
            head = self._ask("HEAD", path)
            if head.status in {404, 410}:
                return None, False
            if head.status != 200 or _received(head, content):
                return path, head.status == 200
            offset = int(head.getheader("upload-offset"))
            part = content[offset : offset + len(content) // 2 + 1]
            told = self._ask("PATCH", path, part, upload_offset=offset, **_BODY)
            return path, told.status == 204 and _received(told, content)
        except (OSError, HTTPException):
            self._revive()
            return path, False

    def _ask(self, method: str, path: str, content: bytes = b"", **headers: object) -> HTTPResponse:
        where = urlsplit(self.server.address)
        connection = HTTPConnection(where.hostname, where.port, timeout=_ANSWER_SECONDS)
        try:
            said = _TUS | {name.replace("_", "-"): str(value) for name, value in headers.items()}
            connection.request(method, path, content or None, said)
            answer = connection.getresponse()
            answer.text = answer.read().decode("utf-8", "replace")
            self._judge(method, path, answer)
            return answer
        finally:
            connection.close()

    def _judge(self, method: str, path: str, answer: HTTPResponse) -> None:
        if answer.status in _FAILING:
            self._failures += 1
            time.sleep(0.02)
            if self._failures % _TOO_OFTEN == 0:
                self._start_again()
        elif answer.status >= 400 and answer.status not in _GO_ON:
            self.wrong.append(f"{method} {path} answers {answer.status}: {answer.text[:200]}")

    def _revive(self) -> None:
        """A server that is dead is started again; one that only failed to answer is asked again."""
        if until(lambda: self.server.running.over, 0.5):
            self._start_again()

    def _start_again(self) -> None:
        self.server.bury()
        self.dead(set(self.acknowledged.values()))
        self.server.start()

    def states(self) -> dict[str, str]:
        """State of every upload that was acknowledged, by its address, once none of them is on its way."""
        found: dict[str, str] = {}

        def settled() -> bool:
            with suppress(OSError, HTTPException, ValueError):
                listed = json.loads(self._ask("GET", "/uploads/").text)["uploads"]
                found.update({f"/uploads/{one['id']}": one["state"] for one in listed})
                return not any(
                    found.get(path) in {None, "received", "receiving"} for path in self.acknowledged
                )
            self._revive()
            return False

        if self.server.is_full and not until(settled, _FULL_SECONDS):
            # Nothing is left to be sent that would tell of it: whoever looks after the server sees it on its page.
            self._start_again()
        until(settled, _PATIENCE)
        return {path: found.get(path, "unknown") for path in self.acknowledged}


def _announced(name: str, content: bytes) -> dict[str, object]:
    told = {"filename": name, "sha256": hashlib.sha256(content).hexdigest()}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
    return {"upload_length": len(content), "upload_metadata": metadata}


def _received(answer: HTTPResponse, content: bytes) -> bool:
    """True when the server swears that it has the file: this alone is a receipt."""
    return answer.getheader("upload-sha256") == hashlib.sha256(content).hexdigest()
