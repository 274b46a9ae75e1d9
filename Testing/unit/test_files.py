"""Reading and writing volumes and label maps: nothing is lost on the way, and bad files are told in a sentence."""

from __future__ import annotations

import gzip
import struct
import tempfile
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from CrossModalitySegLib import anatomy
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import files, nifti
from CrossModalitySegLib.images.volume import Volume


def ramp(shape: tuple[int, int, int] = (3, 4, 5), dtype: type = np.int16) -> Volume:
    return Volume(
        np.arange(np.prod(shape)).reshape(shape).astype(dtype), Geometry(shape, (3.0, 1.5, 0.5), (-10.0, 20.0, 30.5))
    )


def refused(code: Code, read: object, *arguments: object) -> str:
    """The sentence with which ``read`` refuses; it names the file and ends with a remedy."""
    with pytest.raises(UserError) as caught:
        read(*arguments)  # type: ignore[operator]
    assert caught.value.code == code
    assert caught.value.remedy.endswith(".") and str(arguments[0]) in caught.value.sentence
    return caught.value.sentence


@st.composite
def grids(draw: st.DrawFn) -> Geometry:
    """Any axis order and flip, turned by any rotation."""
    axes = np.eye(3)[:, list(draw(st.permutations(range(3))))] * [draw(st.sampled_from([-1, 1])) for _ in range(3)]
    turned = Rotation.from_rotvec([draw(st.floats(-1, 1)) for _ in range(3)]).as_matrix() @ axes
    spacing = [draw(st.floats(0.3, 5)) for _ in range(3)]
    origin = [draw(st.floats(-300, 300)) for _ in range(3)]
    shape = [draw(st.integers(1, 6)) + (axis == 0) for axis in range(3)]
    return Geometry(tuple(shape), tuple(spacing), tuple(origin), tuple(turned.ravel()))  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(
    grid=grids(),
    suffix=st.sampled_from([".nii.gz", ".nii", ".nrrd", ".mha"]),
    dtype=st.sampled_from([np.int16, np.float32]),
)
def test_any_grid_survives_every_format(grid: Geometry, suffix: str, dtype: type) -> None:
    volume = Volume(np.arange(np.prod(grid.shape)).reshape(grid.shape).astype(dtype), grid)
    with tempfile.TemporaryDirectory() as folder:
        back = files.read_volume(files.write_volume(Path(folder) / f"ä b{suffix}", volume))
        assert [path.name for path in Path(folder).iterdir()] == [f"ä b{suffix}"]
    assert back.array.dtype == dtype and np.array_equal(back.array, volume.array)
    assert back.geometry.same_grid(grid, tolerance_mm=2e-3)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [(np.uint8, np.int16), (np.uint16, np.int16), (np.int32, np.int16), (np.float64, np.float32)],
)
def test_other_voxel_types_become_int16_or_float32(tmp_path: Path, stored: type, expected: type) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(ramp(dtype=stored).array), str(tmp_path / "a.nrrd"))
    array = files.read_volume(tmp_path / "a.nrrd").array
    assert array.dtype == expected and array.max() == 59


def test_large_integers_are_not_cut_off(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(np.array([[[0, 60_000]]], dtype=np.uint16)), str(tmp_path / "a.mha"))
    assert files.read_volume(tmp_path / "a.mha").array.max() == 60_000


def write_nifti(path: Path, **fields: tuple[int, str, tuple[float, ...]]) -> Path:
    """A small NIfTI file with some header fields (offset, format, values) overwritten."""
    files.write_volume(path, ramp(dtype=np.float32))
    data = bytearray(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
    for offset, form, values in fields.values():
        struct.pack_into("<" + form, data, offset, *values)
    path.write_bytes(gzip.compress(bytes(data)) if path.suffix == ".gz" else bytes(data))
    return path


def test_a_text_file_is_not_an_image(tmp_path: Path) -> None:
    for name in ("a.nii.gz", "a.nii", "a.nrrd", "a.mha", "a.txt"):
        (tmp_path / name).write_text("this is not an image\n" * 100)
        refused(Code.BAD_INPUT, files.read_volume, tmp_path / name)
    assert "is not an image" in refused(Code.BAD_INPUT, files.read_volume, tmp_path / "a.nii.gz")
    assert "does not exist" in refused(Code.BAD_INPUT, files.read_volume, tmp_path / "b.nii.gz")
    (tmp_path / "empty.nii").write_bytes(b"")
    refused(Code.BAD_INPUT, files.read_volume, tmp_path / "empty.nii")


@pytest.mark.parametrize("suffix", [".nii.gz", ".nii", ".nrrd", ".mha"])
@pytest.mark.parametrize("kept", [0.6, 0.95])
def test_a_truncated_file_is_refused(tmp_path: Path, suffix: str, kept: float) -> None:
    noise = np.random.default_rng(0).integers(-1000, 1000, (8, 9, 10)).astype(np.int16)
    path = files.write_volume(tmp_path / f"a{suffix}", Volume(noise, Geometry(noise.shape, (1, 1, 1))))
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    sentence = refused(Code.BAD_INPUT, files.read_volume, path)
    assert "incomplete" in sentence


@pytest.mark.parametrize(
    ("image", "word"),
    [
        (sitk.Image([5, 5, 5, 2], sitk.sitkFloat32), "four-dimensional"),
        (sitk.Image([5, 5, 5], sitk.sitkVectorUInt8, 3), "color"),
        (sitk.GetImageFromArray(np.full((2, 3, 4), 7.0)), "same value"),
        (sitk.GetImageFromArray(np.array([[[0, np.nan, 1]]])), "NaN"),
        (sitk.GetImageFromArray(np.array([[[0, 1, np.inf]]], dtype=np.float32)), "infinity"),
        (sitk.GetImageFromArray(np.array([[[0, 1, 1e200]]])), "infinity"),
    ],
)
def test_images_of_another_kind_are_refused(tmp_path: Path, image: sitk.Image, word: str) -> None:
    for name in ("a.nii.gz", "a.nrrd"):
        sitk.WriteImage(image, str(tmp_path / name))
        assert word in refused(Code.BAD_INPUT, files.read_volume, tmp_path / name)


@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd", ".mha"])
def test_two_axes_are_one_slice(tmp_path: Path, suffix: str) -> None:
    image = sitk.GetImageFromArray(ramp().array[0])
    image.SetSpacing((0.5, 1.5))
    sitk.WriteImage(image, str(tmp_path / f"a{suffix}"))
    volume = files.read_volume(tmp_path / f"a{suffix}")
    assert np.array_equal(volume.array, ramp().array[:1])
    assert volume.geometry.spacing_mm == pytest.approx((1.0, 1.5, 0.5))


def test_a_plain_image_is_not_a_volume(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(ramp(dtype=np.uint8).array[0]), str(tmp_path / "a.png"))
    assert "2D image" in refused(Code.BAD_INPUT, files.read_volume, tmp_path / "a.png")


@pytest.mark.parametrize("spacing", [(0.0, 1.0, 1.0), (float("nan"), 1.0, 1.0), (1e5, 1.0, 1.0), (1.0, 1.0, 0.01)])
@pytest.mark.parametrize("suffix", [".nii", ".nii.gz"])
def test_absurd_spacing_in_nifti_is_refused(tmp_path: Path, spacing: tuple[float, ...], suffix: str) -> None:
    path = write_nifti(tmp_path / f"a{suffix}", pixdim=(80, "3f", spacing), codes=(252, "2h", (0, 0)))
    assert "spacing" in refused(Code.BAD_INPUT, files.read_volume, path)


def test_absurd_spacing_in_nrrd_and_metaimage_is_refused(tmp_path: Path) -> None:
    voxels = np.arange(8, dtype="<f4").tobytes()
    common = (
        "type: float\ndimension: 3\nsizes: 2 2 2\nencoding: raw\nendian: little\nspace: left-posterior-superior\nspace "
        "origin: (0,0,0)\n"
    )
    (tmp_path / "a.nrrd").write_bytes(
        f"NRRD0004\n{common}space directions: (0,0,0) (0,1,0) (0,0,1)\n\n".encode() + voxels
    )
    header = (
        "ObjectType = Image\nNDims = 3\nBinaryData = True\nElementSpacing = 25 1 1\nDimSize = 2 2 2\nElementType = "
        "MET_FLOAT\nElementDataFile = LOCAL\n"
    )
    (tmp_path / "a.mha").write_bytes(header.encode() + voxels)
    for name in ("a.nrrd", "a.mha"):
        assert "spacing" in refused(Code.BAD_INPUT, files.read_volume, tmp_path / name)


def test_axes_that_nearly_coincide_are_refused(tmp_path: Path) -> None:
    path = write_nifti(
        tmp_path / "a.nii", codes=(252, "2h", (0, 1)), sform=(280, "12f", (1, 3, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0))
    )
    assert "perpendicular" in refused(Code.BAD_INPUT, files.read_volume, path)


def test_a_folder_without_dicom_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    assert "no DICOM" in refused(Code.BAD_INPUT, files.read_volume, tmp_path)


RAW = np.array([[[0, 205, 420, 421], [500, 820, 550, 600], [850, 0, 0, 0]]])
INDICES = np.array([[[0, 1, 2, 2], [3, 4, 0, 0], [0, 0, 0, 0]]])


@pytest.mark.parametrize("dtype", [np.int16, np.uint16, np.int32, np.float32, np.float64])
def test_raw_values_become_class_indices(tmp_path: Path, dtype: type) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(RAW.astype(dtype)), str(tmp_path / "a.nii.gz"))
    labels = files.read_labels(tmp_path / "a.nii.gz")
    assert labels.array.dtype == np.uint8
    assert np.array_equal(labels.array, INDICES)


def test_class_indices_stay(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(INDICES.astype(np.int16)), str(tmp_path / "a.nrrd"))
    assert np.array_equal(files.read_labels(tmp_path / "a.nrrd").array, INDICES)


@pytest.mark.parametrize(
    ("value", "word"), [(7, "7"), (-1, "-1"), (0.5, "fractions"), (1e6, "1e+06"), (float("nan"), "nan")]
)
def test_unknown_label_values_are_named(tmp_path: Path, value: float, word: str) -> None:
    array = RAW.astype(np.float64)
    array[0, 2, 3] = value
    sitk.WriteImage(sitk.GetImageFromArray(array), str(tmp_path / "a.nrrd"))
    assert word in refused(Code.BAD_LABELS, files.read_labels, tmp_path / "a.nrrd")


def label_map(*indices: int) -> Volume:
    """A label map in an oblique grid that holds the given class indices."""
    array = np.zeros((3, 4, 5), dtype=np.uint8)
    array.flat[: len(indices)] = indices
    turned = Rotation.from_euler("zyx", [10, 20, 30], degrees=True).as_matrix()
    return Volume(array, Geometry(array.shape, (3.0, 1.5, 0.5), (1, 2, 3), tuple(turned.ravel())))


@pytest.mark.parametrize("suffix", [".seg.nrrd", ".nii.gz", ".nrrd", ".mha"])
@pytest.mark.parametrize("indices", [(1, 2, 3, 4), (3,), ()])
def test_labels_read_back(tmp_path: Path, suffix: str, indices: tuple[int, ...]) -> None:
    labels = label_map(*indices)
    back = files.read_labels(files.write_labels(tmp_path / f"a{suffix}", labels, reference_name="ct.nii.gz"))
    assert np.array_equal(back.array, labels.array) and back.geometry.same_grid(labels.geometry)


def test_slicer_finds_four_coded_segments(tmp_path: Path) -> None:
    header = sitk.ReadImage(str(files.write_labels(tmp_path / "a.seg.nrrd", label_map(3), reference_name="ct.nii.gz")))
    assert not header.HasMetaDataKey("Segment4_ID")
    for number, structure in enumerate(anatomy.HEART_4.structures):
        field = {
            key: header.GetMetaData(f"Segment{number}_{key}")
            for key in ("ID", "Name", "LabelValue", "Layer", "Extent", "Color", "Tags")
        }
        assert (field["ID"], field["Name"], field["LabelValue"], field["Layer"]) == (
            structure.name,
            structure.title,
            str(structure.value),
            "0",
        )
        # The whole grid, also for the empty ones: Slicer clips the shared layer to the first segment's extent.
        assert field["Extent"] == "0 4 0 3 0 2"
        assert np.allclose([float(v) * 255 for v in field["Color"].split()], structure.color, atol=0.01)
        terms = dict(tag.split(":", 1) for tag in field["Tags"].split("|") if tag)["TerminologyEntry"].split("~")
        assert len(terms) == 7
        assert terms[1] == "SCT^123037004^Anatomical Structure"
        assert terms[2] == f"SCT^{structure.code}^{structure.meaning}"
    assert header.GetMetaData("ReferenceImage") == "ct.nii.gz"


def slicer_segmentation(path: Path, segments: list[tuple[str, int, int, str]]) -> Path:
    """A two-layer segmentation as Slicer saves it: (name, layer, label value, tags) each."""
    array = np.zeros((2, 3, 4, 2), dtype=np.uint8)
    array[0, 0, :2, 0] = (1, 2)
    array[0, 0, 1:3, 1] = 1
    image = sitk.GetImageFromArray(array, isVector=True)
    for number, (name, layer, value, tags) in enumerate(segments):
        for key, text in (
            ("ID", f"Segment_{number}"),
            ("Name", name),
            ("Layer", str(layer)),
            ("LabelValue", str(value)),
            ("Tags", tags),
        ):
            image.SetMetaData(f"Segment{number}_{key}", text)
    sitk.WriteImage(image, str(path))
    return path


def test_segments_are_identified_by_name_or_code_in_any_layer(tmp_path: Path) -> None:
    coded = "TerminologyEntry:x~SCT^123037004^Anatomical Structure~SCT^87878005^Left ventricle~^^~x~^^~^^|"
    path = slicer_segmentation(
        tmp_path / "a.seg.nrrd", [("myo", 0, 2, ""), ("Left Atrium", 0, 1, ""), ("blood", 1, 1, coded)]
    )
    # Where layers overlap the myocardium wins over the blood.
    assert files.read_labels(path).array[0, 0].tolist() == [anatomy.LA.value, anatomy.MYO.value, anatomy.LV.value, 0]


@pytest.mark.parametrize("start", [(0, 0, 0), (1, 2, 1)])
def test_a_cropped_segmentation_goes_back_to_the_grid_of_its_image(tmp_path: Path, start: tuple[int, int, int]) -> None:
    """As Slicer writes it where it saves the part with segments only."""
    array = np.zeros((4, 5, 6), dtype=np.uint8)
    array[1:3, 2:4, 1:5] = 3
    labels = Volume(array, Geometry(array.shape, (3.0, 1.5, 0.5), (1, 2, 3), label_map().geometry.direction))
    whole = sitk.ReadImage(str(files.write_labels(tmp_path / "a.seg.nrrd", labels)))
    part = whole[start[2] : 5, start[1] : 4, start[0] : 3]
    for key in whole.GetMetaDataKeys():
        part.SetMetaData(key, whole.GetMetaData(key))
    sitk.WriteImage(part, str(tmp_path / "part.seg.nrrd"))
    back = files.read_labels(tmp_path / "part.seg.nrrd")
    assert np.array_equal(back.array, array) and back.geometry.same_grid(labels.geometry)


@pytest.mark.parametrize("numbers", ["1e99;" * 22, "1;" * 19 + "0;1;1e15;", "0;" * 22, "1;" * 21 + "e-;"])
def test_a_grid_of_the_image_that_cannot_be_is_refused(tmp_path: Path, numbers: str) -> None:
    whole = sitk.ReadImage(str(files.write_labels(tmp_path / "a.seg.nrrd", label_map())))
    whole.SetMetaData("Segmentation_ConversionParameters", f"Reference image geometry|{numbers}|&")
    sitk.WriteImage(whole, str(tmp_path / "b.seg.nrrd"))
    assert "damaged" in refused(Code.BAD_LABELS, files.read_labels, tmp_path / "b.seg.nrrd")


def test_an_unknown_segment_is_named(tmp_path: Path) -> None:
    path = slicer_segmentation(tmp_path / "a.seg.nrrd", [("Tumor", 0, 1, "")])
    assert "Tumor" in refused(Code.BAD_LABELS, files.read_labels, path)


def test_a_segment_in_a_layer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "damaged" in refused(
        Code.BAD_LABELS, files.read_labels, slicer_segmentation(tmp_path / "a.seg.nrrd", [("LV", 2, 1, "")])
    )


def test_grids_are_compared_to_a_tenth_of_a_voxel() -> None:
    image, names = ramp(), (Path("image.nii"), Path("label.nii"))
    shifted = [
        Volume(image.array, Geometry(image.geometry.shape, image.geometry.spacing_mm, (-10.0, 20.0, 30.5 + shift)))
        for shift in (0.02, 0.2)
    ]
    files.check_same_grid(image, shifted[0], *names)
    for other in (shifted[1], ramp((3, 4, 6))):
        with pytest.raises(UserError, match=r"label\.nii.*image\.nii") as caught:
            files.check_same_grid(image, other, *names)
        assert caught.value.code == Code.BAD_LABELS


def test_a_folder_is_made_and_proven_writable(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "results"
    assert files.writable_folder(folder) == folder
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        if folder.anchor and (folder.parts[1] != "proc" or Path("/proc").is_dir()):
            refused(Code.NO_PERMISSION, files.writable_folder, folder)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    refused(Code.BAD_INPUT, lambda path: files.write_labels(path, label_map(1)), tmp_path / "a.png")


@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd"])
@pytest.mark.parametrize("cut", [200, 0])
def test_a_half_written_file_never_takes_the_place_of_a_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int, suffix: str
) -> None:
    path = files.write_volume(tmp_path / f"a{suffix}", ramp())
    good, by_itk, as_nifti = path.read_bytes(), sitk.WriteImage, nifti.write

    def full_disk(image: sitk.Image, name: str, **options: object) -> None:
        by_itk(image, name, **options)
        Path(name).write_bytes(Path(name).read_bytes()[:cut])

    def full_disk_too(path: Path, volume: Volume) -> None:
        as_nifti(path, volume)
        path.write_bytes(path.read_bytes()[:cut])

    monkeypatch.setattr(sitk, "WriteImage", full_disk)
    monkeypatch.setattr(nifti, "write", full_disk_too)
    refused(Code.DISK_FULL, lambda path: files.write_volume(path, ramp((4, 5, 6))), path)
    assert path.read_bytes() == good
    assert list(tmp_path.iterdir()) == [path]


def test_a_sequence_of_slicer_is_a_time_series_and_no_color_image(tmp_path: Path) -> None:
    path = tmp_path / "beat.seq.nrrd"
    sitk.WriteImage(sitk.Compose([ramp().image(), ramp().image()]), str(path))
    assert "four-dimensional" in refused(Code.BAD_INPUT, files.read_volume, path)
