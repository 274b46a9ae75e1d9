"""Function of hearts that beat: known ejection fractions come back, whatever the phases are called."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk
from PIL import Image
from scipy import ndimage

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, LV, MM_WHS, MYO
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation.heart_function import Flicker, heart_function, volume_interval
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import FunctionJob, PhasesJob
from CrossModalitySegLib.phantoms.patient import make_patient
from CrossModalitySegLib.recipes.function import run
from CrossModalitySegLib.recipes.phases import run as run_phases

PHASES = 8


def heart(seed: int) -> Volume:
    """The label map at 3 mm of a virtual patient."""
    _, raw = make_patient("ct", seed, size_mm=(130, 130, 130), spacing_mm=3.0)
    values = np.zeros(raw.array.shape, np.uint8)
    for structure in HEART_4.structures:
        values[np.isin(raw.array, structure.raw_values[MM_WHS])] = structure.value
    return Volume(values, raw.geometry)


def beating(labels: Volume, ef: float, phase: int, phases: int = PHASES) -> Volume:
    """``labels`` at ``phase`` 0.. of a beat in which the cavity loses the share ``ef`` of its volume.

    The cavity shrinks toward its middle, by the same factor in all directions, and muscle takes its place: so the
    ejection fraction is known without counting voxels.
    """
    blood = labels.array == LV.value
    middle = np.argwhere(blood).mean(axis=0)
    factor = 1 - ef * math.sin(math.pi * phase / phases) ** 2
    shrink = factor ** (1 / 3)
    index = np.indices(labels.array.shape, dtype=np.float64)
    inner = ndimage.map_coordinates(
        blood.astype(np.float32), [m + (i - m) / shrink for m, i in zip(middle, index, strict=True)], order=1
    )
    found = labels.array.copy()
    found[blood] = MYO.value
    found[inner >= 0.5] = LV.value
    return Volume(found, labels.geometry)


def write_beat(folder: Path, labels: Volume, ef: float) -> list[Path]:
    return [
        write_labels(folder / f"phase-{number + 1}.nii.gz", beating(labels, ef, number), HEART_4)
        for number in range(PHASES)
    ]


@pytest.mark.parametrize(("seed", "ef"), [(3, 0.25), (8, 0.65)])
def test_a_known_ejection_fraction_comes_back(tmp_path: Path, seed: int, ef: float) -> None:
    paths = write_beat(tmp_path / "beat", heart(seed), ef)
    result = run(FunctionJob(inputs=tuple(paths), out=tmp_path / "out"), Reporter())
    assert [path.name for path in result.outputs] == ["volumes.csv", "function.json", "volumes.png"]
    found = json.loads((tmp_path / "out" / "function.json").read_text())
    lv = found["ventricles"]["LV"]
    assert lv["ef_percent"] == pytest.approx(100 * ef, abs=3)
    assert (lv["ed_phase"], lv["es_phase"]) == (1, PHASES // 2 + 1)
    assert lv["stroke_ml"] == pytest.approx(lv["edv_ml"] - lv["esv_ml"], abs=0.02)
    with (tmp_path / "out" / "volumes.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [int(line["phase"]) for line in lines] == list(range(1, PHASES + 1))
    assert max(float(line["LV_ml"]) for line in lines) == lv["edv_ml"]
    assert found["lv_mass_g"] == pytest.approx(1.05 * float(lines[0]["Myo_ml"]), abs=0.02)
    # Where the beat turns round, a thin layer is of one phase alone.
    assert 0 < found["flicker"]["LV"] < 0.03
    with Image.open(tmp_path / "out" / "volumes.png") as curve:
        assert curve.width > 1000
    with pytest.raises(UserError) as failure:
        run(FunctionJob(inputs=tuple(paths), out=tmp_path / "out"), Reporter())
    assert failure.value.code is Code.EXISTS


FLAT = (1, 24, 24)
UPRIGHT = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, -1.0, 0.0)
OBLIQUE = (0.8, 0.0, 0.6, 0.0, 1.0, 0.0, -0.6, 0.0, 0.8)


def slices(folder: Path, *geometries: Geometry) -> tuple[Path, ...]:
    """A label map of each grid, with a square of LV that shrinks from one to the next."""
    paths = []
    for number, geometry in enumerate(geometries):
        array = np.zeros(geometry.shape, np.uint8)
        array[:, 4 : 18 - 4 * number, 4:18] = LV.value
        paths.append(write_labels(folder / f"phase-{number + 1}.nii.gz", Volume(array, geometry), HEART_4))
    return tuple(paths)


@pytest.mark.parametrize(
    "other",
    [
        Geometry(FLAT, (8.0, 2.0, 2.0), (0.0, 0.0, 16.0)),
        Geometry(FLAT, (8.0, 2.0, 2.0), direction=OBLIQUE),
        Geometry((24, 24, 24), (2.0, 2.0, 2.0), (500.0, 0.0, 0.0)),
    ],
    ids=["parallel slices", "crossing slices", "far away"],
)
def test_different_views_are_no_beat(tmp_path: Path, other: Geometry) -> None:
    first = Geometry(FLAT if other.shape == FLAT else (24, 24, 24), other.spacing_mm)
    paths = slices(tmp_path / "views", first, other)
    with pytest.raises(UserError, match="shows another view than") as failure:
        run(FunctionJob(inputs=paths, out=tmp_path / "out"), Reporter())
    assert failure.value.code is Code.BAD_LABELS
    assert not list((tmp_path / "out").glob("*"))


def test_a_view_may_be_cut_or_stored_otherwise() -> None:
    whole = Geometry((20, 24, 24), (2.0, 2.0, 2.0))
    assert whole.same_view(Geometry((6, 24, 24), (2.0, 2.0, 2.0), (1.0, 1.0, 20.0)))
    assert whole.same_view(Geometry((24, 20, 24), (2.0, 2.0, 2.0), (0.0, 46.0, 0.0), UPRIGHT)), "axes in another order"
    assert not whole.same_view(Geometry((6, 24, 24), (2.0, 2.0, 2.0), (0.0, 0.0, 41.0)))


def test_single_slices_are_no_heart(tmp_path: Path) -> None:
    paths = slices(tmp_path / "beat", *[Geometry(FLAT, (8.0, 2.0, 2.0))] * 3)
    run(FunctionJob(inputs=paths, out=tmp_path / "out"), Reporter())
    (finding,) = json.loads((tmp_path / "out" / "function.json").read_text())["findings"]
    assert finding.startswith("The phases are single slices")
    paths = slices(tmp_path / "volumes", *[Geometry((20, 24, 24), (2.0, 2.0, 2.0))] * 3)
    run(FunctionJob(inputs=paths, out=tmp_path / "out2"), Reporter())
    assert json.loads((tmp_path / "out2" / "function.json").read_text())["findings"] == []


def test_the_right_ventricle_where_it_is_marked() -> None:
    beat = [{"LV": 100.0, "RV": 120.0, "Myo": 0.0}, {"LV": 50.0, "RV": 90.0, "Myo": 0.0}]
    found = heart_function(beat, HEART_7)
    assert {name: one.ef_percent for name, one in found.ventricles.items()} == {"LV": 50.0, "RV": 25.0}
    assert heart_function(beat, HEART_4).ventricles.keys() == {"LV"}
    assert found.lv_mass_g is None


def test_a_phase_in_which_the_ventricle_is_missing_is_not_the_end_of_systole() -> None:
    found = heart_function([{"LV": 120.0, "Myo": 100.0}, {"LV": 60.0}, {"LV": 0.0, "Myo": 90.0}], HEART_4)
    assert (found.ventricles["LV"].es_phase, found.ventricles["LV"].ef_percent) == (2, 50.0)
    assert found.findings == ("LV is missing in phases 3, which do not count for its function.",)


def test_phases_that_hardly_differ_are_told() -> None:
    still = heart_function([{"LV": 100.0, "RV": 120.0}, {"LV": 99.8, "RV": 60.0}], HEART_7)
    assert [finding.split(",")[0] for finding in still.findings] == [
        "The volume of LV differs by 0.2 % between the phases"
    ]
    assert heart_function([{"LV": 100.0}, {"LV": 95.0}], HEART_4).findings == ()


def test_the_interval_holds_every_heart_with_that_dice() -> None:
    """Blocks that are too large at the one end of the beat and too small at the other, as wrong as Dice allows."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        edv, esv = rng.uniform(60, 250), rng.uniform(20, 60)
        true_ed, true_es = edv * rng.uniform(0.7, 1.4), esv * rng.uniform(0.7, 1.4)
        # One inside the other: the best Dice that two such volumes can have.
        dice = [2 * min(a, b) / (a + b) for a, b in ((edv, true_ed), (esv, true_es))]
        found = heart_function([{"LV": edv}, {"LV": esv}], HEART_4, [{"LV": dice[0]}, {"LV": dice[1]}])
        low, high = found.ventricles["LV"].ef_interval_percent or (0, 0)
        assert low - 0.01 <= 100 * max(0.0, 1 - true_es / true_ed) <= high + 0.01
    assert volume_interval(80.0, 1.0) == (80.0, 80.0)
    assert (
        heart_function([{"LV": 2.0}, {"LV": 1.0}], HEART_4, [{"LV": 0.9}, None]).ventricles["LV"].ef_interval_percent
        is None
    )


def test_flicker_counts_what_changes_for_one_phase_and_no_more() -> None:
    still = np.zeros((4, 4, 4), np.uint8)
    still[:2] = LV.value
    flash = still.copy()
    flash[0, 0, 0] = 0
    flicker = Flicker(HEART_4)
    flicker.add(still, flash, still)
    flicker.add(flash, still, still)
    assert flicker.shares() == {"LV": 1 / (31 + 32)}


def test_phases_follow_their_numbers_and_grids_may_differ(tmp_path: Path) -> None:
    paths = []
    for number, side in ((10, 6), (9, 8), (2, 7)):
        array = np.zeros((12 + (number == 9), 12, 12), np.uint8)
        array[2 : 2 + side, 2:8, 2:8] = LV.value
        path = tmp_path / "beat" / f"p{number}.nii.gz"
        paths.append(write_labels(path, Volume(array, Geometry(array.shape, (2.0, 2.0, 2.0)))))
    run(FunctionJob(inputs=tuple(paths), out=tmp_path / "out"), Reporter())
    found = json.loads((tmp_path / "out" / "function.json").read_text())
    assert found["flicker"] is None
    assert (found["ventricles"]["LV"]["ed_phase"], found["ventricles"]["LV"]["es_phase"]) == (2, 1)
    with pytest.raises(UserError, match="single phase"):
        run(FunctionJob(inputs=(paths[0],), out=tmp_path / "one"), Reporter())


def write_nifti(path: Path, array: np.ndarray, affine: np.ndarray) -> Path:
    nib.save(nib.Nifti1Image(array, affine), path)
    return path


def write_sequence(path: Path, array: np.ndarray, affine: np.ndarray) -> Path:
    """As 3D Slicer saves a sequence: one voxel holds all phases. (i, j, k, t) in, LPS."""
    image = sitk.GetImageFromArray(np.ascontiguousarray(array.transpose(2, 1, 0, 3)), isVector=True)
    image.SetSpacing(np.diag(affine)[:3].tolist())
    image.SetOrigin((-affine[0, 3], -affine[1, 3], affine[2, 3]))
    image.SetDirection((-1, 0, 0, 0, -1, 0, 0, 0, 1))
    sitk.WriteImage(image, str(path))
    return path


@pytest.mark.integration
@pytest.mark.parametrize(("name", "write"), [("beat.nii.gz", write_nifti), ("beat.seq.nrrd", write_sequence)])
def test_phases_of_a_time_series(tmp_path: Path, name: str, write: Callable[..., Path]) -> None:
    array = np.random.default_rng(0).integers(0, 900, (5, 6, 7, 11)).astype(np.int16)
    affine = np.diag([1.5, 2.0, 2.5, 1.0])
    affine[:3, 3] = (-10, 20, 30)
    result = run_phases(PhasesJob(input=write(tmp_path / name, array, affine), out=tmp_path / "out"), Reporter())
    assert [path.name[-16:] for path in result.outputs][::10] == ["_phase-01.nii.gz", "_phase-11.nii.gz"]
    for number, path in enumerate(result.outputs):
        stored = nib.load(path)
        assert np.array_equal(np.asarray(stored.dataobj), array[..., number])
        assert np.allclose(stored.affine, affine)
        read_volume(path)


@pytest.mark.integration
def test_what_is_not_a_time_series_is_refused(tmp_path: Path) -> None:
    still = write_nifti(tmp_path / "still.nii.gz", np.zeros((4, 4, 4), np.int16), np.eye(4))
    one = write_nifti(tmp_path / "one.nii.gz", np.zeros((4, 4, 4, 1), np.int16), np.eye(4))
    (tmp_path / "text.nii").write_text("no image")
    for path in (still, one, tmp_path / "text.nii", tmp_path / "gone.nii"):
        with pytest.raises(UserError) as failure:
            run_phases(PhasesJob(input=path, out=tmp_path / "out"), Reporter())
        assert failure.value.code is Code.BAD_INPUT
