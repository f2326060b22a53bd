"""Is this folder fit to be a home? Asked before anything is written."""

import os
import pwd
from pathlib import Path

from catalogue.errors import HomeOfAnotherUser, HomeOnNetwork, HomeUnwritable, NotAHome
from catalogue.originals.durable import ensure_folder

# File systems whose locks or shared memory SQLite's write-ahead log cannot trust.
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "ncpfs",
    "lustre",
)
_OURS = {"catalogue.db", "home.lock", "README.md", "originals", "tmp"}


def admit(root: Path) -> None:
    """The folder exists (made if need be), is on a local disk, and belongs to whoever runs this."""
    on_local_disk(root)
    try:
        ensure_folder(root.absolute())
    except OSError as error:
        raise HomeUnwritable(str(root), error.strerror or str(error)) from error
    if not root.is_dir():
        raise NotAHome(str(root), "it is a file, not a folder")
    _of_this_user(root)
    _empty_or_ours(root)


def on_local_disk(root: Path) -> None:
    """The place is on a disk of this machine, whether something is there yet or not; HomeOnNetwork."""
    kind = file_system(root, Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace"))
    if kind.startswith(_NETWORK):
        raise HomeOnNetwork(str(root), kind)


def file_system(path: Path, mountinfo: str) -> str:
    r"""Type of the file system that holds a path, by the longest mount point above it.

    `mountinfo` is as proc(5) describes it; an unknown place gives an empty string.

    >>> file_system(Path("/srv/nas/a"), "1 0 0:1 / / rw - ext4 d rw\n2 1 0:2 / /srv/nas rw - nfs4 n rw")
    'nfs4'
    """
    resolved = os.path.realpath(path)
    best = ("", "")
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        if len(fields) > 4 and kinds:  # noqa: PLR2004 the fifth field is the mount point
            mount = fields[4].replace("\\040", " ")
            if _is_under(resolved, mount) and len(mount) >= len(best[0]):
                best = (mount, kinds[0])
    return best[1]


def _is_under(path: str, mount: str) -> bool:
    return path == mount or path.startswith(mount.rstrip("/") + "/")


def _of_this_user(root: Path) -> None:
    owner = root.stat().st_uid
    if owner != os.geteuid():
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"user {owner}"
        raise HomeOfAnotherUser(str(root), name)


def _empty_or_ours(root: Path) -> None:
    names = {entry.name for entry in root.iterdir() if not entry.name.startswith(".")}
    if names and not names & _OURS:
        raise NotAHome(str(root), "it holds other things")
