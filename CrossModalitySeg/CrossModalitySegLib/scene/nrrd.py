"""NRRD files of three axes: written in steps between which the interface lives, and so read back where they hold
labels.

Format: "Definition of NRRD File Format" of the Teem library. Only what this package and its worker write is understood.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Code, UserError
from ..files import replacing

_TYPES = {
    "i1": "int8",
    "u1": "uint8",
    "i2": "int16",
    "u2": "uint16",
    "i4": "int32",
    "u4": "uint32",
    "i8": "int64",
    "u8": "uint64",
    "f4": "float",
    "f8": "double",
}
_UINT8 = ("uint8", "unsigned char", "uchar", "uint8_t")
_RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
_SLAB_BYTES = 16 * 2**20
"""Written at once; small enough for the interface to get its turn many times a second."""


def write(
    path: Path,
    ijk_to_ras: ArrayLike,
    shape: tuple[int, int, int],
    dtype: np.dtype,
    planes: Callable[[int, int], NDArray],
) -> Iterator[float]:
    """Write voxels (D, H, W) of ``dtype``, raw and little endian, and yield 0..1 after each slab; ``planes(a, b)``
    gives planes a to b-1.

    ``ijk_to_ras`` is 4x4, mm. The file appears under its name when the generator is exhausted, and never if it is
    closed before.
    """
    little = dtype.newbyteorder("<")
    count = max(1, _SLAB_BYTES // (shape[1] * shape[2] * dtype.itemsize))
    with replacing(path, lasting=False) as temporary, temporary.open("wb") as file:
        file.write(_header(ijk_to_ras, shape, little))
        for first in range(0, shape[0], count):
            last = min(first + count, shape[0])
            file.write(np.ascontiguousarray(planes(first, last), dtype=little).data)
            yield last / shape[0]


def read_labels(path: Path) -> Generator[float, None, tuple[NDArray[np.uint8], NDArray[np.float64]]]:
    """Read an NRRD file of bytes, raw or gzip.

    Never takes more memory than the header promises.

    Args:
        path: File (.nrrd), in LPS.

    Yields:
        The done fraction, 0..1.

    Returns:
        Labels (D, H, W), and the 4x4 matrix from (i, j, k) to RAS in mm.

    Raises:
        UserError: BAD_LABELS if the file is missing, cut short, or of another kind.
    """
    try:
        text, _, data = path.read_bytes().partition(b"\n\n")
        fields = dict(
            line.split(": ", 1)
            for line in text.decode("utf-8").splitlines()
            if ": " in line and not line.startswith("#")
        )
        if fields["type"] not in _UINT8 or fields["space"] not in ("left-posterior-superior", "LPS"):
            raise ValueError(f"{fields['type']} in {fields['space']}")
        i, j, k = (int(size) for size in fields["sizes"].split())
        matrix = np.eye(4)
        matrix[:3, :3] = np.array([_vector(part) for part in fields["space directions"].split()]).T
        matrix[:3, 3] = _vector(fields["space origin"])
        if fields["encoding"] in ("gzip", "gz"):
            voxels = yield from _inflated(data, i * j * k)
        else:
            voxels = np.frombuffer(data, np.uint8)
        return voxels.reshape(k, j, i), _RAS_TO_LPS @ matrix
    except (OSError, KeyError, ValueError, zlib.error) as error:
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {path} cannot be read ({type(error).__name__}: {error}).",
            "Segment the volume again.",
        ) from error


def _inflated(data: bytes, count: int) -> Generator[float, None, NDArray[np.uint8]]:
    """The ``count`` bytes that the gzip stream ``data`` holds; raises ``ValueError`` if it holds fewer or more."""
    voxels, done, stream = np.empty(count, np.uint8), 0, zlib.decompressobj(wbits=31)
    while not stream.eof:
        block = stream.decompress(data, _SLAB_BYTES)
        data = stream.unconsumed_tail
        if done + len(block) > count or not (block or data or stream.eof):
            raise ValueError(f"not the {count} voxels that the header promises")
        voxels[done : done + len(block)] = np.frombuffer(block, np.uint8)
        done += len(block)
        yield done / count
    if done != count:
        raise ValueError(f"{done} voxels, not {count}")
    return voxels


def _header(ijk_to_ras: ArrayLike, shape: tuple[int, int, int], dtype: np.dtype) -> bytes:
    matrix = _RAS_TO_LPS @ np.asarray(ijk_to_ras, dtype=float)
    axes = matrix[:3, :3].T
    # A rotation leaves next to nothing where there should be zero, and ITK cannot invert a matrix with such numbers.
    axes = np.where(np.abs(axes) < 1e-12 * np.linalg.norm(axes, axis=1, keepdims=True), 0.0, axes)
    lines = [
        "NRRD0004",
        f"type: {_TYPES[dtype.str[1:]]}",
        "dimension: 3",
        "space: left-posterior-superior",
        f"sizes: {shape[2]} {shape[1]} {shape[0]}",
        f"space directions: {' '.join(_text(axis) for axis in axes)}",
        "kinds: domain domain domain",
        "endian: little",
        "encoding: raw",
        f"space origin: {_text(matrix[:3, 3])}",
    ]
    return "\n".join([*lines, "", ""]).encode("ascii")


def _text(vector: NDArray[np.float64]) -> str:
    return f"({','.join(repr(float(value)) for value in vector)})"


def _vector(text: str) -> list[float]:
    x, y, z = (float(value) for value in text.strip("()").split(","))
    return [x, y, z]
