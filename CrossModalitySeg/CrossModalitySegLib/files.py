"""Writing files so that a reader never sees half of one, whatever happens to the writer."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import platform
import re
import stat
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import Code, UserError

_NAME_BYTES = 255
"""Longest name of a file on all common systems, where a system does not state its own."""


_HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
_TEMPORARY = re.compile(r"\.(?P<host>[0-9a-f]{8})(?P<pid>[0-9a-f]{8})[0-9a-f]{8}-")
"""Names that files have until they are complete: they say which process of which computer writes."""


DAMAGED = (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What numpy and zipfile raise for an archive of arrays that was cut or changed, or is none: a turned bit makes them
believe in passwords, unknown compressions and objects, too.
"""


@contextmanager
def replacing(path: Path, lasting: bool = True) -> Iterator[Path]:
    """Write a file so that nobody sees half of it.

    Args:
        path: File to write; its folder is made where needed, and an earlier file is replaced.
        lasting: Whether also after a power cut either the old or the whole new file is there. That takes as long as the
            disk needs; what can be made again at any time does without.

    Yields:
        A temporary name beside ``path`` that ends as it does. The file there takes the place of ``path`` when the block
        ends, and is removed where the block fails.

    Examples:
        >>> with replacing(Path("results.json")) as temporary:
        ...     _ = temporary.write_text("{}")
        >>> Path("results.json").read_text()
        '{}'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Only the end of the name, from which writers take the format: the whole of it may leave no room for more.
    temporary = path.with_name(f".{_HOST}{os.getpid():08x}{uuid.uuid4().hex[:8]}-{_tail(path)}")
    try:
        yield temporary
        if lasting:
            commit(temporary, path)
        else:
            os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def commit(temporary: Path, path: Path) -> None:
    """Rename a finished file so that after a power cut the old or the new one is there, whole.

    Args:
        temporary: File that is complete; its content is brought to the disk first.
        path: Name in the same folder, whose file is replaced; the name is brought to the disk as well.
    """
    with temporary.open("rb+") as written:
        os.fsync(written.fileno())
    rename(temporary, path)


def rename(old: Path, new: Path) -> None:
    """Give a file or folder another name, and see to it that this reaches the disk.

    Args:
        old: File or folder.
        new: Its name to be, on the same file system; an earlier file of that name is replaced.

    Raises:
        OSError: The system refuses, as for a folder whose new name is that of a folder that is not empty.
    """
    os.replace(old, new)
    if os.name == "posix":
        # Some network file systems have no folders to synchronize; the file itself is safe there.
        with contextlib.suppress(OSError):
            folder = os.open(new.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def opened_in_place(path: Path, flags: int) -> int:
    """Open a file to be written as it lies there, and no other one.

    In a folder from somebody else, or where others may write, a link may lead to a file of ours that is to be
    overwritten, and a pipe may wait for ever.

    Args:
        path: File, made if missing, readable and writable as the umask allows.
        flags: As for ``os.open``, e.g. ``os.O_RDWR``.

    Returns:
        The descriptor, which the caller closes.

    Raises:
        UserError: NO_PERMISSION where a link lies there, or what is no file.
        OSError: It cannot be opened for another reason.
    """
    more = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        linked = path.is_symlink()  # Windows has no such flag
        descriptor = None if linked else os.open(path, flags | os.O_CREAT | more, 0o666)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EMLINK, errno.ENXIO):
            raise
        descriptor = None
    if descriptor is not None and stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    if descriptor is not None:
        os.close(descriptor)
    raise UserError(
        Code.NO_PERMISSION,
        f"{path} is a link, or no file, and is not written through.",
        "Remove it: somebody may have put it there so that another file is overwritten.",
    )


def sweep(path: Path) -> None:
    """Remove what writers have left under temporary names when they were killed.

    Args:
        path: File, or folder, that they wrote; what is below it counts too. Only what processes of this computer left
            that are no more goes: others may be at work.
    """
    found = [(path.parent, name) for name in _names(path.parent) if name.endswith(f"-{_tail(path)}")]
    found += [(Path(folder), name) for folder, _, names in os.walk(path) for name in names]
    for folder, name in found:
        match = _TEMPORARY.match(name)
        if match and match["host"] == _HOST and not _lives(int(match["pid"], 16)):
            (folder / name).unlink(missing_ok=True)


def refuse_existing(path: Path, overwrite: bool = False) -> None:
    """Refuse to write where something is.

    Args:
        path: File or folder to be written.
        overwrite: Whether it may be there.

    Raises:
        UserError: EXISTS.

    Examples:
        >>> _ = Path("scan.csv").write_text("")
        >>> refuse_existing(Path("scan.csv"))
        Traceback (most recent call last):
            ...
        CrossModalitySegLib.errors.UserError: scan.csv exists already. Choose another name, or remove or
        rename what is there.
    """
    if path.exists() and not overwrite:
        raise UserError(
            Code.EXISTS, f"{path} exists already.", "Choose another name, or remove or rename what is there."
        )


def refuse_gone(made: Iterable[Path]) -> None:
    """Refuse to call work done of which something was removed in the meantime.

    Args:
        made: Files that were written.

    Raises:
        UserError: GONE.
    """
    for path in made:
        if not path.exists():
            raise UserError(
                Code.GONE,
                f"{path} was made, and removed again while the job was running.",
                "Start again: only what is missing is made.",
            )


def check_name(path: Path) -> None:
    """Refuse a name that results cannot have, before there are any.

    Args:
        path: File or folder to be written; each part of it that is not there yet is looked at.

    Raises:
        UserError: BAD_SETTINGS for a name that is no text in UTF-8, or longer than its file system allows.
    """
    shown = str(path).encode("utf-8", "replace").decode()
    if shown != str(path):
        raise UserError(
            Code.BAD_SETTINGS,
            f"The name {shown} is not valid UTF-8, so no record can name what is written there.",
            "Choose a folder with another name.",
        )
    there = next(folder for folder in (path.absolute(), *path.absolute().parents) if _is_there(folder))
    longest = _name_bytes(there)
    for name in path.absolute().relative_to(there).parts:
        if len(name.encode()) > longest:
            sentence = f"The name {name[:40]}... has {len(name.encode())} bytes; this file system allows {longest}."
            raise UserError(Code.BAD_SETTINGS, sentence, "Choose a shorter name.")


def reads_back(path: Path) -> bool:
    """Whether an output of a job is there, and not cut short as far as a quick look shows.

    Args:
        path: File, or folder, that was written.

    Returns:
        False for one that is missing or empty, and for a model (.cms) that is no archive with a card that can be read.
        Of other files the content is not looked at.
    """
    try:
        if path.is_dir():  # has no size of its own on many file systems
            return any(path.iterdir())
        if path.stat().st_size == 0:
            return False
        if path.suffix != ".cms":
            return True
        with zipfile.ZipFile(path) as archive:
            return isinstance(json.loads(archive.read("card.json")), dict)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return False


def _tail(path: Path) -> str:
    """The end of the name, from which writers take the format; a temporary name may itself be written through
    another.
    """
    return _TEMPORARY.sub("", path.name)[-40:]


def _names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []


def _lives(pid: int) -> bool:
    """Whether there is such a process; on Windows, where asking would end it, it is taken for granted."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's
        return True
    return True


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # before Python 3.12, a name that is too long raises
        return False


def _name_bytes(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):  # Windows has no pathconf
        return _NAME_BYTES
