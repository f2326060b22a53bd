"""Addresses to be photographed from a screen."""

import segno


def drawn(address: str) -> str:
    """The address as a QR code, in SVG. Grey on white in either colour scheme: cameras read dark on light."""
    code: str = segno.make(address, error="m").svg_inline(
        scale=5, border=3, dark="#22282d", light="#ffffff", omitsize=True
    )
    return code
