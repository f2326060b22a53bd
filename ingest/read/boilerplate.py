"""Captions that nobody wrote: what cameras and programs put into the caption field by themselves."""

import re

# Compared without case and outer blanks. One line a maker, so that additions are easy to review.
PHRASES: frozenset[str] = frozenset(
    {
        *("olympus digital camera", "om digital camera", "olympus camera"),
        *("sony dsc", "sony pic", "dsc", "dcim"),
        *("minolta digital camera", "konica minolta digital camera", "konica digital camera"),
        *("kodak digital still camera", "kodak camera", "kodak easyshare"),
        *("samsung", "samsung digital camera", "samsung camera pictures"),
        *("exif_jpeg_picture", "exif jpeg", "exif_jpeg_t422", "jpeg", "jpeg picture", "jpegrotate"),
        *("digital camera", "digital image", "digital still camera", "digital photo", "camera"),
        *("default", "image", "picture", "photo", "untitled", "sans titre", "none", "null", "test", "-", "."),
        *(
            "user comments",
            "user comment",
            "ascii",
            "unicode",
            "binary comment",
            "charset=ascii binary comment",
        ),
        *("screenshot", "capture d’écran", "capture d'écran", "created with gimp", "handmade software, inc."),
        *("lead technologies inc. v1.01", "applemark", "intel(r) jpeg library", "optimized by jpegmini"),
        # Scene marks that Huawei and Honor phones write into ImageDescription.
        *("cof", "cofptr", "cofhdr", "cofrhdr", "cofspn", "cofagu", "cofsoc"),
        *(
            "soc",
            "sdr",
            "hdr",
            "rhdr",
            "hdrpl",
            "oznor",
            "ozhdr",
            "nor",
            "ptr",
            "ptrmdn",
            "rptr",
            "dav",
            "bsh",
        ),
        *("mde", "fbt", "btf", "btfmdn", "btfhdr", "btr", "edf", "edfmdn", "dig", "fpt", "vbt", "burst"),
        *("sdr_hdrb", "hdrb", "nor_hdr", "_cuva", "maker:0", "rbt", "rpt", "fptmdn", "fbtmdn", "digmdn"),
    }
)

PATTERNS: tuple[re.Pattern[str], ...] = (
    re.compile(r"dcim[\\/].*", re.IGNORECASE | re.DOTALL),  # GoPro and Windows Phone: the path on the card
    re.compile(r"type=n, mode=.*", re.IGNORECASE | re.DOTALL),  # DJI: flight mode in the Windows comment
    re.compile(r"v?[0-9]+(\.[0-9]+)+"),  # drones: the version of their program
    re.compile(r"creator: gd-jpeg .*", re.IGNORECASE | re.DOTALL),  # the GD library
    re.compile(r"file (written|source) by adobe photoshop.*", re.IGNORECASE | re.DOTALL),
    re.compile(r"processed by .*|created by dpx.*|processed with .*", re.IGNORECASE),
    re.compile(r"[\s?*_.\-0]*"),  # filled with a pad character
)


def is_boilerplate(caption: str) -> bool:
    """Whether a caption is known to be written by a machine, and so says nothing about the photo.

    >>> is_boilerplate("OLYMPUS DIGITAL CAMERA "), is_boilerplate("Étang du Vignoble, rive nord")
    (True, False)
    """
    words = caption.strip()
    return words.casefold() in PHRASES or any(pattern.fullmatch(words) for pattern in PATTERNS)
