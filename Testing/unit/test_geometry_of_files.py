"""What was painted at a place in the patient is found there again, on the same side, by us and by other programs: every
format, any grid, both byte orders.
"""

from __future__ import annotations

import gzip
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nibabel
import numpy as np
import pytest
import SimpleITK as sitk
from grids import LEFT, RIGHT, cases, cases_of, check_painted, grids, image_on, offset_px, painted, reoriented
from hypothesis import given
from hypothesis import strategies as st

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import files
from CrossModalitySegLib.images.io.isolated import Reader
from CrossModalitySegLib.images.io.phases import read_phases
from CrossModalitySegLib.images.volume import Volume

SUFFIXES = st.sampled_from([".seg.nrrd", ".nii.gz", ".nii", ".nrrd", ".mha"])
VOLUMES = st.sampled_from([".nii.gz", ".nii", ".nrrd", ".mha"])
KINDS = st.sampled_from(["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"])
LPS = np.diag([-1.0, -1.0, 1.0, 1.0])


@pytest.fixture(autouse=True)
def _case_count(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(cases)
    yield
    request.node.user_properties.append(("cases", len(cases) - before))


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


def in_ras(volume: Volume) -> np.ndarray:
    """The 4x4 matrix from (i, j, k) to RAS, as nibabel has it."""
    matrix = np.eye(4)
    matrix[:3] = volume.geometry.index_to_physical[:, [2, 1, 0, 3]]
    return LPS @ matrix


def by_nibabel(path: Path) -> Volume:
    """What nibabel finds: the voxels, and the grid by its matrix."""
    image = nibabel.load(path)
    affine = (LPS @ image.affine)[:3]
    spacing = np.linalg.norm(affine[:, :3], axis=0)
    array = np.asarray(image.dataobj).T
    axes = tuple((affine[:, :3] / spacing).ravel())
    return Volume(array, Geometry(array.shape, tuple(spacing[::-1]), tuple(affine[:, 3]), axes))  # type: ignore[arg-type]


@cases_of(60)
@given(st.data(), grids(), SUFFIXES)
def test_a_label_returns_in_every_format(data: st.DataObject, grid: Geometry, suffix: str) -> None:
    cases.append("label")
    labels, right_mm, left_mm = data.draw(painted(grid))
    with tempfile.TemporaryDirectory() as folder:
        back = files.read_labels(files.write_labels(Path(folder, f"a{suffix}"), labels))
    check_painted(back, right_mm, left_mm)
    assert np.array_equal(back.array, labels.array), "lossless: not only near"
    assert back.geometry.same_grid(grid, tolerance_mm=0.01 * min(grid.spacing_mm))


@cases_of(30)
@given(st.data(), grids(), SUFFIXES)
def test_other_programs_find_the_label_there(data: st.DataObject, grid: Geometry, suffix: str) -> None:
    cases.append("label for others")
    labels, right_mm, left_mm = data.draw(painted(grid))
    with tempfile.TemporaryDirectory() as folder:
        path = files.write_labels(Path(folder, f"a{suffix}"), labels)
        found = [Volume.of(sitk.ReadImage(str(path)))] + ([by_nibabel(path)] if ".nii" in suffix else [])
    for one in found:
        check_painted(one, right_mm, left_mm)


@cases_of(60)
@given(grids(), VOLUMES, KINDS)
def test_an_image_returns_voxel_by_voxel(reader: Reader, grid: Geometry, suffix: str, kind: str) -> None:
    cases.append("image")
    image = image_on(grid, kind)
    with tempfile.TemporaryDirectory() as folder:
        back = reader.volume(files.write_volume(Path(folder, f"a{suffix}"), image))
    assert np.array_equal(back.array, image.array)
    assert back.geometry.same_grid(grid, tolerance_mm=0.01 * min(grid.spacing_mm))


@cases_of(60)
@given(
    data=st.data(),
    grid=grids(far_mm=500),
    kind=st.sampled_from(["int16", "uint16", "int32", "float32", "float64"]),
    form=st.sampled_from(["sform", "qform", "both"]),
    order=st.sampled_from("<>"),
    two=st.booleans(),
    ending=st.sampled_from([".nii", ".nii.gz"]),
)
def test_nifti_of_another_program(
    data: st.DataObject, grid: Geometry, kind: str, form: str, order: str, two: bool, ending: str
) -> None:
    cases.append("NIfTI of others")
    labels, right_mm, left_mm = data.draw(painted(grid))
    header = (nibabel.Nifti2Header if two else nibabel.Nifti1Header)(endianness=order)
    header.set_data_dtype(np.dtype(kind).newbyteorder(order))
    image = (nibabel.Nifti2Image if two else nibabel.Nifti1Image)(labels.array.T.astype(kind), None, header)
    if form != "qform":
        image.set_sform(in_ras(labels), 1)
    if form != "sform":
        image.set_qform(in_ras(labels), 1)
    else:
        image.set_qform(None, 0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        nibabel.save(image, path)
        assert by_nibabel(path).geometry.same_grid(grid, tolerance_mm=0.05 * min(grid.spacing_mm))
        check_painted(files.read_labels(path), right_mm, left_mm, slack_px=0.05)
        noted: list[str] = []
        assert np.array_equal(files.read_volume(path, noted.append).array, labels.array)
        assert not any("apart" in note for note in noted)


@cases_of(60)
@given(
    data=st.data(),
    grid=grids(),
    kind=st.sampled_from([("short", "i2"), ("ushort", "u2"), ("int", "i4"), ("float", "f4"), ("double", "f8")]),
    order=st.sampled_from("<>"),
    space=st.sampled_from(
        ["left-posterior-superior", "LPS", "right-anterior-superior", "RAS", "left-anterior-superior"]
    ),
    zipped=st.booleans(),
    detached=st.booleans(),
)
def test_nrrd_of_another_program(
    data: st.DataObject, grid: Geometry, kind: tuple[str, str], order: str, space: str, zipped: bool, detached: bool
) -> None:
    cases.append("NRRD of others")
    labels, right_mm, left_mm = data.draw(painted(grid))
    signs = {"l": [1, 1, 1], "L": [1, 1, 1], "r": [-1, -1, 1], "R": [-1, -1, 1]}[space[0]]
    if space == "left-anterior-superior":
        signs = [1, -1, 1]
    matrix = np.diag(signs) @ grid.index_to_physical[:, [2, 1, 0, 3]]
    vectors = [f"({','.join(repr(float(value)) for value in column)})" for column in matrix.T]
    lines = [
        "NRRD0004",
        f"type: {kind[0]}",
        "dimension: 3",
        f"space: {space}",
        f"sizes: {' '.join(map(str, grid.shape[::-1]))}",
        f"space directions: {' '.join(vectors[:3])}",
        "kinds: domain domain domain",
        f"endian: {'little' if order == '<' else 'big'}",
        f"encoding: {'gzip' if zipped else 'raw'}",
        f"space origin: {vectors[3]}",
        *(["data file: a.raw"] if detached else []),
    ]
    voxels = labels.array.astype(order + kind[1]).tobytes()
    voxels = gzip.compress(voxels) if zipped else voxels
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.nhdr" if detached else "a.nrrd")
        text = "\n".join([*lines, "", ""]).encode()
        path.write_bytes(text if detached else text + voxels)
        if detached:
            path.with_name("a.raw").write_bytes(voxels)
        check_painted(files.read_labels(path), right_mm, left_mm)


@cases_of(40)
@given(
    data=st.data(),
    grid=grids(),
    order=st.sampled_from("<>"),
    kind=st.sampled_from(["short", "ushort", "int", "float", "double"]),
    detached=st.booleans(),
)
def test_metaimage_of_another_program(
    data: st.DataObject, grid: Geometry, order: str, kind: str, detached: bool
) -> None:
    cases.append("MetaImage of others")
    labels, right_mm, left_mm = data.draw(painted(grid))
    dtype = {"short": "i2", "ushort": "u2", "int": "i4", "float": "f4", "double": "f8"}[kind]
    axes = np.array(grid.direction).reshape(3, 3)
    fields = {
        "ObjectType": "Image",
        "NDims": 3,
        "BinaryData": True,
        "BinaryDataByteOrderMSB": order == ">",
        "CompressedData": False,
        "TransformMatrix": " ".join(repr(float(value)) for value in axes.T.ravel()),
        "Offset": " ".join(map(repr, grid.origin_mm)),
        "ElementSpacing": " ".join(map(repr, grid.spacing_mm[::-1])),
        "DimSize": " ".join(map(str, grid.shape[::-1])),
        "ElementType": f"MET_{kind.upper()}",
        "ElementDataFile": "a.raw" if detached else "LOCAL",
    }
    header = "".join(f"{key} = {value}\n" for key, value in fields.items()).encode()
    voxels = labels.array.astype(order + dtype).tobytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.mhd" if detached else "a.mha")
        path.write_bytes(header if detached else header + voxels)
        if detached:
            path.with_name("a.raw").write_bytes(voxels)
        check_painted(files.read_labels(path), right_mm, left_mm)


ORDERS = st.tuples(st.permutations(range(3)).map(tuple), st.tuples(*[st.booleans()] * 3))


@cases_of(40)
@given(data=st.data(), grid=grids(), how=ORDERS, suffix=SUFFIXES)
def test_a_reoriented_copy_holds_the_same(
    data: st.DataObject, grid: Geometry, how: tuple[tuple[int, ...], tuple[bool, ...]], suffix: str
) -> None:
    cases.append("reoriented copy")
    labels, right_mm, left_mm = data.draw(painted(grid))
    other = reoriented(labels, *how)
    check_painted(other, right_mm, left_mm)
    with tempfile.TemporaryDirectory() as folder:
        back = files.read_labels(files.write_labels(Path(folder, f"a{suffix}"), other))
    assert np.array_equal(back.array, other.array)
    assert np.array_equal(back.resampled(grid, "nearest").array, labels.array)


@cases_of(30)
@given(data=st.data(), grid=grids(slices=(5, 40)), crop=st.tuples(*[st.floats(0, 1)] * 6))
def test_a_segmentation_that_slicer_has_cropped_goes_back_onto_its_grid(
    data: st.DataObject, grid: Geometry, crop: tuple[float, ...]
) -> None:
    cases.append("cropped .seg.nrrd")
    labels, right_mm, left_mm = data.draw(painted(grid))
    found = np.argwhere(labels.array)
    low = (found.min(axis=0) * np.array(crop[:3])).astype(int)
    high = np.array(grid.shape) - ((np.array(grid.shape) - 1 - found.max(axis=0)) * np.array(crop[3:])).astype(int)
    with tempfile.TemporaryDirectory() as folder:
        path = files.write_labels(Path(folder, "a.seg.nrrd"), labels)
        image = sitk.ReadImage(str(path))
        part = image[tuple(slice(int(first), int(last)) for first, last in zip(low[::-1], high[::-1], strict=True))]
        for key in image.GetMetaDataKeys():
            part.SetMetaData(key, image.GetMetaData(key))
        sitk.WriteImage(part, str(path), useCompression=True)
        back = files.read_labels(path)
    assert np.array_equal(back.array, labels.array)
    check_painted(back, right_mm, left_mm)


@cases_of(30)
@given(
    data=st.data(), grid=grids(slices=(5, 60), far_mm=500), ending=st.sampled_from([".nii.gz", ".nrrd", ".seq.nrrd"])
)
def test_the_phases_of_a_time_series_lie_where_it_lies(data: st.DataObject, grid: Geometry, ending: str) -> None:
    cases.append("phases")
    labels, right_mm, left_mm = data.draw(painted(grid))
    beats = [labels.array, np.flip(labels.array, 0) * 0 + 1, labels.array * 2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        if ending == ".nii.gz":
            image = nibabel.Nifti1Image(np.stack(beats).astype(np.int16).T, in_ras(labels))
            image.set_qform(in_ras(labels), 1)
            nibabel.save(image, path)
        elif ending == ".nrrd":
            series = sitk.JoinSeries([grid.stamp(sitk.GetImageFromArray(one.astype(np.int16))) for one in beats])
            sitk.WriteImage(series, str(path))
        else:
            vector = sitk.GetImageFromArray(np.stack(beats, axis=-1).astype(np.int16), isVector=True)
            sitk.WriteImage(grid.stamp(vector), str(path))
        found = list(read_phases(path))
    assert len(found) == 3
    assert all(np.array_equal(one.array, beat) for one, beat in zip(found, beats, strict=True))
    check_painted(found[0], right_mm, left_mm, slack_px=0.05)


def with_forms(path: Path, sform: np.ndarray | None, qform: np.ndarray | None, units: int = 2) -> Path:
    """A NIfTI time series of two phases with these matrices (None: code 0), of which the qform may be elsewhere."""
    image = nibabel.Nifti1Image(np.arange(2 * 60, dtype=np.int16).reshape(5, 4, 3, 2), np.eye(4))
    image.set_sform(sform, 0 if sform is None else 1)
    image.set_qform(qform, 0 if qform is None else 1)
    image.header["xyzt_units"] = units
    nibabel.save(image, path)
    return path


@pytest.mark.parametrize("which", ["both", "sform", "qform", "none", "metres"])
def test_phases_and_volumes_of_one_file_lie_at_the_same_place(which: str, tmp_path: Path) -> None:
    """A time series is placed by the form by which a volume is placed."""
    one = np.diag([2.0, 3.0, 4.0, 1.0])
    one[:3, 3] = [-10, 20, 30]
    other = one.copy()
    other[:3, 3] += [0, 15, 0]
    forms = {"both": (one, other), "sform": (one, None), "qform": (None, one), "none": (None, None)}
    sform, qform = forms.get(which, (one, one))
    if which == "metres":
        sform, qform = (matrix @ np.diag([1, 1, 1, 1]) for matrix in (sform, qform))
        sform[:3] /= 1000
        qform[:3] /= 1000
    path = with_forms(tmp_path / "beat.nii.gz", sform, qform, units=1 if which == "metres" else 2)
    phases = list(read_phases(path))
    single = nibabel.load(path)
    first = nibabel.Nifti1Image(np.asarray(single.dataobj)[..., 0], None, single.header)
    nibabel.save(first, tmp_path / "first.nii.gz")
    expected = files.read_volume(tmp_path / "first.nii.gz")
    assert np.array_equal(phases[0].array, expected.array)
    assert phases[0].geometry.same_grid(expected.geometry), (phases[0].geometry, expected.geometry)
    assert len(phases) == 2 and phases[1].geometry.same_grid(expected.geometry)


def test_a_time_series_of_nifti_2_and_one_of_tiny_shear_are_read(tmp_path: Path) -> None:
    """ITK refuses both."""
    array = np.arange(2 * 60, dtype=np.int16).reshape(5, 4, 3, 2)
    nibabel.save(nibabel.Nifti2Image(array, np.diag([2.0, 3.0, 4.0, 1.0])), tmp_path / "two.nii")
    sheared = np.diag([2.0, 3.0, 4.0, 1.0])
    sheared[1, 0] = 0.001
    image = nibabel.Nifti1Image(array, None)
    image.set_sform(sheared, 1)
    nibabel.save(image, tmp_path / "sheared.nii")
    for name in ("two.nii", "sheared.nii"):
        phases = list(read_phases(tmp_path / name))
        assert [one.array.sum() for one in phases] == [array[..., 0].sum(), array[..., 1].sum()]
        assert phases[0].geometry.spacing_mm == pytest.approx((4, 3, 2), rel=1e-3)


def test_a_damaged_time_series_ends_the_process_that_reads_it_and_no_other(reader: Reader, tmp_path: Path) -> None:
    """Its header is looked at before ITK's parser, which writes beyond its memory at this one."""
    vectors = " ".join(["(1,0,0)"] * 9)
    lines = ["NRRD0004", "type: short", "dimension: 4", "space: left-posterior-superior", "sizes: 2 2 2 2"]
    text = "\n".join([*lines, f"space directions: {vectors}", "encoding: raw", "endian: little", "", ""])
    (tmp_path / "a.nrrd").write_bytes(text.encode() + bytes(32))
    with pytest.raises(UserError, match="damaged"):
        reader.phases(tmp_path / "a.nrrd")


def test_a_rounded_half_turn_is_a_half_turn(tmp_path: Path) -> None:
    """About an axis between two of the patient's, in the four bytes of a header, at the end of 600 slices."""
    axes = np.array([[0, -1, 0], [-1, 0, 0], [0, 0, -1]], dtype=float)
    grid = Geometry((600, 2, 2), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), tuple(axes.ravel()))
    image = nibabel.Nifti1Image(image_on(grid).array.T, None)
    image.set_qform(in_ras(image_on(grid)), 1)
    nibabel.save(image, tmp_path / "a.nii")
    found = files.read_volume(tmp_path / "a.nii").geometry
    assert found.same_grid(grid, tolerance_mm=1e-3), np.abs(found.physical(np.array([599, 1, 1])))


def test_a_nifti_half_turn_keeps_its_sides(tmp_path: Path) -> None:
    """Where the quaternion's first part is zero, a rounded sign turns the patient round."""
    for axes in (np.diag([-1, -1, 1]), np.diag([-1, 1, -1]), np.diag([1, -1, -1])):
        grid = Geometry((3, 4, 5), (1.0, 2.0, 3.0), (7.0, 8.0, 9.0), tuple(axes.astype(float).ravel()))
        labels = np.zeros(grid.shape, np.uint8)
        labels[0, 1, 0], labels[2, 2, 4] = (RIGHT, LEFT) if axes[0, 0] > 0 else (LEFT, RIGHT)
        path = files.write_labels(tmp_path / "a.nii", Volume(labels, grid))
        content = bytearray(path.read_bytes())
        struct.pack_into("<h", content, 254, 0)  # the qform alone
        path.write_bytes(content)
        for found in (files.read_labels(path), by_nibabel(path)):
            assert offset_px(found, RIGHT, grid.physical(np.argwhere(labels == RIGHT)[0])) < 0.01
            assert offset_px(found, LEFT, grid.physical(np.argwhere(labels == LEFT)[0])) < 0.01
