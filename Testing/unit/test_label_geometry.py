"""What was painted at a place in the patient is found there again: any grid, every format, both byte orders."""

from __future__ import annotations

import tempfile
from pathlib import Path

import dicom_files
import numpy as np
import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.volume import Volume

SPACINGS, PLACES = st.tuples(*[st.floats(0.3, 5)] * 3), st.tuples(*[st.floats(-300, 300)] * 3)
TURNS, FRACTIONS = st.tuples(*[st.floats(-3, 3)] * 3), st.tuples(*[st.floats(0, 1)] * 3)


@st.composite
def grids(draw: st.DrawFn, left_handed: bool = True, longest: int = 600) -> Geometry:
    """Any direction, any order of axes, mirrored too, and from 2 to ``longest`` slices."""
    axes = Rotation.from_rotvec(draw(TURNS)).as_matrix()
    if left_handed:
        axes = axes[:, list(draw(st.permutations(range(3))))] * [draw(st.sampled_from([-1, 1])) for _ in range(3)]
    shape = (draw(st.sampled_from([2, 5, 9, longest])), draw(st.integers(2, 9)), draw(st.integers(2, 9)))
    return Geometry(shape, draw(SPACINGS), draw(PLACES), tuple(axes.ravel()))  # type: ignore[arg-type]


def painted(grid: Geometry, fractions: tuple[float, float, float]) -> tuple[np.ndarray, Volume]:
    """A point (x, y, z) in mm within ``grid``, and the label map whose only LV voxel is the one that holds it."""
    index = np.array(fractions) * (np.array(grid.shape) - 1)
    labels = np.zeros(grid.shape, np.uint8)
    labels[tuple(np.rint(index).astype(int))] = HEART_4.called("LV").value  # type: ignore[union-attr]
    return grid.physical(index), Volume(labels, grid)


def is_there(point_mm: np.ndarray, found: Volume) -> bool:
    """Whether the one labeled voxel of ``found`` lies within half a voxel of the point along each axis."""
    voxels = np.argwhere(found.array == HEART_4.called("LV").value)  # type: ignore[union-attr]
    return len(voxels) == 1 and bool(np.all(np.abs(found.geometry.index(point_mm) - voxels[0]) <= 0.51))


@settings(max_examples=40, deadline=None)
@given(grid=grids(), fractions=FRACTIONS, suffix=st.sampled_from([".seg.nrrd", ".nii.gz", ".nii", ".nrrd", ".mha"]))
def test_a_label_returns_in_every_format(grid: Geometry, fractions: tuple[float, float, float], suffix: str) -> None:
    point_mm, labels = painted(grid, fractions)
    with tempfile.TemporaryDirectory() as folder:
        back = files.read_labels(files.write_labels(Path(folder, f"a{suffix}"), labels))
    assert is_there(point_mm, back)
    assert np.array_equal(back.array, labels.array), "lossless: not only near"


@settings(max_examples=12, deadline=None)
@given(grid=grids(left_handed=False, longest=12), fractions=FRACTIONS)
def test_a_label_returns_in_a_dicom_segmentation(grid: Geometry, fractions: tuple[float, float, float]) -> None:
    image = Volume((np.arange(np.prod(grid.shape)).reshape(grid.shape) * 3 - 1000).astype(np.int16), grid)
    with tempfile.TemporaryDirectory() as folder:
        series = dicom.only_series(dicom_files.write_series(Path(folder, "series"), image))
        read = dicom.read_series(series)
        assert np.array_equal(read.array, image.array)
        point_mm, labels = painted(read.geometry, fractions)
        data = pydicom.dcmread(dicom.write_dicom_seg(Path(folder, "seg.dcm"), labels, series, HEART_4))
    ((frame, group),) = (
        (pixels, group)
        for pixels, group in zip(
            data.pixel_array.reshape(-1, data.Rows, data.Columns), data.PerFrameFunctionalGroupsSequence, strict=True
        )
        if pixels.any()
    )
    shared = data.SharedFunctionalGroupsSequence[0]
    turn = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, dtype=float).reshape(2, 3)
    rows_mm, columns_mm = map(float, shared.PixelMeasuresSequence[0].PixelSpacing)
    ((row, column),) = np.argwhere(frame)
    place = np.array(group.PlanePositionSequence[0].ImagePositionPatient, dtype=float)
    place = place + turn[0] * column * columns_mm + turn[1] * row * rows_mm
    apart = grid.index(place) - grid.index(point_mm)
    assert np.all(np.abs(apart) <= 0.51), apart


@pytest.mark.parametrize("kind", ["int16", "uint16", "int32", "float32", "float64"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("suffix", [".nrrd", ".mha"])
def test_both_byte_orders_and_every_type(suffix: str, order: str, kind: str, tmp_path: Path) -> None:
    array = np.arange(60).reshape(3, 4, 5).astype(np.dtype(kind).newbyteorder(order))
    path = tmp_path / f"a{suffix}"
    names = {"int16": "short", "uint16": "ushort", "int32": "int", "float32": "float", "float64": "double"}
    if suffix == ".nrrd":
        header = (
            f"NRRD0004\ntype: {names[kind]}\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 3\n"
            "space directions: (0,2,0) (0,0,-3) (1,0,0)\nkinds: domain domain domain\n"
            f"endian: {'little' if order == '<' else 'big'}\nencoding: raw\nspace origin: (10,-20,30)\n\n"
        )
    else:
        header = (
            "ObjectType = Image\nNDims = 3\nBinaryData = True\n"
            f"BinaryDataByteOrderMSB = {order == '>'}\nCompressedData = False\n"
            "TransformMatrix = 0 1 0 0 0 -1 1 0 0\nOffset = 10 -20 30\nElementSpacing = 2 3 1\n"
            f"DimSize = 5 4 3\nElementType = MET_{names[kind].upper()}\nElementDataFile = LOCAL\n"
        )
    path.write_bytes(header.encode() + array.tobytes())
    read = files.read_volume(path)
    assert np.array_equal(read.array, array)
    # i runs along y, j against z, k along x: the corners say so.
    corner = read.geometry.physical(np.array([2, 3, 4]))
    assert corner == pytest.approx([10 + 2 * 1, -20 + 4 * 2, 30 - 3 * 3])
