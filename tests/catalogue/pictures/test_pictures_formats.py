"""What a file is."""

import struct

import pytest
from drawn_pictures import box

from catalogue.pictures.formats import HEAD_BYTES, promises_picture, sniff


def ftyp(major, *compatible):
    return box(b"ftyp", major + bytes(4) + b"".join(compatible)) + b"\x00" * 40


TIFF = b"II*\x00\x08\x00\x00\x00" + bytes(40)
ZIP = b"PK\x03\x04" + bytes(26)
CASES = [
    (b"\xff\xd8\xff\xe1", "a.jpg", "picture", "jpeg", "jpg"),
    (b"\xff\xd8\xff\xdb", "a.heic", "picture", "jpeg", "jpg"),
    (b"\xff\xd8\x00\x00\xff\xdb", "junk after start.JPG", "picture", "jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "a.jpg", "picture", "png", "png"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "picture", "webp", "webp"),
    (TIFF, "scan.tif", "picture", "tiff", "tif"),
    (b"MM\x00*" + bytes(40), "scan.tiff", "picture", "tiff", "tif"),
    (b"II+\x00" + bytes(40), "big.tif", "picture", "tiff", "tif"),
    (ftyp(b"heic", b"mif1", b"heic"), "a.HEIC", "picture", "heif", "heic"),
    (ftyp(b"heix"), "a.heic", "picture", "heif", "heic"),
    (ftyp(b"hevc"), "burst.heics", "picture", "heif", "heic"),
    (ftyp(b"mif1", b"mif1", b"heic"), "a.heic", "picture", "heif", "heic"),
    (ftyp(b"mif1", b"mif1", b"avif", b"miaf"), "a.avif", "picture", "avif", "avif"),
    (ftyp(b"msf1", b"avis"), "a.avif", "picture", "avif", "avif"),
    (ftyp(b"mif1"), "unknown codec.heif", "picture", "heif", "heic"),
    (ftyp(b"avif"), "a.jpg", "picture", "avif", "avif"),
    (ftyp(b"avis", b"avif"), "a.avif", "picture", "avif", "avif"),
    (TIFF, "DSC_0001.NEF", "raw", "nef", "nef"),
    (TIFF, "a.dng", "raw", "dng", "dng"),
    (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "a.tif", "raw", "cr2", "cr2"),
    (ftyp(b"crx ", b"isom"), "a.CR3", "raw", "cr3", "cr3"),
    (b"FUJIFILMCCD-RAW 0201", "a.raf", "raw", "raf", "raf"),
    (b"IIRO\x08\x00", "a.orf", "raw", "orf", "orf"),
    (b"IIU\x00\x18\x00", "a.rw2", "raw", "rw2", "rw2"),
    (b"GIF89a", "a.gif", "other-picture", "gif", "gif"),
    (b"BM\x00\x00\x00\x00\x00\x00\x00\x006\x00\x00\x00(\x00\x00\x00", "a.bmp", "other-picture", "bmp", "bmp"),
    (b"\x00\x00\x01\x00\x01\x00", "favicon.ico", "other-picture", "ico", "ico"),
    (b"8BPS\x00\x01", "a.psd", "other-picture", "psd", "psd"),
    (
        b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">',
        "a.svg",
        "other-picture",
        "svg",
        "svg",
    ),
    (b"\xff\x0a\xfa\x1f", "a.jxl", "other-picture", "jxl", "jxl"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "a.jp2", "other-picture", "jp2", "jp2"),
    (ftyp(b"qt  "), "IMG_0001.MOV", "video", "quicktime", "mov"),
    (b"\x00\x00\x00\x08wide", "old.mov", "video", "quicktime", "mov"),
    (ftyp(b"isom", b"mp42"), "a.mp4", "video", "mp4", "mp4"),
    (ftyp(b"3gp4"), "a.3gp", "video", "3gp", "3gp"),
    (b"RIFF\x00\x00\x00\x00AVI LIST", "a.avi", "video", "avi", "avi"),
    (b"\x1aE\xdf\xa3", "a.mkv", "video", "matroska", "mkv"),
    ((bytes(4) + b"G" + bytes(187)) * 4, "00001.MTS", "video", "mpeg-ts", "mts"),
    ((b"G" + bytes(187)) * 4, "a.ts", "video", "mpeg-ts", "mts"),
    (ftyp(b"M4A "), "memo.m4a", "audio", "m4a", "m4a"),
    (b"ID3\x04", "a.mp3", "audio", "mp3", "mp3"),
    (b"RIFF\x00\x00\x00\x00WAVE", "a.wav", "audio", "wav", "wav"),
    (b"%PDF-1.7", "étude.pdf", "document", "pdf", "pdf"),
    (ZIP, "rapport.docx", "document", "docx", "docx"),
    (ZIP, "points.ods", "document", "ods", "ods"),
    (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis", "renamed.zip", "document", "office", ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "document", "ole", ""),
    (b"Bonjour \xc3\xa0 tous\r\n", "notes.txt", "document", "text", "txt"),
    (b"Bonjour \xe0 tous\r\n", "latin.txt", "document", "text", "txt"),
    ("Été".encode("utf-16"), "utf16.txt", "document", "text", "txt"),
    (b'{"a": 1}', "a.json", "document", "text", "txt"),
    (b"<!DOCTYPE html><html>", "a.html", "document", "html", "html"),
    (ZIP, "photos.zip", "archive", "zip", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "a.7z", "archive", "7z", "7z"),
    (b"Rar!\x1a\x07\x01", "a.rar", "archive", "rar", "rar"),
    (b"\x1f\x8b\x08", "a.tgz", "archive", "gzip", "gz"),
    (b"photos/".ljust(257, b"\x00") + b"ustar", "a.tar", "archive", "tar", "tar"),
    (b'\xef\xbb\xbf<?xml version="1.0"?><gpx version="1.1">', "a.gpx", "track", "gpx", "gpx"),
    (b'<?xml version="1.0"?><kml xmlns="http://">', "a.kml", "track", "kml", "kml"),
    (ZIP, "a.kmz", "track", "kmz", "kmz"),
    (b"\x0e\x10\xd9\x07\x00\x00\x00\x00.FIT", "a.fit", "track", "fit", "fit"),
    (b"<?xml version='1.0'?><TrainingCenterDatabase>", "a.tcx", "track", "tcx", "tcx"),
    (b"$GPGGA,123519,4807.038,N", "a.log", "track", "nmea", "nmea"),
    (b'<x:xmpmeta xmlns:x="adobe:ns:meta/">', "IMG.jpg.xmp", "sidecar", "xmp", "xmp"),
    (b'<?xpacket begin="\xef\xbb\xbf" id=""?>', "IMG.xmp", "sidecar", "xmp", "xmp"),
    (b"", "empty.jpg", "empty", "empty", ""),
    (bytes(512), "zeroed.jpg", "unknown", "unknown", ""),
    (b"\x01\x02\x03\x04\x05", "a.bin", "unknown", "unknown", ""),
]


@pytest.mark.parametrize(
    ("head", "name", "family", "form", "extension"), CASES, ids=[f"{case[1]}-{case[3]}" for case in CASES]
)
def test_content_says_what_a_file_is(head, name, family, form, extension):
    kind = sniff(head, name)

    assert (kind.family, kind.format, kind.extension) == (family, form, extension)


def test_no_beginning_of_a_file_breaks_the_sniffer():
    for head, name, *_ in CASES:
        for length in range(len(head)):
            assert sniff(head[:length], name).family


def test_a_brand_list_that_lies_about_its_length_is_read_no_further_than_the_head():
    head = struct.pack(">I", 0xFFFFFFFF) + b"ftypmif1" + bytes(4) + b"heic" * 1000

    assert sniff(head[:HEAD_BYTES], "a.heic").format == "heif"


@pytest.mark.parametrize(
    ("name", "promise"),
    [
        ("a.jpg", True),
        ("A.JPEG", True),
        ("é.HeIc", True),
        ("a.tif", True),
        ("jpg", False),
        ("a.jpg.txt", False),
    ],
)
def test_a_name_promises_a_picture_by_its_last_extension(name, promise):
    assert promises_picture(name) is promise
