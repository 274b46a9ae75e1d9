"""Padding and what was not scanned count nowhere: neither in the statistics of a network's input, nor in the
localizer's view, nor as noise.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.images.coarse import coarse
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import files
from CrossModalitySegLib.images.io.checks import checked
from CrossModalitySegLib.images.modality import guess_modality
from CrossModalitySegLib.images.noise import noise_level
from CrossModalitySegLib.images.preprocessing import heart_box, prepare
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.settings import Preprocessing

BOX = Preprocessing(spacing_mm=4.0, size_px=64, depth_px=32)


@pytest.fixture(scope="module")
def ct() -> Volume:
    image = make_patient("ct", 4, spacing_mm=3.0)[0]
    return Volume(np.clip(np.round(image.array), -1024, 3071).astype(np.int16), image.geometry)


def circle(volume: Volume, share: float = 1.0) -> np.ndarray:
    """What lies within a round field of view."""
    _, rows, columns = volume.array.shape
    y, x = np.ogrid[:rows, :columns]
    within = ((y - rows / 2) / rows) ** 2 + ((x - columns / 2) / columns) ** 2 < (share / 2) ** 2
    return np.broadcast_to(within, volume.array.shape)


def padded(volume: Volume, value: float) -> Volume:
    array = volume.array if np.isfinite(value) and abs(value) < 32768 else volume.array.astype(np.float32)
    return Volume(np.where(circle(volume), array, np.array(value, dtype=array.dtype)), volume.geometry)


@pytest.mark.parametrize(
    "value", [-1025, -1500, -2000, -3024, -8192, -32768, 32767, -1e6, -3.4e38, float("nan"), float("-inf")]
)
def test_padding_of_ct_changes_nothing_within_the_field(ct: Volume, value: float) -> None:
    notes: list[str] = []
    found = checked(padded(ct, value), "a.nii", notes.append)
    within = circle(ct)
    assert np.array_equal(found.scanned, within) and np.array_equal(found.array[within], ct.array[within])
    assert set(np.unique(found.array[~within])) <= {-1024, ct.array.min()}, "no padding is left to do harm"
    assert guess_modality(found) == "ct"
    assert len(notes) == 1 and "a.nii" in notes[0] and "outside the scanned field" in notes[0]
    # The same scan whose rim says by itself that nothing was there.
    bare = Volume(found.array, ct.geometry, within)
    box = heart_box(ct.geometry.center_mm, BOX)
    assert np.allclose(prepare(found, box, BOX).array, prepare(bare, box, BOX).array, atol=1e-6)
    assert np.array_equal(coarse(found, 8.0)[1], coarse(bare, 8.0)[1])


def test_what_lies_within_the_field_looks_as_without_padding(ct: Volume) -> None:
    """Rows and columns that the circle does not cut have the mean and spread that they alone have, rims do not
    darken.
    """
    found = checked(padded(ct, -32768), "a.nii")
    box = heart_box(ct.geometry.center_mm, BOX)
    with_padding, without = prepare(found, box, BOX), prepare(ct, box, BOX)
    assert with_padding.scanned is not None
    inside = with_padding.scanned
    # Normalization differs by a shift and a factor; after both are taken away the same tissue has the same value.
    slope, offset = np.polyfit(without.array[inside], with_padding.array[inside], 1)
    assert abs(with_padding.array[inside].mean()) < 1e-3 and abs(with_padding.array[inside].std() - 1) < 1e-3
    rest = np.abs(with_padding.array - (slope * without.array + offset))[inside]
    assert np.percentile(rest, 98) < 0.05
    view, field = coarse(found, 8.0)
    assert not field.all() and not view.array[~field].any()
    assert np.allclose(
        view.array[field], coarse(Volume(ct.array, ct.geometry, circle(ct)), 8.0)[0].array[field], atol=1e-5
    )


def test_ordinary_ct_stays_as_it_is(ct: Volume) -> None:
    notes: list[str] = []
    found = checked(ct, "a.nii", notes.append)
    assert found.scanned is None and found.array is ct.array and not notes


def test_noise_below_air_is_clipped_and_no_padding(ct: Volume) -> None:
    array = ct.array.copy()
    array.flat[:: array.size // 50] = -1200
    array.flat[5 :: array.size // 50] = 20_000  # and metal
    found = checked(Volume(array, ct.geometry), "a.nii")
    assert found.scanned is None and (found.array.min(), found.array.max()) == (-1024, 3071)


@pytest.mark.parametrize("value", [-1, -1024, -32768, float("nan")])
def test_padding_of_mr(value: float) -> None:
    mr = make_patient("mr", 4, spacing_mm=4.0)[0]
    mr = Volume(np.round(mr.array).astype(np.int16), mr.geometry)
    found = checked(padded(mr, value), "a.nii")
    assert np.array_equal(found.scanned, circle(mr)) and guess_modality(found) == "mr"
    assert found.array[~circle(mr)].max() == mr.array[circle(mr)].min()
    assert checked(mr, "a.nii").scanned is None, "zero is what scanners write around the body"


@pytest.mark.parametrize(
    "array", [np.random.default_rng(0).normal(size=(9, 9, 9)), np.arange(-30, 33).reshape(7, 3, 3)]
)
def test_values_on_no_scale_are_left_alone(array: np.ndarray) -> None:
    found = checked(Volume(array, Geometry(array.shape, (1, 1, 1))), "a.nii")
    assert found.scanned is None and np.allclose(found.array, array)


@pytest.mark.parametrize(("place", "value"), [((4, 30, 30), np.nan), ((4, 30, 30), -np.inf), ((0, 0, 0), np.inf)])
def test_what_is_not_a_number_within_the_field_is_refused(
    ct: Volume, place: tuple[int, int, int], value: float
) -> None:
    array = ct.array.astype(np.float32)
    array[place] = value
    with pytest.raises(UserError, match=r"a\.nii contains voxels that are not finite"):
        checked(Volume(array, ct.geometry), "a.nii")


def test_nan_in_a_file_is_masked_with_a_note(tmp_path: Path, ct: Volume) -> None:
    notes: list[str] = []
    found = files.read_volume(files.write_volume(tmp_path / "a.nrrd", ct), notes.append)
    assert found.scanned is None and not notes
    import SimpleITK as sitk

    for suffix in (".nii.gz", ".nrrd", ".mha"):
        sitk.WriteImage(padded(ct, float("nan")).image(), str(tmp_path / f"b{suffix}"))
        found = files.read_volume(tmp_path / f"b{suffix}", notes.append)
        assert np.array_equal(found.scanned, circle(ct))
    assert len(notes) == 3 and all("not a number" in note for note in notes)


def test_padding_has_no_noise() -> None:
    image = np.random.default_rng(0).normal(0, 5, (4, 64, 64))
    within = np.zeros(image.shape, dtype=bool)
    within[:, 20:44, 20:44] = True
    image[~within] = -1024
    assert noise_level(image) == 0
    assert noise_level(image, within) == pytest.approx(5, rel=0.15)
    assert noise_level(image, np.zeros_like(within)) == 0
