"""Opening untrusted DICOM files: with or without preamble, deflated or not, complete or damaged."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from ..recognizing import foreign
from .causes import bad, damaged, reading, too_large
from .kinds import refusal

_LARGEST_HEADER = 32 << 20
"""Bytes; an enhanced CT of a thousand frames has some five million."""

_LARGEST_IMAGE = 8 << 30
"""Largest number of bytes of pixels that a file may declare."""

_FEW_BYTES = 1 << 12

_DEFLATED = DeflatedExplicitVRLittleEndian.encode()
_NOT_DEFLATED = ExplicitVRLittleEndian.encode().ljust(len(_DEFLATED), b"\0")

_VRS = {b"AE", b"CS", b"DA", b"DT", b"LO", b"OB", b"SH", b"ST", b"TM", b"UI", b"UL", b"UN", b"US"}
"""Value representations that the first element of a file without preamble can have."""


def is_dicom(path: Path) -> bool:
    """Whether a file is DICOM by its first bytes, with or without a preamble.

    Args:
        path: File, which may be missing, or anything else.

    Returns:
        False also for a folder, and for a file that cannot be opened.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(132)
    except OSError:
        return False
    return start[128:] == b"DICM" or _is_data_set(start)


def _is_data_set(start: bytes) -> bool:
    """Whether ``start`` begins a data set, whose first element is of group 0002 or 0008."""
    if len(start) < 16:
        return False
    for order in ("little", "big"):
        group, element = int.from_bytes(start[:2], order), int.from_bytes(start[2:4], order)
        if group in (0x0002, 0x0008) and element < 0x0100:
            # Implicit data sets have a length here, and the first elements are short.
            return start[4:6] in _VRS or int.from_bytes(start[4:8], order) <= 256
    return False


def read_header(path: Path) -> Dataset:
    """The header of an image in gray values; raises ``BAD_INPUT`` with the true cause if ``path`` is anything else."""
    return _read(path, stop_before_pixels=True)


def read_image(path: Path) -> Dataset:
    """As ``read_header``, with the pixels, still encoded."""
    data = _read(path, stop_before_pixels=False)
    if not any(keyword in data for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        raise bad(f"{path} has the header of an image but holds no pixels.", "Copy the file again.")
    return data


def _read(path: Path, stop_before_pixels: bool) -> Dataset:
    if not path.is_file():
        raise bad(f"{path} does not exist.", "Check the name, or choose another file.")
    if not is_dicom(path):
        raise foreign(path) or damaged(path)
    with reading(path), _File(path) as file:
        deflated = _DEFLATED in file.peek(_FEW_BYTES)[:_FEW_BYTES]
        data = dcmread(
            _inflated(file.read(), path) if deflated else file, stop_before_pixels=stop_before_pixels, force=True
        )
        if "TransferSyntaxUID" not in getattr(data, "file_meta", Dataset()):
            data.file_meta = FileMetaDataset()
            implicit, little = data.original_encoding
            data.file_meta.TransferSyntaxUID = (
                ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian if little else ExplicitVRBigEndian
            )
        problem = refusal(data, path)
    if problem is not None:
        raise problem
    return data


class _File(io.BufferedReader):
    """A file that is never asked for more than it holds: memory for a mutated length of 4 GB would be taken before
    reading.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path))
        self._size = path.stat().st_size

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size if size is None or size < _FEW_BYTES else min(size, max(self._size - self.tell(), 0)))


def _inflated(content: bytes, path: Path) -> io.BytesIO:
    """The ``content`` of a deflated file as that of one that is not, no larger than its own header promises.

    DICOM PS3.5, A.5: all that follows the file meta information is deflated as one stream.
    """
    start = 144 + int.from_bytes(
        content[140:144], "little"
    )  # preamble, "DICM", and the element that gives the length of the rest
    meta = content[:start].replace(_DEFLATED, _NOT_DEFLATED)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    begin = stream.decompress(content[start:], _LARGEST_HEADER)
    promised = promised_bytes(dcmread(io.BytesIO(meta + begin), stop_before_pixels=True), path)
    rest = stream.decompress(stream.unconsumed_tail, promised + 1) if stream.unconsumed_tail else b""
    if len(rest) > promised:
        raise too_large(path, "is compressed and unpacks to more than its header promises")
    return io.BytesIO(meta + begin + rest)


def promised_bytes(header: Dataset, path: Path) -> int:
    """How many bytes the pixels have when they are not compressed, by ``header``; raises ``BAD_INPUT`` where that
    cannot be.
    """
    with reading(path):
        rows, columns, frames = (int(header.get(keyword) or 1) for keyword in ("Rows", "Columns", "NumberOfFrames"))
        size = (
            rows
            * columns
            * frames
            * int(header.get("SamplesPerPixel") or 1)
            * ((int(header.get("BitsAllocated") or 16) + 7) // 8)
        )
    if min(rows, columns, frames) < 1 or size > _LARGEST_IMAGE:
        raise bad(f"{path} claims to hold {frames} frames of {rows} x {columns} pixels.", "Copy the file again.")
    return size
