"""Functions of the pages' scripts, called by Node, so that what a phone computes is tested without a phone."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import catalogue

_SCRIPTS = Path(catalogue.__file__).parent / "web" / "scripts"
_CALL = """
import {{ {function} }} from {module};
let text = "";
for await (const part of process.stdin) text += part;
const bytesOf = (_, value) =>
  value?.base64 === undefined ? value : new Uint8Array(Buffer.from(value.base64, "base64"));
const textOf = (_, value) =>
  value instanceof Uint8Array ? {{ base64: Buffer.from(value).toString("base64") }} : value;
const given = JSON.parse(text, bytesOf);
const said = given.map((arguments_) => {function}(...arguments_) ?? null);
process.stdout.write(JSON.stringify(said, textOf));
"""


def call_script(script: str, function: str, calls: list[list[Any]]) -> list[Any]:
    """What a function of a script answers, for each list of arguments; bytes go in and out as `{"base64": …}`.

    The test is skipped where there is no Node.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    program = _CALL.format(function=function, module=json.dumps((_SCRIPTS / script).as_uri()))
    command = [node, "--input-type=module", "--eval", program]
    ran = subprocess.run(command, input=json.dumps(calls), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return list(json.loads(ran.stdout))
