"""A certificate that tests make, for the name and the machine that they serve."""

import subprocess

import pytest
from started import NAME

from catalogue.web.reached import Tls


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Tls:
    """A certificate of this machine, signed by itself."""
    folder = tmp_path_factory.mktemp("certificate")
    made = Tls(folder / "cert.pem", folder / "key.pem")
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-days", "30", "-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,DNS:{NAME}"),
            *("-keyout", str(made.key), "-out", str(made.certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return made
