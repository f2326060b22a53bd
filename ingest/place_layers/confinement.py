"""What a process that reads files of places must not do: talk to the network, or ask drivers that would."""

import ctypes
import errno
import os
import platform
import struct

#: The formats that are let in.
DRIVERS = frozenset(
    """
    ESRI Shapefile,FlatGeobuf,GPX,GPKG,GML,GeoJSON,GeoJSONSeq,JSONFG,KML,LIBKML,MapInfo File,TopoJSON
    """.strip().split(",")
)
# Drivers that read text or JSON and would fetch other things for it, or open other files.
_LEFT_OUT = """
ADBC,AmigoCloud,Carto,CSV,CSW,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,GDALG,GPSBabel,GTFS,GeoRSS,HTTP,MBTiles,MVT,
MapML,NGW,OAPIF,ODS,OGCAPI,OGR_VRT,OSM,OpenFileGDB,PDF,PLSCENES,PMTiles,SQLite,VDV,WFS,XLSX
""".replace("\n", "")

# seccomp(2) and linux/filter.h: load the number of the system call; if it is socket(2), it fails, else it goes on.
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_FAIL, _ALLOW = 0x00050000 | errno.EACCES, 0x7FFF0000
_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_SOCKET = {"x86_64": 41, "aarch64": 198}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def leave_out_drivers() -> None:
    """GDAL, once it is loaded, has no driver that fetches things or follows references to other files."""
    os.environ["GDAL_SKIP"] = _LEFT_OUT
    os.environ |= {"GDAL_HTTP_CONNECTTIMEOUT": "1", "GDAL_HTTP_TIMEOUT": "1", "PROJ_NETWORK": "OFF"}


def close_network() -> bool:
    """No thread of this process can open a socket from now on; False where the kernel does not offer that."""
    number = _SOCKET.get(platform.machine())
    if number is None or not hasattr(libc := ctypes.CDLL(None, use_errno=True), "prctl"):
        return False
    steps = (
        (_LOAD_WORD, 0, 0, 0),
        (_JUMP_IF_EQUAL, 0, 1, number),
        (_RETURN, 0, 0, _FAIL),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(steps), ctypes.addressof(kept))
    libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
