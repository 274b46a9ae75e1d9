"""NIfTI-1 and NIfTI-2, forms, shear and scaling, compared with nibabel."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import nibabel
import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import files, nifti
from CrossModalitySegLib.images.volume import Volume

ARRAY = np.random.default_rng(0).integers(-900, 900, (5, 6, 7)).astype(np.int16)
STRAIGHT = np.array([[-1.5, 0, 0, 40], [0, -2, 0, 50], [0, 0, 3, -60], [0, 0, 0, 1.0]])


def turned(affine: np.ndarray, degrees: float) -> np.ndarray:
    turn = np.eye(4)
    turn[:3, :3] = Rotation.from_euler("zyx", [degrees, 2 * degrees, -degrees], degrees=True).as_matrix()
    return turn @ affine


def sheared(amount: float) -> np.ndarray:
    """``amount`` of the slice direction leans toward the feet's side, as a gantry does."""
    lean = STRAIGHT.copy()
    lean[1, 2] += 3 * amount
    return lean


def save(
    path: Path,
    affine: np.ndarray = STRAIGHT,
    *,
    version: int = 1,
    qform: np.ndarray | None = None,
    codes: tuple[int, int] = (1, 2),
) -> Path:
    """A file that nibabel writes, ``codes`` of qform and sform."""
    image = (nibabel.Nifti1Image if version == 1 else nibabel.Nifti2Image)(ARRAY.T, None)
    image.set_qform(STRAIGHT if qform is None else qform, codes[0])
    image.set_sform(affine, codes[1])
    nibabel.save(image, path)
    return path


def nibabel_affine(path: Path) -> np.ndarray:
    """(3, 4), from (k, j, i) to LPS."""
    return (np.diag([-1, -1, 1, 1]) @ nibabel.load(path).affine)[:3][:, [2, 1, 0, 3]]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("codes", [(1, 0), (0, 1), (2, 4), (1, 1)])
def test_the_grid_is_that_of_nibabel(tmp_path: Path, version: int, codes: tuple[int, int]) -> None:
    path = save(tmp_path / "a.nii.gz", turned(STRAIGHT, 20), version=version, qform=turned(STRAIGHT, -35), codes=codes)
    volume = files.read_volume(path)
    assert np.array_equal(volume.array, ARRAY)
    assert np.allclose(volume.geometry.index_to_physical, nibabel_affine(path), atol=1e-4)


def test_the_sform_wins_and_a_disagreement_is_reported(tmp_path: Path) -> None:
    other, notes = STRAIGHT.copy(), []
    other[:3, 3] += (40, -30, 25)
    volume = files.read_volume(save(tmp_path / "a.nii.gz", STRAIGHT, qform=other), notes.append)
    assert volume.geometry.origin_mm == pytest.approx((-40, -50, -60))
    assert len(notes) == 1 and "40 mm apart; the sform counts" in notes[0]
    files.read_volume(save(tmp_path / "b.nii.gz"), notes.append)
    assert len(notes) == 1, "nothing is reported where they agree"


@pytest.mark.parametrize("shear", [0.0, 0.0005, 0.2])
def test_a_result_carries_the_forms_and_codes_of_its_input(tmp_path: Path, shear: float) -> None:
    other = turned(STRAIGHT, 10)
    volume = files.read_volume(save(tmp_path / "a.nii.gz", sheared(shear), qform=other, codes=(3, 4)))
    labels = Volume((volume.array > 0).astype(np.uint8), volume.geometry)
    before, after = (
        nibabel.load(path).header for path in (tmp_path / "a.nii.gz", files.write_labels(tmp_path / "b.nii.gz", labels))
    )
    for key in (
        "qform_code",
        "sform_code",
        "quatern_b",
        "quatern_c",
        "quatern_d",
        "qoffset_x",
        "srow_x",
        "srow_y",
        "srow_z",
    ):
        assert np.array_equal(before[key], after[key]), key
    assert np.array_equal(before["pixdim"][:4], after["pixdim"][:4])


def test_another_grid_does_not_carry_them(tmp_path: Path) -> None:
    volume = files.read_volume(save(tmp_path / "a.nii.gz")).part((slice(1, 4), slice(0, 3), slice(2, 7)))
    back = files.read_volume(files.write_volume(tmp_path / "b.nii.gz", volume))
    assert back.geometry.same_grid(volume.geometry) and back.geometry.origin_mm != pytest.approx((-40, -50, -60))


def test_what_is_written_is_read_by_nibabel(tmp_path: Path) -> None:
    nibabel = pytest.importorskip("nibabel")
    direction = tuple(
        (Rotation.from_euler("xyz", [30, -40, 170], degrees=True).as_matrix() @ np.diag([1, -1, 1])).ravel()
    )
    volume = Volume(ARRAY, Geometry(ARRAY.shape, (3.0, 2.0, 1.5), (1, 2, 3), direction))
    image = nibabel.load(files.write_volume(tmp_path / "a.nii.gz", volume))
    assert np.array_equal(image.get_fdata().T, ARRAY)
    assert np.allclose(nibabel_affine(tmp_path / "a.nii.gz"), volume.geometry.index_to_physical, atol=1e-4)
    assert np.allclose(image.get_qform(), image.get_sform(), atol=1e-4)


def test_a_tiny_shear_takes_the_nearest_perpendicular_axes_with_a_note(tmp_path: Path) -> None:
    notes: list[str] = []
    grid = files.read_volume(save(tmp_path / "a.nii.gz", sheared(0.0005), codes=(0, 1)), notes.append).geometry
    assert grid.shear < 1e-12 and grid.origin_mm == pytest.approx((-40, -50, -60))
    assert np.abs(grid.index_to_physical - nibabel_affine(tmp_path / "a.nii.gz")).max() < 0.0005 * 3
    assert len(notes) == 1 and "0.029 degrees" in notes[0]


@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd", ".mha"])
def test_a_real_shear_stays_and_is_reported(tmp_path: Path, suffix: str) -> None:
    axes = np.eye(3)
    axes[:, 2] = np.array([0, 0.25, 1]) / np.hypot(0.25, 1)
    grid = Geometry(ARRAY.shape, (3.0, 2.0, 1.5), (1, 2, 3), tuple(axes.ravel()))
    notes: list[str] = []
    back = files.read_volume(files.write_volume(tmp_path / f"a{suffix}", Volume(ARRAY, grid)), notes.append)
    assert np.array_equal(back.array, ARRAY) and back.geometry.same_grid(grid)
    assert len(notes) == 1 and "14 degrees" in notes[0] and "tilted gantry" in notes[0]
    assert grid.voxel_ml == pytest.approx(0.009 * np.cos(np.arctan(0.25)))


@pytest.mark.parametrize(("stored", "name"), [("a.nii", "b.nii.gz"), ("a.nii.gz", "b.nii")])
def test_the_ending_may_be_wrong(tmp_path: Path, stored: str, name: str) -> None:
    files.write_volume(tmp_path / stored, Volume(ARRAY, Geometry(ARRAY.shape, (1, 1, 1)))).rename(tmp_path / name)
    assert np.array_equal(files.read_volume(tmp_path / name).array, ARRAY)


def patched(path: Path, offset: int, form: str, *values: float) -> Path:
    files.write_volume(path, Volume(ARRAY, Geometry(ARRAY.shape, (1, 1, 1))))
    data = bytearray(path.read_bytes())
    struct.pack_into("<" + form, data, offset, *values)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("slope", "intercept", "expected"),
    [(2.0, -1024.0, 2.0 * ARRAY - 1024), (0.0, 5.0, ARRAY), (float("nan"), 0.0, ARRAY)],
)
def test_scaling_is_applied(tmp_path: Path, slope: float, intercept: float, expected: np.ndarray) -> None:
    assert np.allclose(nifti.read(patched(tmp_path / "a.nii", 112, "2f", slope, intercept)).array, expected)


def test_micrometers_are_read_as_such(tmp_path: Path) -> None:
    assert nifti.read(patched(tmp_path / "a.nii", 123, "B", 3)).geometry.spacing_mm == pytest.approx((1e-3,) * 3)


def test_big_endian_files_are_read(tmp_path: Path) -> None:
    nibabel = pytest.importorskip("nibabel")
    nibabel.save(nibabel.Nifti1Image(ARRAY.T, STRAIGHT, nibabel.Nifti1Header(endianness=">")), tmp_path / "a.nii")
    assert (tmp_path / "a.nii").read_bytes()[:4] == b"\0\0\1\x5c"
    assert np.array_equal(files.read_volume(tmp_path / "a.nii").array, ARRAY)


def test_without_forms_a_note_states_what_is_assumed(tmp_path: Path) -> None:
    notes: list[str] = []
    grid = files.read_volume(patched(tmp_path / "a.nii", 252, "2h", 0, 0), notes.append).geometry
    assert grid.same_grid(Geometry(ARRAY.shape, (1, 1, 1)))
    assert "does not state how its voxels lie" in notes[0]


@pytest.mark.parametrize(
    ("offset", "form", "values", "word"),
    [
        (40, "8h", (3, 7, 6, 9, 1, 1, 1, 1), "incomplete"),
        (40, "8h", (3, 7, 6, 4, 1, 1, 1, 1), "incomplete or more"),
        (40, "8h", (3, 7, -6, 5, 1, 1, 1, 1), "damaged"),
        (40, "8h", (4, 7, 6, 1, 5, 1, 1, 1), "four-dimensional"),
        (40, "8h", (3, 32767, 32767, 32767, 1, 1, 1, 1), "does not fit into memory"),
        (70, "h", (128,), "color"),
        (70, "h", (77,), "damaged"),
        (108, "f", (float("nan"),), "damaged"),
        (280, "f", (float("nan"),), "not a number"),
        (344, "4s", (b"ni1",), "two files"),
    ],
)
def test_a_header_that_lies_is_refused(tmp_path: Path, offset: int, form: str, values: tuple, word: str) -> None:
    path = patched(tmp_path / "a.nii", offset, form, *values)
    if word == "incomplete or more":  # a few bytes too many may be padding
        assert nifti.read(path).array.shape == (4, 6, 7)
        return
    with pytest.raises(UserError, match=word) as caught:
        files.read_volume(path)
    assert str(path) in caught.value.sentence


def test_no_more_is_unzipped_than_the_header_promises(tmp_path: Path) -> None:
    path = files.write_volume(tmp_path / "a.nii", Volume(ARRAY, Geometry(ARRAY.shape, (1, 1, 1))))
    (tmp_path / "b.nii.gz").write_bytes(gzip.compress(path.read_bytes() + bytes(300 << 20), 1))
    with pytest.raises(UserError, match="more voxels than its header states"):
        files.read_volume(tmp_path / "b.nii.gz")


def test_a_header_that_promises_the_moon_reserves_no_memory(tmp_path: Path) -> None:
    path = patched(tmp_path / "a.nii", 40, "8h", 3, 1000, 1000, 1000, 1, 1, 1, 1)
    (tmp_path / "b.nii.gz").write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(UserError, match="incomplete") as caught:
        files.read_volume(tmp_path / "b.nii.gz")
    assert caught.value.code is Code.BAD_INPUT
