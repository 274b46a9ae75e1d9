"""Headers of NRRD and MetaImage, looked at before ITK reads the file: its parsers crash or hang on some that no program
writes.

Formats: https://teem.sourceforge.net/nrrd/format.html, https://itk.org/Wiki/ITK/MetaIO/Documentation.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ...errors import Code, UserError
from .checks import check_size, damaged, incomplete, not_an_image

_MOST_HEADER_BYTES, _MOST_LINE_BYTES = 1 << 20, 1 << 15
_MOST_AXES, _MOST_CHANNELS = 8, 64
_MOST_FIELD_CHARACTERS = 400
"""Of what a NRRD header says of the image itself: the parser writes beyond its memory when it complains of more."""
_LARGEST_NUMBER = 1e9
"""Of mm: with lengths whose squares are infinite, computing the directions of the axes does not end."""
_CHUNK = 1 << 20

_NRRD_BYTES = {
    **dict.fromkeys(("signed char", "int8", "int8_t", "uchar", "unsigned char", "uint8", "uint8_t"), 1),
    **dict.fromkeys(("short", "short int", "signed short", "signed short int", "int16", "int16_t"), 2),
    **dict.fromkeys(("ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"), 2),
    **dict.fromkeys(
        ("int", "signed int", "int32", "int32_t", "uint", "unsigned int", "uint32", "uint32_t", "float"), 4
    ),
    **dict.fromkeys(
        ("longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t"), 8
    ),
    **dict.fromkeys(("ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t", "double"), 8),
}
_NRRD_LISTS = ("spacings", "axis mins", "axis maxs", "axismins", "axismaxs", "thicknesses")
"""Fields with a number for each axis."""
_NRRD_WORDS = ("kinds", "centers", "centerings")
"""Fields with a word for each axis."""
_NRRD_FIELDS = {
    *_NRRD_LISTS,
    *_NRRD_WORDS,
    *(
        "type",
        "dimension",
        "space",
        "space dimension",
        "sizes",
        "encoding",
        "endian",
        "content",
        "number",
        "sample units",
    ),
    *(
        "labels",
        "units",
        "space units",
        "block size",
        "blocksize",
        "min",
        "max",
        "old min",
        "old max",
        "oldmin",
        "oldmax",
    ),
    *("line skip", "lineskip", "byte skip", "byteskip", "data file", "datafile"),
    *("space directions", "space origin", "measurement frame"),
}
"""Every field of the format."""
_NRRD_VECTORS = ("space directions", "space origin", "measurement frame")
_NO_NUMBER = ("none", "nan", "???")
"""What stands for axes that do not lie in space."""
_META_BYTES = {
    **dict.fromkeys(("MET_CHAR", "MET_UCHAR"), 1),
    **dict.fromkeys(("MET_SHORT", "MET_USHORT"), 2),
    **dict.fromkeys(("MET_INT", "MET_UINT", "MET_LONG", "MET_ULONG", "MET_FLOAT"), 4),
    **dict.fromkeys(("MET_LONG_LONG", "MET_ULONG_LONG", "MET_DOUBLE"), 8),
}
_META_NUMBERS = (
    "ElementSpacing",
    "ElementSize",
    "Offset",
    "Position",
    "Origin",
    "TransformMatrix",
    "Rotation",
    "Orientation",
    "CenterOfRotation",
)


@dataclass(frozen=True)
class _Voxels:
    """Where the voxels lie and how many bytes of them there must be, in how many ``packed`` ones if that is stated;
    ``text`` has any number.
    """

    file: Path
    start: int
    bytes: int
    zipped: bool
    text: bool = False
    packed: int | None = None


def check_header(path: Path) -> None:
    """Look at the header of a NRRD or MetaImage file, and at whether it keeps its promises; other files pass.

    Args:
        path: An image file.

    Raises:
        UserError: BAD_INPUT where it is not a header, or names impossible sizes, numbers that are not finite, or voxels
            outside the file's folder; where there are fewer voxels than it promises, or more in a compressed file.
            OUT_OF_MEMORY for more than an image of a patient has.
    """
    name = path.name.lower()
    if name.endswith((".nrrd", ".nhdr")):
        _check_voxels(_nrrd(path), path)
    elif name.endswith((".mha", ".mhd")):
        _check_voxels(_meta(path), path)


def _lines(file: BinaryIO, path: Path) -> Iterator[str]:
    while file.tell() < _MOST_HEADER_BYTES:
        line = file.readline(_MOST_LINE_BYTES)
        if not line:
            return
        if not line.endswith(b"\n") and len(line) >= _MOST_LINE_BYTES:
            break
        yield line.decode("utf-8", "surrogateescape").rstrip("\r\n")
    raise damaged(path)


def _nrrd(path: Path) -> _Voxels:
    with path.open("rb") as file:
        if not re.match(rb"NRRD000\d\r?\n", file.readline(16)):
            raise not_an_image(path)
        fields: dict[str, str] = {}
        for line in _lines(file, path):
            if not line:
                break
            key, colon, value = line.partition(":")
            if line.startswith("#") or value.startswith("="):
                continue
            key, value = key.strip().lower(), value.strip()
            if not colon or key in fields or key not in _NRRD_FIELDS:
                raise damaged(path)
            if len(value) > _MOST_FIELD_CHARACTERS and key != "content":
                raise damaged(path)
            fields[key] = value
        start = file.tell()
    count = _whole(fields.get("dimension", ""), path)
    if not 1 <= count <= _MOST_AXES or not 0 <= _whole(fields.get("space dimension", "0"), path) <= _MOST_AXES:
        raise damaged(path)
    kind = fields.get("type", "").lower()
    width, shape = _NRRD_BYTES.get(kind), _shape(fields.get("sizes", ""), count, path)
    encoding = fields.get("encoding", "").lower()
    if width is None or encoding not in ("raw", "gzip", "gz", "ascii", "text", "txt"):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} stores its voxels in an unknown encoding.",
            "Save it again as NRRD with the encoding raw or gzip.",
        )
    _check_axes(fields, count, path)
    byte_skip, line_skip = (
        _whole(fields.get(f"{unit} skip", fields.get(f"{unit}skip", "0")), path) for unit in ("byte", "line")
    )
    if not (-1 <= byte_skip < 1 << 31 and 0 <= line_skip < 1 << 20):
        raise damaged(path)
    data_file = fields.get("data file", fields.get("datafile"))
    where = path if data_file is None else _beside(path, data_file)
    size = math.prod(shape) * width
    if encoding not in ("gzip", "gz"):
        start = where.stat().st_size - size if byte_skip == -1 else (start if data_file is None else 0) + byte_skip
    elif data_file is not None:
        start = 0
    if line_skip or (byte_skip and encoding in ("gzip", "gz")):
        raise UserError(
            Code.BAD_INPUT, f"{path} skips part of its data file.", "Save it again as NRRD in a single file."
        )
    return _Voxels(where, start, size, encoding in ("gzip", "gz"), encoding in ("ascii", "text", "txt"))


def _check_axes(fields: dict[str, str], count: int, path: Path) -> None:
    """Raise BAD_INPUT unless the header says of each of ``count`` axes as much as of the others, in finite numbers: the
    parser writes beyond its memory where there are more vectors than axes.
    """
    for field in _NRRD_LISTS:
        numbers = fields.get(field, "").split()
        if field in fields and len(numbers) != count:
            raise damaged(path)
        _check_finite([text for text in numbers if text.lower() not in _NO_NUMBER], path)
    if any(field in fields and len(fields[field].split()) != count for field in _NRRD_WORDS):
        raise damaged(path)
    lengths = set()
    for field in _NRRD_VECTORS:
        vectors = re.findall(r"\([^()]*\)|[^\s()]+|[()]", fields.get(field, ""))
        for vector in vectors:
            if vector.lower() in _NO_NUMBER:
                continue
            if not vector.endswith(")") or len(vector) < 3:
                raise damaged(path)
            numbers = [text for text in re.split(r"[\s,]+", vector[1:-1]) if text]
            _check_finite([text for text in numbers if text.lower() not in _NO_NUMBER], path)
            lengths.add(len(numbers))
        wanted = {"space directions": count, "space origin": 1}.get(field, max(lengths, default=0))
        if field in fields and len(vectors) != wanted:
            raise damaged(path)
    if len(lengths) > 1 or max(lengths, default=0) > _MOST_AXES:
        raise damaged(path)


def _meta(path: Path) -> _Voxels:
    fields: dict[str, str] = {}
    with path.open("rb") as file:
        for line in _lines(file, path):
            key, sign, value = (
                (part.strip() for part in re.split(r"([=:])", line, maxsplit=1))
                if re.search("[=:]", line)
                else (line, "", "")
            )
            if not sign or not re.fullmatch(r"[^\x00-\x1f]+", key) or "\0" in value or key in fields:
                raise not_an_image(path) if len(fields) < 2 else damaged(path)
            fields[key] = value
            if key == "ElementDataFile":
                break
        start = file.tell()
    if not {"NDims", "DimSize", "ElementType", "ElementDataFile"} <= fields.keys():
        raise not_an_image(path)
    count, channels = _whole(fields["NDims"], path), _whole(fields.get("ElementNumberOfChannels", "1"), path)
    if not (1 <= count <= _MOST_AXES and 1 <= channels <= _MOST_CHANNELS):
        raise damaged(path)
    kind = fields["ElementType"].removesuffix("_ARRAY")
    width, shape = _META_BYTES.get(kind), _shape(fields["DimSize"], count, path)
    if width is None:
        raise UserError(
            Code.BAD_INPUT, f"{path} holds voxels of an unknown type.", "Save it again as MetaImage, or as NIfTI."
        )
    for field in _META_NUMBERS:
        numbers = fields.get(field, "").split()
        wanted = count * count if field in ("TransformMatrix", "Rotation", "Orientation") else count
        if field in fields and len(numbers) != wanted:
            raise damaged(path)
        _check_finite(numbers, path)
    header_size, packed = (
        _whole(fields.get("HeaderSize", "0"), path),
        _whole(fields.get("CompressedDataSize", "0"), path),
    )
    local = fields["ElementDataFile"].upper() in ("LOCAL", "LOCALFILE")
    where = path if local else _beside(path, fields["ElementDataFile"])
    size = math.prod(shape) * channels * width
    begin = where.stat().st_size - size if header_size == -1 else (start if local else 0) + header_size
    if header_size < -1 or not 0 <= packed <= where.stat().st_size:
        raise damaged(path)
    zipped = fields.get("CompressedData", "False").lower().startswith(("t", "1"))
    text = fields.get("BinaryData", "True").lower().startswith(("f", "0"))
    if zipped and local and not packed:  # ITK would fill the image with whatever is in memory
        raise damaged(path)
    return _Voxels(where, begin, size, zipped, text, packed or None)


def _check_voxels(voxels: _Voxels, path: Path) -> None:
    present = voxels.file.stat().st_size - voxels.start
    if voxels.start < 0 or present < (1 if voxels.zipped or voxels.text else voxels.bytes):
        raise incomplete(path)
    if not voxels.zipped:
        return
    unpack, found = zlib.decompressobj(zlib.MAX_WBITS | 32), 0  # gzip or zlib, as the stream says
    try:
        with voxels.file.open("rb") as file:
            file.seek(voxels.start)
            left = present if voxels.packed is None else voxels.packed
            while found <= voxels.bytes and not unpack.eof:
                packed = unpack.unconsumed_tail or file.read(min(_CHUNK, left))
                if not packed:
                    break
                left -= 0 if unpack.unconsumed_tail else len(packed)
                found += len(unpack.decompress(packed, _CHUNK))
    except zlib.error as error:
        raise damaged(path) from error
    if found < voxels.bytes or not unpack.eof:
        raise incomplete(path) if found < voxels.bytes else damaged(path)
    if found > voxels.bytes:
        raise UserError(
            Code.BAD_INPUT, f"{path} holds more voxels than its header states.", "Copy or download the file again."
        )


def _shape(text: str, count: int, path: Path) -> list[int]:
    shape = [_whole(size, path) for size in text.split()]
    if len(shape) != count or min(shape) < 1:
        raise damaged(path)
    check_size(shape[::-1], path)
    return shape


def _whole(text: str, path: Path) -> int:
    if not re.fullmatch(r"[-+]?\d{1,15}", text):
        raise damaged(path)
    return int(text)


def _check_finite(numbers: list[str], path: Path) -> None:
    try:
        values = [float(number) for number in numbers]
    except ValueError as error:
        raise damaged(path) from error
    if not all(map(math.isfinite, values)):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} has a voxel spacing or position that is not a number.",
            "Correct the file's header.",
        )
    if (largest := max(map(abs, values), default=0.0)) > _LARGEST_NUMBER:
        raise UserError(
            Code.BAD_INPUT,
            f"{path} has a voxel spacing or position of {largest:g} mm, which no image has.",
            "Correct the file's header.",
        )


def _beside(path: Path, name: str) -> Path:
    """The one file in the folder of ``path`` that holds its voxels."""
    if not name or "%" in name or re.match(r"LIST\b", name):
        raise UserError(Code.BAD_INPUT, f"{path} has its voxels in several files.", "Save it again as a single file.")
    try:
        folder, file = path.parent.resolve(), (path.parent / name).resolve()
        there = file.is_file()
    except (OSError, ValueError, RuntimeError) as error:  # longer than a name may be, or a link to itself
        raise damaged(path) from error
    if not file.is_relative_to(folder):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} names voxels outside its own folder: {name}.",
            "Put header and voxels into one folder, and correct the name.",
        )
    if not there:
        raise UserError(
            Code.BAD_INPUT, f"{path} has its voxels in {name}, which is not there.", "Copy both files into one folder."
        )
    return file
