"""What was seen at the server's address, judged. Pure."""

from collections.abc import Callable
from datetime import timedelta

from catalogue.doctor.facts import Seen, Slow
from catalogue.status.findings import Bytes, Fact, Finding, Level, Saying, Status, gravest_first
from catalogue.words.wording import sayable

GOOD, AMBER, RED = Level.GOOD, Level.AMBER, Level.RED
#: Authorities renew what is good for 90 days a month before its end; Caddy's own, good for half a day, after 8 hours.
DAYS_AMBER, DAYS_RED = 14, 3
SHORT_LIVED = timedelta(hours=24)
#: Browsers and phones compare these clocks when a photo is placed by a track.
SKEW_AMBER, SKEW_RED = timedelta(seconds=30), timedelta(minutes=10)
#: A photo must pass; a scan of 256 MB may be rare.
PHOTO_BYTES = 16_000_000
_HEALTHY = 200
_LOCAL = ("localhost", "127.0.0.1", "::1")
#: Half of what the server waits before the last line of a probe's answer.
_PAUSE_SEEN = 0.35
_GUIDE = Saying(sayable("See the guide to installing, “Behind another web server”."))


def judge(seen: Seen) -> Status:
    """Everything there is to say of how the server is reached, the gravest first."""
    if seen.health is None or not seen.version:
        found = [_unanswered(seen)] + ([_certificate(seen)] if seen.certificate else [])
        return gravest_first([finding for finding in found if finding])
    found = [judged(seen) for judged in _JUDGED]
    return gravest_first([finding for finding in found if finding is not None])


def _saying(sentence: str, **facts: Fact) -> Saying:
    return Saying(sentence, facts)


def _unanswered(seen: Seen) -> Finding:
    """Nobody answers, or somebody else does."""
    if seen.health is None:
        what = _saying(
            sayable("No server answers at %(host)s: %(why)s."), host=seen.address.named, why=seen.trouble
        )
        todo = _saying(
            sayable("Is it started? systemctl status phototheque. Is the name right, and the port open?")
        )
        return Finding("answer", RED, what, todo)
    if seen.health == 421:  # noqa: PLR2004 Misdirected Request
        what = _saying(sayable("The server does not know the name %(host)s."), host=seen.address.host)
        todo = _saying(sayable("Start it with --public-name %(host)s."), host=seen.address.host)
        return Finding("answer", RED, what, todo)
    what = _saying(sayable("Another server answers at %(host)s."), host=seen.address.named)
    todo = _saying(sayable("Let the web server there pass requests on to phototheque."))
    return Finding("answer", RED, what, todo)


def _answer(seen: Seen) -> Finding:
    facts: dict[str, Fact] = {"host": seen.address.named, "version": seen.version}
    if seen.health == _HEALTHY:
        what = _saying(sayable("phototheque %(version)s answers at %(host)s."), **facts)
        return Finding("answer", GOOD, what)
    what = _saying(sayable("phototheque %(version)s answers at %(host)s, and cannot do its work."), **facts)
    return Finding("answer", RED, what, _saying(sayable("On the server: phototheque doctor says why.")))


def _secure(seen: Seen) -> Finding | None:
    """Browsers open camera, position and offline work in secure contexts alone."""
    if seen.address.scheme == "https":
        return None
    if seen.address.secure:
        what = _saying(sayable("This machine alone is served: no certificate is needed."))
        return Finding("https", GOOD, what)
    what = _saying(sayable("The server answers without HTTPS: passwords can be read, phones open no camera."))
    todo = _saying(sayable("Put Caddy before it: see the guide to installing."))
    return Finding("https", RED, what, todo)


def _certificate(seen: Seen) -> Finding | None:
    certificate = seen.certificate
    if certificate is None:
        return None
    if certificate.trouble or certificate.ends is None:
        what = _saying(sayable("Browsers refuse the certificate: %(why)s."), why=certificate.trouble)
        todo = _saying(
            sayable(
                "Of an authority of your own: install its root certificate on every device (here: --ca FILE)."
            )
        )
        return Finding("https", RED, what, todo)
    left = certificate.ends - seen.now
    what = _saying(sayable("The certificate is good until %(ends)s."), ends=certificate.ends)
    level = RED if left < timedelta(days=DAYS_RED) else AMBER if left < timedelta(days=DAYS_AMBER) else GOOD
    if level == GOOD:
        return Finding("https", GOOD, what)
    if timedelta(hours=1) < left < SHORT_LIVED:
        # Caddy's own authority gives certificates for twelve hours, and renews them after eight.
        what = _saying(
            sayable("The certificate is good until %(ends)s, and renewed every day."), ends=certificate.ends
        )
        return Finding("https", GOOD, what)
    todo = _saying(sayable("Renew it; see why that does not happen by itself: journalctl -u caddy."))
    return Finding("https", level, what, todo)


def _redirect(seen: Seen) -> Finding | None:
    if seen.redirect is None:
        return None
    if seen.redirect.startswith("https://"):
        return Finding("redirect", GOOD, _saying(sayable("Whoever asks by http:// is led to https://.")))
    what = _saying(sayable("Whoever asks by http:// is not led to https://."))
    todo = _saying(sayable("Open port 80, and let it redirect; Caddy does so by itself."))
    return Finding("redirect", AMBER, what, todo)


def _strict(seen: Seen) -> Finding | None:
    if seen.address.scheme != "https" or seen.address.host in _LOCAL:
        return None
    if seen.strict:
        return Finding("strict", GOOD, _saying(sayable("Browsers stay with HTTPS for a year (HSTS).")))
    what = _saying(sayable("Browsers are not told to stay with HTTPS (HSTS)."))
    return Finding("strict", AMBER, what, _GUIDE)


def _forwarded(seen: Seen) -> Finding:
    """The server knows how it was asked, and by whom."""
    if seen.slow is None:
        what = _saying(
            sayable("What a proxy passes on could not be tried: %(address)s does not answer."),
            address="/healthz/probe",
        )
        return Finding("forwarded", AMBER, what, _GUIDE)
    wrong = _not_passed(seen, seen.slow)
    if not wrong:
        what = _saying(sayable("The server knows by which address it was asked, and by whom."))
        return Finding("forwarded", GOOD, what)
    what = _saying(
        sayable("The proxy does not pass on, or is not trusted with: %(names)s."), names=", ".join(wrong)
    )
    return Finding("forwarded", RED, what, _GUIDE)


def _not_passed(seen: Seen, slow: Slow) -> list[str]:
    """Headers that would have told the server what is true."""
    wrong = []
    if slow.probe.scheme != seen.address.scheme:
        wrong.append("X-Forwarded-Proto")
    if slow.probe.host.partition(":")[0] != seen.address.named.partition(":")[0]:
        wrong.append("Host")
    if slow.probe.client in _LOCAL and not slow.from_loopback:
        wrong.append("X-Forwarded-For")
    return wrong


def _uploads(seen: Seen) -> Finding | None:
    """A body is given to the server while it comes; else an upload that is cut off keeps nothing."""
    if seen.slow is None:
        return None
    if seen.slow.probe.body_seconds >= seen.slow.sent_seconds / 2:
        return Finding("uploads", GOOD, _saying(sayable("What is sent reaches the server while it is sent.")))
    what = _saying(
        sayable("The proxy keeps what is sent until it has all: an upload that breaks begins anew.")
    )
    todo = _saying(sayable("nginx: proxy_request_buffering off. See the guide to installing."))
    return Finding("uploads", RED, what, todo)


def _answers(seen: Seen) -> Finding | None:
    if seen.slow is None:
        return None
    if seen.slow.answer_seconds >= _PAUSE_SEEN:
        return Finding("answers", GOOD, _saying(sayable("Answers reach the browser while they are made.")))
    what = _saying(sayable("The proxy keeps answers until they are whole: large downloads begin late."))
    todo = _saying(sayable("nginx: proxy_buffering off. See the guide to installing."))
    return Finding("answers", AMBER, what, todo)


def _limit(seen: Seen) -> Finding:
    if seen.refused_bytes is None:
        return Finding("body-limit", GOOD, _saying(sayable("Large files are let through.")))
    what = _saying(
        sayable("Files of %(size)s are refused before they reach the server."), size=Bytes(seen.refused_bytes)
    )
    todo = _saying(sayable("nginx: client_max_body_size 0. Apache: LimitRequestBody 0."))
    return Finding("body-limit", RED if seen.refused_bytes <= PHOTO_BYTES else AMBER, what, todo)


def _compression(seen: Seen) -> Finding:
    if seen.compressed:
        return Finding("compression", GOOD, _saying(sayable("Pages are sent compressed.")))
    what = _saying(sayable("Pages are not sent compressed: they are slow on a phone."))
    todo = _saying(sayable("Let the proxy pass on the header Accept-Encoding."))
    return Finding("compression", AMBER, what, todo)


def _clock(seen: Seen) -> Finding | None:
    if seen.date is None:
        return None
    skew = abs(seen.date - seen.now)
    level = RED if skew > SKEW_RED else AMBER if skew > SKEW_AMBER else GOOD
    if level == GOOD:
        return Finding(
            "server-clock", GOOD, _saying(sayable("The clock of the server goes as the one here."))
        )
    seconds = round(skew.total_seconds())
    what = _saying(
        sayable("The clock of the server and the one here differ by %(seconds)s seconds."), seconds=seconds
    )
    return Finding("server-clock", level, what, _saying(sayable("Set the clock: timedatectl set-ntp true.")))


def _version(seen: Seen) -> Finding | None:
    """Thumbnails come by the dozen: HTTP/2 sends them all over one connection."""
    if seen.address.scheme != "https":
        return None
    if seen.http2:
        return Finding("http-version", GOOD, _saying(sayable("Browsers speak HTTP/2 with the server.")))
    what = _saying(
        sayable("Browsers speak HTTP/1.1 with the server: it works, and is slower with many pictures.")
    )
    return Finding("http-version", GOOD, what)


_JUDGED: tuple[Callable[[Seen], Finding | None], ...] = (
    _answer,
    _secure,
    _certificate,
    _redirect,
    _strict,
    _forwarded,
    _uploads,
    _answers,
    _limit,
    _compression,
    _clock,
    _version,
)
