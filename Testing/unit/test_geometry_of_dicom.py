"""DICOM series of any grid and in any encoding are read where they lie, and segmentations of them found there, by us
and by highdicom.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import dicom_files
import highdicom
import numpy as np
import pydicom
import pytest
from grids import LEFT, RIGHT, cases, cases_of, check_painted, grids, image_on, marked, marks, painted
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.volume import Volume

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")

SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]
KINDS = [(16, 16, 0), (16, 12, 0), (16, 16, 1), (8, 8, 0)]
"""Bits allocated, bits stored, whether signed."""


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(cases)
    yield
    request.node.user_properties.append(("cases", len(cases) - before))


@st.composite
def stacks(draw: st.DrawFn, most: int) -> Geometry:
    """Grids of slices: the array's first axis runs across them, left-handed where they are stored backwards."""
    grid = draw(grids(slices=(5, most), pixels=(3, 5), far_mm=500))
    along = int(np.argmax(grid.shape))  # highdicom spoils segmentations of frames of less than 8 pixels
    order = [along, *(axis for axis in range(3) if axis != along)]
    axes = np.array(grid.direction).reshape(3, 3)[:, ::-1][:, order][:, ::-1]
    shape, spacing = (tuple(np.array(values)[order].tolist()) for values in (grid.shape, grid.spacing_mm))
    return Geometry(shape, spacing, grid.origin_mm, tuple(axes.ravel()))  # type: ignore[arg-type]


def write_plain(folder: Path, image: Volume, syntax: str, kind: tuple[int, int, int], names: list[int]) -> Path:
    """One file a slice, stored as ``kind`` and in the byte order of ``syntax``, in files that ``names`` numbers."""
    folder.mkdir()
    bits, stored, signed = kind
    for k, plane in enumerate(image.array):
        data = dicom_files.header(image, pydicom.uid.MRImageStorage)
        data.Modality, data.InstanceNumber = "MR", names[k] + 1
        data.ImagePositionPatient = dicom_files.position(image, k)
        data.ImageOrientationPatient = dicom_files.orientation(image)
        data.PixelSpacing = [f"{mm:.8g}" for mm in image.geometry.spacing_mm[1:]]
        data.SliceThickness = f"{image.geometry.spacing_mm[0]:.8g}"
        data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = bits, stored, stored - 1, signed
        order = ">" if syntax == ExplicitVRBigEndian else "<"
        content = plane.astype(f"{order}{'i' if signed else 'u'}{bits // 8}").tobytes()
        data.PixelData = content + bytes(len(content) % 2)
        data["PixelData"].VR = "OW" if bits == 16 else "OB"
        data.file_meta.TransferSyntaxUID = syntax
        data.save_as(folder / f"{names[k]:04d}.dcm", enforce_file_format=True, **_as(syntax))
    return folder


def _as(syntax: str) -> dict[str, bool]:
    return {"little_endian": syntax != ExplicitVRBigEndian, "implicit_vr": syntax == ImplicitVRLittleEndian}


@cases_of(25, shrinks=False)
@given(
    data=st.data(),
    grid=stacks(12),
    syntax=st.sampled_from(SYNTAXES),
    kind=st.sampled_from(KINDS),
)
def test_a_series_is_read_where_it_lies(
    data: st.DataObject, grid: Geometry, syntax: str, kind: tuple[int, int, int]
) -> None:
    cases.append("DICOM series")
    labels, right_mm, left_mm = data.draw(painted(grid))
    names = data.draw(st.permutations(range(grid.shape[0])))
    image = image_on(grid, "uint8" if kind[0] == 8 else "int16" if kind[2] else "uint16")
    bright, dark = marked(labels, image)
    with tempfile.TemporaryDirectory() as folder:
        read = files.read_volume(write_plain(Path(folder, "series"), bright, syntax, kind, names))
    check_painted(marks(read, dark), right_mm, left_mm)
    assert np.array_equal(np.sort(read.array, axis=None), np.sort(bright.array, axis=None))


@cases_of(6, shrinks=False)
@given(data=st.data(), grid=stacks(600))
def test_an_enhanced_image_is_read_where_it_lies(data: st.DataObject, grid: Geometry) -> None:
    cases.append("enhanced DICOM")
    labels, right_mm, left_mm = data.draw(painted(grid))
    order = data.draw(st.permutations(range(grid.shape[0])))
    bright, dark = marked(labels, image_on(grid, "uint8"))
    image = Volume(bright.array * 3 - 1000, grid)  # as its header will say

    def exactly(k: int, frame: Dataset) -> None:
        measures = Dataset()
        measures.PixelSpacing = [f"{mm:.8g}" for mm in grid.spacing_mm[1:]]
        measures.SliceThickness = f"{grid.spacing_mm[0]:.8g}"
        frame.PixelMeasuresSequence = [measures]

    with tempfile.TemporaryDirectory() as folder:
        read = files.read_volume(dicom_files.write_multi_frame(Path(folder, "a.dcm"), image, list(order), exactly))
    check_painted(marks(Volume((read.array.astype(np.int32) + 1000) // 3, read.geometry), dark), right_mm, left_mm)


@cases_of(15, shrinks=False)
@given(data=st.data(), grid=stacks(14))
def test_a_segmentation_is_found_on_its_series(data: st.DataObject, grid: Geometry) -> None:
    cases.append("DICOM SEG")
    with tempfile.TemporaryDirectory() as folder:
        names = data.draw(st.permutations(range(grid.shape[0])))
        image = image_on(grid, "uint16")
        series = dicom.only_series(
            write_plain(Path(folder, "series"), image, ExplicitVRLittleEndian, (16, 16, 0), names)
        )
        read = dicom.read_series(series)
        labels, right_mm, left_mm = data.draw(painted(read.geometry))
        path = dicom.write_dicom_seg(Path(folder, "seg.dcm"), labels, series, HEART_4)
        ours, theirs = files.read_labels(path), highdicom.seg.segread(path)
    check_painted(ours, right_mm, left_mm)
    # By another library, frame by frame: each labeled pixel at the place that its own frame tells.
    matrix = theirs.get_volume(segment_numbers=[LEFT, RIGHT], combine_segments=True)
    for number, point_mm in ((RIGHT, right_mm), (LEFT, left_mm)):
        (index,) = np.argwhere(matrix.array == number)
        assert np.abs(matrix.map_reference_to_indices(point_mm[None])[0] - index).max() <= 0.51


@cases_of(15, shrinks=False)
@given(data=st.data(), grid=stacks(20))
def test_the_same_labels_as_dicom_and_as_nifti_lie_at_the_same_place(data: st.DataObject, grid: Geometry) -> None:
    cases.append("DICOM SEG and NIfTI")
    with tempfile.TemporaryDirectory() as folder:
        image = image_on(grid, "uint16")
        names = list(range(grid.shape[0]))
        series = dicom.only_series(
            write_plain(Path(folder, "series"), image, ExplicitVRLittleEndian, (16, 16, 0), names)
        )
        read = dicom.read_series(series)
        count = int(np.prod(read.geometry.shape))
        labels = Volume(((np.arange(count) * 7919) % 5).reshape(read.geometry.shape).astype(np.uint8), read.geometry)
        seg = files.read_labels(dicom.write_dicom_seg(Path(folder, "seg.dcm"), labels, series, HEART_4))
        plain = files.read_labels(files.write_labels(Path(folder, "seg.nii.gz"), labels))
    assert np.array_equal(seg.array, plain.array)
    assert seg.geometry.same_grid(plain.geometry, tolerance_mm=0.02 * min(grid.spacing_mm))
