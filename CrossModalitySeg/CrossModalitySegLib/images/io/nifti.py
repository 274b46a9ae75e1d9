"""NIfTI-1 and NIfTI-2 in single files, gzipped or not whatever their names say; written as NIfTI-1.

Read without ITK, which refuses a shear of a hundredth of a degree and NIfTI-2, takes missing voxels for zeros, and
lets the qform win over the sform. Field offsets: nifti1.h and nifti2.h, https://nifti.nimh.nih.gov.
"""

from __future__ import annotations

import gzip
import math
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ...errors import Code, UserError
from ..geometry import Geometry, NiftiForms
from ..volume import Volume
from .checks import check_size, damaged, incomplete, not_a_time_series, not_an_image, silent

SUFFIXES = (".nii", ".nii.gz")

_TYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8"}
_COLOR_OR_COMPLEX = (32, 128, 1792, 2048, 2304)
_DIMENSIONS = {4: "four", 5: "five", 6: "six", 7: "seven"}
_MM_PER_UNIT = {1: 1000.0, 3: 0.001}
"""Meters and micrometers; all else is taken for millimeters."""
_LPS = np.diag([-1.0, -1.0, 1.0])
_GZIP = b"\x1f\x8b"
_BEST_COMPRESSION = 1032
"""No stream of zlib grows more than this."""
_CHUNK = 1 << 22
_HALF_TURN = 1e-7
"""A rotation whose quaternion leaves so little for its first part is a half turn, as in nifti1_io: in four bytes a half
turn may leave that much, and its root is an angle that moves the end of a scan of 600 mm by 0.2 mm.
"""
_SLACK_BYTES = 4096
"""What may follow the voxels: padding of a block."""


@dataclass(frozen=True)
class _Header:
    shape: tuple[int, ...]  # (D, H, W), (H, W), or (phases, D, H, W)
    dtype: np.dtype
    start: int
    slope: float
    intercept: float
    forms: NiftiForms

    @property
    def bytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize


def is_nifti(path: Path) -> bool:
    """Whether ``path`` is named like a NIfTI file."""
    return path.name.lower().endswith(SUFFIXES)


def read(path: Path, on_note: Callable[[str], None] = silent) -> Volume:
    """Read voxels and grid as they are stored.

    The sform places the voxels where its code says that there is one, as in nibabel and FSL, else the qform; without
    either they lie along the patient's axes, first voxel right, anterior and inferior.

    Args:
        path: A NIfTI file of two or three axes; further ones may have the length 1.
        on_note: Gets a sentence where the two forms disagree, and where there is none.

    Returns:
        Voxels (D, H, W) in their own type, float where they are scaled, on a grid that may be sheared and keeps the
        ``forms``.

    Raises:
        UserError: BAD_INPUT for other files, a color image or time series, a header that contradicts itself, and
            missing or damaged voxels; OUT_OF_MEMORY for more voxels than an image of a patient has.
    """
    array, header = _read(path, phases=False)
    if array.ndim == 2:
        array = array[None]
    return Volume(array, _geometry(array.shape, header, path, on_note))


def read_phases(path: Path, on_note: Callable[[str], None] = silent) -> Iterator[Volume]:
    """Read the volumes of a time series, a file of four axes, each as ``read`` reads one; raises what ``read``
    raises.
    """
    array, header = _read(path, phases=True)
    grid = _geometry(array.shape[1:], header, path, on_note)
    for phase in array:
        yield Volume(phase, grid)


def _read(path: Path, phases: bool) -> tuple[NDArray, _Header]:
    """Voxels in their own type, float where they are scaled, and the header."""
    try:
        with path.open("rb") as plain:
            zipped = plain.read(2) == _GZIP
            plain.seek(0)
            file_bytes = os.fstat(plain.fileno()).st_size
            with gzip.open(plain) if zipped else plain as file:
                header = _header(file.read(540), path, phases)
                check_size(header.shape, path)
                if header.start + header.bytes > file_bytes * (_BEST_COMPRESSION if zipped else 1):
                    raise incomplete(path)
                stored = _voxels(file, header, path)  # type: ignore[arg-type]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise damaged(path) from error
    array = stored.view(header.dtype).reshape(header.shape).astype(header.dtype.newbyteorder("="), copy=False)
    if (header.slope, header.intercept) != (1.0, 0.0):
        kind = np.float64 if header.dtype.itemsize > 2 and header.dtype != np.float32 else np.float32
        with np.errstate(over="ignore"):
            array = np.multiply(array, kind(header.slope), dtype=kind) + kind(header.intercept)
    return array, header


def write(path: Path, volume: Volume) -> None:
    """Write ``volume`` as NIfTI-1, compressed where ``path`` ends in .gz.

    A grid that was read from a NIfTI file goes back with both forms and their codes as they were.
    """
    array = np.ascontiguousarray(volume.array)
    code = next(code for code, kind in _TYPES.items() if np.dtype(kind) == array.dtype)
    forms = volume.geometry.forms
    if forms is None or not _is_grid_of(forms, volume.geometry):
        forms = _forms_of(volume.geometry)
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *array.shape[::-1], 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, code, 8 * array.itemsize)
    struct.pack_into("<8f", header, 76, *forms.pixdim, 0, 0, 0, 0)
    struct.pack_into("<3f", header, 108, 352, 1, 0)
    header[123] = forms.units
    struct.pack_into("<2h", header, 252, forms.qform_code, forms.sform_code)
    struct.pack_into("<18f", header, 256, *forms.quaternion, *forms.offset, *forms.rows)
    header[344:348] = b"n+1\0"
    with (
        path.open("wb") as plain,
        gzip.GzipFile("", "wb", 6, plain, mtime=0) if path.name.lower().endswith(".gz") else plain as file,
    ):
        file.write(header)
        file.write(array.astype(array.dtype.newbyteorder("<"), copy=False).data)


def _header(data: bytes, path: Path, phases: bool) -> _Header:
    for order in "<>":
        size = struct.unpack_from(order + "i", data)[0] if len(data) >= 348 else 0
        if size == 348 and data[344:347] == b"n+1":
            dim, kind = struct.unpack_from(order + "8h", data, 40), struct.unpack_from(order + "h", data, 70)[0]
            pixdim, (start, slope, intercept) = (
                struct.unpack_from(order + "4f", data, 76),
                struct.unpack_from(order + "3f", data, 108),
            )
            codes, places, units = (
                struct.unpack_from(order + "2h", data, 252),
                struct.unpack_from(order + "18f", data, 256),
                data[123],
            )
            break
        if size == 540 and len(data) == 540 and data[4:7] == b"n+2":
            kind, dim = struct.unpack_from(order + "h", data, 12)[0], struct.unpack_from(order + "8q", data, 16)
            pixdim, (start, slope, intercept) = (
                struct.unpack_from(order + "4d", data, 104),
                struct.unpack_from(order + "q2d", data, 168),
            )
            codes, places, units = (
                struct.unpack_from(order + "2i", data, 344),
                struct.unpack_from(order + "18d", data, 352),
                data[500 if order == "<" else 503],
            )
            break
        if size == 348 and data[344:347] == b"ni1":
            raise UserError(
                Code.BAD_INPUT,
                f"{path} is the header of a NIfTI image in two files.",
                "Convert header and image into a single file, and choose that.",
            )
    else:
        raise not_an_image(path)
    if kind in _COLOR_OR_COMPLEX:
        raise UserError(
            Code.BAD_INPUT, f"{path} is a color or vector image.", "Choose an image with one gray value per voxel."
        )
    if (
        not 1 <= dim[0] <= 7
        or min(dim[1 : 1 + dim[0]]) < 1
        or kind not in _TYPES
        or not math.isfinite(start)
        or not 0 <= start < 1 << 24
    ):
        raise damaged(path)
    shape = dim[1 : 1 + dim[0]]
    while len(shape) > 3 and shape[-1] == 1:
        shape = shape[:-1]
    if len(shape) == 5 and shape[3] == 1:
        raise UserError(
            Code.BAD_INPUT, f"{path} is a color or vector image.", "Choose an image with one gray value per voxel."
        )
    if phases and len(shape) != 4:
        raise not_a_time_series(path)
    if not phases and not 2 <= len(shape) <= 3:
        dimension = _DIMENSIONS.get(len(shape), str(len(shape)))
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is a {dimension}-dimensional image.",
            "Choose a volume with three axes, such as crossmodalityseg phases writes of a time series.",
        )
    scaled = math.isfinite(slope) and slope != 0
    forms = NiftiForms(
        qform_code=codes[0],
        sform_code=codes[1],
        pixdim=pixdim,
        quaternion=places[:3],
        offset=places[3:6],
        rows=places[6:],
        units=units,
    )
    return _Header(
        shape=shape[::-1],
        dtype=np.dtype(order + _TYPES[kind]),
        start=max(int(start), size + 4),
        slope=slope if scaled else 1.0,
        intercept=intercept if scaled and math.isfinite(intercept) else 0.0,
        forms=forms,
    )


def _voxels(file: BinaryIO, header: _Header, path: Path) -> NDArray[np.uint8]:
    """What the header promises in bytes, no more; reading on to the end of a short rest also verifies the checksum of
    gzip.
    """
    file.seek(header.start)
    stored = np.empty(header.bytes, dtype=np.uint8)
    found = 0
    while found < len(stored):
        count = file.readinto(stored[found : found + _CHUNK].data)  # type: ignore[attr-defined]
        if not count:
            raise UserError(
                Code.BAD_INPUT,
                f"{path} is incomplete: it holds {found} of {len(stored)} bytes of voxels.",
                "Copy or download the file again.",
            )
        found += count
    if len(file.read(_SLACK_BYTES + 1)) > _SLACK_BYTES:
        raise UserError(
            Code.BAD_INPUT, f"{path} holds more voxels than its header states.", "Copy or download the file again."
        )
    return stored


def _geometry(shape: tuple[int, ...], header: _Header, path: Path, on_note: Callable[[str], None]) -> Geometry:
    forms = header.forms
    affine = _affine(forms, "sform" if forms.sform_code > 0 else "qform" if forms.qform_code > 0 else "")
    grid = _grid(shape, affine, forms, path)
    if len(header.shape) == 2:
        grid = Geometry(grid.shape, (1.0, *grid.spacing_mm[1:]), grid.origin_mm, grid.direction, forms)
    if not (forms.sform_code > 0 or forms.qform_code > 0):
        on_note(
            f"{path} does not state how its voxels lie in the patient; its first voxel is taken for the rightmost, "
            "foremost and lowest."
        )
    elif forms.sform_code > 0 and forms.qform_code > 0:
        other = _affine(forms, "qform")
        corners = np.array(np.meshgrid(*[(0, n - 1) for n in shape[::-1]])).reshape(3, -1)
        apart_mm = float(np.abs((affine - other)[:, :3] @ corners + (affine - other)[:, 3:]).max())
        if not apart_mm <= 0.1 * min(grid.spacing_mm):
            on_note(
                f"{path}: its qform and sform place it up to {apart_mm:.3g} mm apart; the sform counts, and a NIfTI "
                "result carries both."
            )
    return grid


def _affine(forms: NiftiForms, form: str) -> NDArray[np.float64]:
    """(3, 4) matrix from (i, j, k) to LPS in mm by "sform" or "qform", or along the patient's axes."""
    if form == "sform":
        affine = np.array(forms.rows, dtype=np.float64).reshape(3, 4)
    elif form == "qform":
        affine = np.column_stack([_rotation(forms.quaternion), forms.offset])
        affine[:, :3] *= [abs(side) for side in forms.pixdim[1:4]]
        affine[:, 2] *= -1 if forms.pixdim[0] < 0 else 1
    else:
        affine = _LPS @ np.column_stack([np.diag([abs(side) for side in forms.pixdim[1:4]]), np.zeros(3)])
    return _LPS @ affine * _MM_PER_UNIT.get(forms.units & 7, 1.0)


def _rotation(quaternion: tuple[float, ...]) -> NDArray[np.float64]:
    """Rotation (3, 3) of the quaternion (a, b, c, d), of which b, c, d are stored and a is not negative; as in
    nifti1.h.
    """
    b, c, d = quaternion
    squares = b * b + c * c + d * d
    if 1 - squares < _HALF_TURN:
        b, c, d = (part / math.sqrt(squares) for part in (b, c, d))
        squares = 1.0
    a = math.sqrt(max(0.0, 1 - squares))
    return np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
        ]
    )


def _grid(shape: tuple[int, ...], affine: NDArray[np.float64], forms: NiftiForms, path: Path) -> Geometry:
    with np.errstate(over="ignore", invalid="ignore"):
        spacing = np.linalg.norm(affine[:, :3], axis=0)
    if not (np.isfinite(affine).all() and np.isfinite(spacing).all() and spacing.all()):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} has a voxel spacing or position that is zero or not a number.",
            "Correct the file's header.",
        )
    direction = affine[:, :3] / spacing
    # The same number without the rounding of the matrix, where it is the same.
    stated = np.abs(forms.pixdim[1:4]) * _MM_PER_UNIT.get(forms.units & 7, 1.0)
    spacing = np.where(np.isclose(spacing, stated, rtol=1e-5, atol=0), stated, spacing)
    return Geometry(
        shape=(shape[0], shape[1], shape[2]),
        spacing_mm=(float(spacing[2]), float(spacing[1]), float(spacing[0])),
        origin_mm=(float(affine[0, 3]), float(affine[1, 3]), float(affine[2, 3])),
        direction=tuple(float(v) for v in direction.ravel()),
        forms=forms,
    )


def _is_grid_of(forms: NiftiForms, geometry: Geometry) -> bool:
    """Whether ``geometry`` is, but for a tiny shear, still the grid that ``forms`` describe."""
    affine = _affine(forms, "sform" if forms.sform_code > 0 else "qform" if forms.qform_code > 0 else "")
    own = geometry.index_to_physical[:, [2, 1, 0, 3]]
    return bool(
        np.allclose(affine[:, 3], own[:, 3], atol=1e-3)
        and np.allclose(affine[:, :3], own[:, :3], atol=0.02 * max(geometry.spacing_mm))
    )


def _forms_of(geometry: Geometry) -> NiftiForms:
    """Both forms, with the code of scanner coordinates; a sheared grid has no qform."""
    affine = _LPS @ geometry.index_to_physical[:, [2, 1, 0, 3]]
    spacing = geometry.spacing_mm[::-1]
    axes = _LPS @ np.array(geometry.direction).reshape(3, 3)
    handed = -1.0 if np.linalg.det(axes) < 0 else 1.0
    a, b, c, d = _quaternion(axes * [1, 1, handed])
    straight = bool(np.abs(axes.T @ axes - np.eye(3)).max() < 1e-4)
    return NiftiForms(
        qform_code=1 if straight else 0,
        sform_code=1,
        pixdim=(handed, *spacing),
        quaternion=(b, c, d) if a >= 0 else (-b, -c, -d),
        offset=tuple(float(v) for v in affine[:, 3]),
        rows=tuple(float(v) for v in affine.ravel()),
        units=2,
    )


def _quaternion(rotation: NDArray[np.float64]) -> NDArray[np.float64]:
    """(a, b, c, d) of a rotation: the eigenvector of the greatest eigenvalue of Bar-Itzhack's matrix (J. Guidance
    23(6):1085, 2000).
    """
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = rotation
    matrix = [
        [xx + yy + zz, zy - yz, xz - zx, yx - xy],
        [zy - yz, xx - yy - zz, xy + yx, xz + zx],
        [xz - zx, xy + yx, yy - xx - zz, yz + zy],
        [yx - xy, xz + zx, yz + zy, zz - xx - yy],
    ]
    return np.linalg.eigh(np.array(matrix))[1][:, -1]
