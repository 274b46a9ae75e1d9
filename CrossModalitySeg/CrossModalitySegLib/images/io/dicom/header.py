"""Opening DICOM files that nobody vouches for: with or without preamble, deflated or not, whole or damaged."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.filereader import read_file_meta_info
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from .causes import bad, container, damaged, reading, refusal, too_large

_LARGEST_HEADER = 64 << 20
"""Bytes; an enhanced CT of a thousand frames has some megabytes."""

_VRS = {b"AE", b"CS", b"DA", b"DT", b"LO", b"OB", b"SH", b"ST", b"TM", b"UI", b"UL", b"UN", b"US"}
"""Value representations that the first element of a file without preamble can have."""


def is_dicom(path: Path) -> bool:
    """Whether the file ``path`` is DICOM by its first bytes, with or without a preamble."""
    try:
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
        group, element = int.from_bytes(start[:2], order), int.from_bytes(start[2:4], order)  # type: ignore[arg-type]
        if group in (0x0002, 0x0008) and element < 0x0100:
            # Implicit data sets have a length here, and the first elements are short.
            return start[4:6] in _VRS or int.from_bytes(start[4:8], order) <= 256  # type: ignore[arg-type]
    return False


def read_header(path: Path) -> Dataset:
    """The header of an image in grey values; raises ``BAD_INPUT`` with the true cause if ``path`` is anything else."""
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
        raise container(path) or damaged(path)
    with reading(path):
        source = _inflated(path) if _syntax(path) == DeflatedExplicitVRLittleEndian else path
        data = dcmread(source, stop_before_pixels=stop_before_pixels, force=True)
        if "TransferSyntaxUID" not in getattr(data, "file_meta", Dataset()):
            data.file_meta = FileMetaDataset()
            implicit, little = data.original_encoding
            data.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian if little else ExplicitVRBigEndian
        problem = refusal(data, path)
    if problem is not None:
        raise problem
    return data


def _syntax(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(132)[128:] != b"DICM":
            return ""
    return str(read_file_meta_info(path).get("TransferSyntaxUID") or "")


def _inflated(path: Path) -> io.BytesIO:
    """The deflated file ``path`` as one that is not, no larger than its own header promises.

    DICOM PS3.5, A.5: all that follows the file meta information is deflated as one stream.
    """
    content = path.read_bytes()
    meta = read_file_meta_info(path)
    start = 144 + int(meta.FileMetaInformationGroupLength)  # preamble, "DICM", and the element that gives the length
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    plain = io.BytesIO()
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    head = stream.decompress(content[start:], _LARGEST_HEADER)
    whole = _with_meta(meta, head)
    header = dcmread(whole, stop_before_pixels=True)
    rest = stream.decompress(stream.unconsumed_tail, promised_bytes(header, path) + 1)
    if not stream.eof and (stream.unconsumed_tail or len(rest) > promised_bytes(header, path)):
        raise too_large(path, "is compressed and unpacks to more than its header promises")
    plain = _with_meta(meta, head + rest)
    return plain


def _with_meta(meta: FileMetaDataset, data: bytes) -> io.BytesIO:
    from pydicom.filewriter import write_file_meta_info

    file = io.BytesIO()
    file.write(b"\0" * 128 + b"DICM")
    write_file_meta_info(file, meta)
    file.write(data)
    file.seek(0)
    return file


def promised_bytes(header: Dataset, path: Path) -> int:
    """How many bytes the pixels have when they are not compressed, by ``header``; raises ``BAD_INPUT`` where that cannot be."""
    with reading(path):
        sides = int(header.get("Rows") or 0), int(header.get("Columns") or 0)
        frames = int(header.get("NumberOfFrames") or 1)
        size = sides[0] * sides[1] * frames * int(header.get("SamplesPerPixel") or 1) * ((int(header.get("BitsAllocated") or 16) + 7) // 8)
    if min(*sides, frames) < 1 or size > LARGEST_IMAGE:
        raise bad(f"{path} claims to hold {frames} frames of {sides[0]} x {sides[1]} pixels.", "Copy the file again.")
    return size


LARGEST_IMAGE = 8 << 30
"""Bytes of pixels in one file that are believed."""
