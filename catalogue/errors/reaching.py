"""The server cannot be reached as it was asked to be: not safely, or by nobody."""

from catalogue.errors.base import PhotothequeError


class HostUnencrypted(PhotothequeError):
    """Serving beyond this machine is refused where passwords and photos would travel in the clear."""

    code = "host-unencrypted"

    def __init__(self, host: str) -> None:
        super().__init__(
            f"Serving on {host} is refused: what is sent could be read, and phones open no camera without HTTPS.",
            hint="Put Caddy before it and say --behind-proxy, or give --tls-cert and --tls-key; "
            "from one other machine `ssh -L 8001:127.0.0.1:8001` will do.",
        )


class AccountsNeeded(PhotothequeError):
    """A server that others can reach was to ask nobody who they are."""

    code = "accounts-needed"

    def __init__(self) -> None:
        super().__init__(
            "Others than this machine can reach the server, and nobody would have to log in.",
            hint="Leave out --without-accounts: the first start prints a link for whoever will administer.",
        )


class PublicNameMissing(PhotothequeError):
    """Others are to reach the server, and nobody said under which name."""

    code = "public-name-missing"

    def __init__(self) -> None:
        super().__init__(
            "The server does not know under which name browsers ask for it, and would answer none of them.",
            hint="Say it as it stands in their address bar: --public-name photos.example.org",
        )


class PublicNameRefused(PhotothequeError):
    """A public name is an address, a pattern, or empty."""

    code = "public-name-refused"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} is no name of a server.",
            hint="Give the name alone, without https://, port or path: --public-name photos.example.org",
        )


class TrustRefused(PhotothequeError):
    """A proxy that is to be believed is none."""

    code = "trust-refused"

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"--trusted {address} is refused: {why}.",
            hint="Give the address of the proxy, as the server sees it: --behind-proxy --trusted 10.0.0.5",
        )


class CertificateRefused(PhotothequeError):
    """A certificate or its key cannot be read, or they do not belong together."""

    code = "certificate-refused"

    def __init__(self, certificate: str, key: str, why: str) -> None:
        super().__init__(
            f"{certificate} and {key} cannot be used for HTTPS: {why}.",
            hint="Give the certificate with its chain, and its key, both in PEM, readable by this user.",
        )


class HostNotHere(PhotothequeError):
    """The system does not let the program listen on an address and port."""

    code = "host-not-here"

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"Listening on {host}:{port} is not possible: {why}.",
            hint="Give an address that this machine has with --host, and a port above 1023 with --port.",
        )


class AddressRefused(PhotothequeError):
    """What is to be asked is no address of a server."""

    code = "address-refused"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url!r} is no address of a server.",
            hint="Give it as it stands in a browser: phototheque doctor https://photos.example.org",
        )
