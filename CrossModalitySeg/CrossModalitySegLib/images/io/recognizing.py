"""What a file is that no reader takes, by its first bytes, whatever it is called: the true cause in a sentence."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from ...errors import Code, UserError

_START_BYTES = 1024
_FOLDER = "Unpack it and choose the folder with its files."
_AS_PNG = "Save it as PNG or TIFF without changing its size or, better, export it as DICOM or NIfTI."
_AS_NIFTI = "Convert it to NIfTI, and check that left and right are where they were."

_KINDS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"7z\xbc\xaf", "a 7-Zip archive", _FOLDER),
    (0, b"Rar!", "a RAR archive", _FOLDER),
    (257, b"ustar", "a tar archive", _FOLDER),
    (0, b"\xfd7zXZ\0", "compressed with xz", "Unpack it and choose the files in it."),
    (0, b"BZh", "compressed with bzip2", "Unpack it and choose the files in it."),
    (0, b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "Unpack it and choose the files in it."),
    (0, b"%PDF", "a PDF document", "Choose an image."),
    (0, b"\xff\xd8\xff", "a JPEG image, whose compression changes gray values", _AS_PNG),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000 image", _AS_PNG),
    (0, b"GIF8", "a GIF image", _AS_PNG),
    (0, b"BM", "a BMP image", _AS_PNG),
    (8, b"WEBP", "a WebP image, whose compression changes gray values", _AS_PNG),
    (4, b"ftyp", "a video", "Choose the images that it was made of."),
    (8, b"AVI ", "a video", "Choose the images that it was made of."),
    (0, b"\x89HDF", "an HDF5 file, as MINC and MATLAB write too", _AS_NIFTI),
    (0, b"MATLAB", "a MATLAB file", _AS_NIFTI),
    (0, b"\x93NUMPY", "a NumPy array, which does not state its voxel size", _AS_NIFTI),
    (0, b"# vtk DataFile", "a VTK file", _AS_NIFTI),
    (0, b"version https://git-lfs", "a pointer of Git LFS, not the file itself", "Fetch the file with git lfs pull."),
)
"""Where which bytes stand in files of a kind, what that is, and what to do about it."""

_IMAGES: tuple[tuple[int, bytes, str, tuple[str, ...]], ...] = (
    (344, b"n+1\0", "NIfTI", (".nii", ".nii.gz")),
    (4, b"n+2\0", "NIfTI", (".nii", ".nii.gz")),
    (0, b"NRRD", "NRRD", (".nrrd", ".nhdr")),
    (0, b"ObjectType = Image", "MetaImage", (".mha", ".mhd")),
    (128, b"DICM", "DICOM", (".dcm",)),
    (0, b"\x89PNG", "PNG", (".png",)),
    (0, b"II*\0", "TIFF", (".tif", ".tiff")),
    (0, b"MM\0*", "TIFF", (".tif", ".tiff")),
)
"""The same of the formats that are read, with the endings of their names."""

_ENDINGS: Mapping[str, tuple[str, str]] = {
    ".mgz": ("a FreeSurfer image", _AS_NIFTI),
    ".mgh": ("a FreeSurfer image", _AS_NIFTI),
    ".hdr": ("a part of an Analyze or NIfTI image in two files", _AS_NIFTI),
    ".img": ("a part of an Analyze or NIfTI image in two files", _AS_NIFTI),
}
"""What follows from the name alone."""

_ZIPS: tuple[tuple[str, str, str], ...] = (
    ("card.json", "a model of this program, not an image", "Choose it with --model, and an image as input."),
    ("[Content_Types].xml", "a document of an office program", "Choose an image."),
    (".mrml", "a scene of 3D Slicer", "Open it in 3D Slicer and save the volume as NIfTI or NRRD."),
    (".npy", "NumPy arrays, which do not state their voxel size", _AS_NIFTI),
)
"""What a zip archive with a member of this ending is, the first that fits."""


def foreign(path: Path) -> UserError | None:
    """What a file is that no reader takes.

    Args:
        path: File that exists, whatever it is called.

    Returns:
        The error (BAD_INPUT) that names its kind, if the first bytes or the ending show one; else None.

    Examples:
        >>> _ = Path("scan.nii.gz").write_text("<!DOCTYPE html><title>Log in</title>")
        >>> foreign(Path("scan.nii.gz")).remedy
        'Download the file again.'
    """
    with path.open("rb") as file:
        start = file.read(_START_BYTES)
    name = path.name.lower()

    def error(what: str, remedy: str) -> UserError:
        return UserError(Code.BAD_INPUT, f"{path} is {what}.", remedy)

    if not start:
        return error("empty", "Copy or download the file again.")
    if path.suffix.lower() in _ENDINGS:
        return error(*_ENDINGS[path.suffix.lower()])
    if start.startswith(b"PK\x03\x04"):
        return error(*_zip(path))
    if zipped := start.startswith(b"\x1f\x8b"):
        start = _unzipped(path)
    for at, magic, what, endings in _IMAGES:
        if start[at:].startswith(magic) and not name.endswith(endings):
            return error(f"{what} under a wrong file name", f"Rename it to end in {endings[0]}.")
    for at, magic, what, remedy in _KINDS:
        if start[at:].startswith(magic):
            return error(f"{what}, compressed with gzip" if zipped else what, remedy)
    if zipped:
        return error("compressed with gzip", "Unpack it and choose the files in it.")
    if start.lstrip()[:20].lower().startswith((b"<!doctype html", b"<html")):
        return error("a web page, as a download that needs a login leaves it", "Download the file again.")
    if not start.strip(b"\0"):
        return error("without a header: it begins with zeros, as a copy that broke off does", "Copy the file again.")
    return None


def _zip(path: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "a damaged zip archive", "Copy or download the file again."
    for ending, what, remedy in _ZIPS:
        if any(name.endswith(ending) for name in names):
            return what, remedy
    return "a zip archive", _FOLDER


def _unzipped(path: Path) -> bytes:
    """The first bytes of what is compressed with gzip, none where that is damaged."""
    try:
        with gzip.open(path) as file:
            return file.read(_START_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""
