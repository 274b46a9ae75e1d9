"""Virtual patients: plausible anatomy, honest geometry, reproducible, never shared between groups, resumable."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from CrossModalitySegLib import anatomy
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.datasets.split import PAPER_TEST_NUMBERS
from CrossModalitySegLib.images.datasets.split import test_numbers as held_out_numbers
from CrossModalitySegLib.images.modality import guess_modality
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import CohortJob
from CrossModalitySegLib.phantoms import make_patient, volumes_ml
from CrossModalitySegLib.phantoms.anatomies import LabeledHeart, anatomy_files, assign_anatomies
from CrossModalitySegLib.phantoms.heart import NORMAL_ML, RAW_VALUES, ParametricHeart
from CrossModalitySegLib.phantoms.patient import Pose, normal_heart
from CrossModalitySegLib.phantoms.write import subject_paths, write_subject, written_subject
from CrossModalitySegLib.recipes import cohort, pool

SMALL_MM = (120.0, 120.0, 120.0)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "heart_anatomies"


@pytest.fixture(scope="module", params=[("ct", 3), ("ct", 4), ("mr", 3), ("mr", 4)], ids=lambda p: f"{p[0]}{p[1]}")
def patient(request: pytest.FixtureRequest) -> tuple[str, Volume, Volume]:
    modality, seed = request.param
    return modality, *make_patient(modality, seed)


@pytest.mark.parametrize("scale", [0.94, 1.06])
def test_a_normal_heart_exists_for_the_smallest_and_the_largest_pose(scale: float) -> None:
    rng = np.random.default_rng(11)
    pose = Pose(rng, spread=0.06)
    pose.scale = scale
    assert isinstance(normal_heart(rng, pose), ParametricHeart)


def _value(label: Volume, *names: str) -> np.ndarray:
    return np.isin(label.array, [RAW_VALUES[name] for name in names])


def test_volumes_are_those_of_adults(patient: tuple[str, Volume, Volume]) -> None:
    for name, volume in volumes_ml(patient[2]).items():
        low, high = NORMAL_ML[name]
        assert 0.9 * low <= volume <= 1.1 * high, f"{name} measures {volume:.0f} ml"


@pytest.mark.parametrize("anatomy", [None, REAL / "heart_s00.nii.gz"], ids=["parametric", "real"])
def test_the_ascending_aorta_goes_on_to_the_arch_where_it_is_asked_to(anatomy: Path | None) -> None:
    if anatomy and not anatomy.exists():
        pytest.skip("../shared/data/heart_anatomies is not there")
    (image, short), (same, long) = (
        make_patient("ct", 5, (200, 120, 120), 3.0, anatomy, aorta_to_arch=one) for one in (False, True)
    )
    assert np.array_equal(image.array, same.array)
    aorta, longer = _value(short, "AA"), _value(long, "AA")
    assert np.array_equal(short.array[~longer], long.array[~longer]) and (aorta <= longer).all()

    def top_mm(mask: np.ndarray) -> float:
        return float(np.argwhere(mask)[:, 0].max()) * 3.0

    assert 9 <= top_mm(longer) - top_mm(aorta) <= 60
    assert ndimage.label(longer, np.ones((3, 3, 3)))[1] == 1
    # What is new is as bright as the rest: the lumen of the same vessel.
    assert abs(np.median(image.array[longer & ~aorta]) - np.median(image.array[aorta])) < 40


def test_raw_labels_are_those_of_mmwhs(patient: tuple[str, Volume, Volume]) -> None:
    label = patient[2]
    assert label.array.dtype == np.int16
    assert set(np.unique(label.array)) == {0, *RAW_VALUES.values()}
    assert set(np.unique(label.array)) <= set(anatomy.HEART_4.raw_to_value(anatomy.MM_WHS))


def test_muscle_wraps_the_ventricle(patient: tuple[str, Volume, Volume]) -> None:
    label = patient[2]
    cavity = _value(label, "LV")
    shell = ndimage.binary_dilation(cavity) & ~cavity
    open_share = 1 - (shell & _value(label, "Myo", "LA", "AA")).sum() / shell.sum()
    assert (shell & _value(label, "Myo")).sum() / shell.sum() > 0.65
    assert open_share < 0.1


def test_every_structure_is_one_piece(patient: tuple[str, Volume, Volume]) -> None:
    for name in RAW_VALUES:
        parts, count = ndimage.label(_value(patient[2], name), structure=np.ones((3, 3, 3)))
        sizes = np.bincount(parts.ravel())[1:]
        assert count >= 1
        assert sizes.max() / sizes.sum() > 0.97, name


def test_the_heart_lies_as_in_people(patient: tuple[str, Volume, Volume]) -> None:
    label = patient[2]
    middle = {name: label.geometry.physical(np.argwhere(_value(label, name)).mean(0)) for name in RAW_VALUES}
    x, y, z = 0, 1, 2
    assert middle["RA"][x] < middle["AA"][x] < middle["LV"][x]  # from right to left
    assert middle["RV"][y] < middle["LV"][y] < middle["LA"][y]  # from front to back
    assert middle["LV"][z] < middle["LA"][z] < middle["AA"][z] < middle["PA"][z] + 25  # from foot to head


def test_image_and_label_share_a_grid(patient: tuple[str, Volume, Volume]) -> None:
    modality, image, label = patient
    assert image.geometry.same_grid(label.geometry)
    spacing = image.geometry.spacing_mm
    if modality == "ct":
        assert image.geometry.direction == (1, 0, 0, 0, 1, 0, 0, 0, 1)
        assert spacing == (2.0, 2.0, 2.0)
    else:
        assert 1.45 <= spacing[0] / spacing[1] <= 2.5
        assert np.linalg.det(np.array(image.geometry.direction).reshape(3, 3)) == pytest.approx(1)


def test_gray_values_follow_physics(patient: tuple[str, Volume, Volume]) -> None:
    modality, image, label = patient
    blood = float(np.median(image.array[_value(label, "LV")]))
    muscle = float(np.median(image.array[_value(label, "Myo")]))
    if modality == "ct":
        assert 280 <= blood <= 520
        assert 75 <= muscle <= 150
        assert image.array.min() >= -1024
    else:
        assert 1.6 <= blood / muscle <= 4.0
        assert image.array.min() >= 0


def test_same_seed_same_bytes_and_other_people_otherwise() -> None:
    first, again, other = (make_patient("ct", seed, SMALL_MM, 3.0) for seed in (5, 5, 6))
    assert [volume.array.tobytes() for volume in first] == [volume.array.tobytes() for volume in again]
    assert (first[1].array != other[1].array).any()
    mr, ct = (volumes_ml(make_patient(modality, 5, SMALL_MM, 3.0)[1]) for modality in ("mr", "ct"))
    assert any(abs(mr[name] - ct[name]) > 0.02 * ct[name] for name in ct)


def test_split_follows_the_papers_or_takes_the_last_fifth() -> None:
    assert held_out_numbers("ct", range(1001, 1021)) == {1003, 1008, 1014, 1019} == PAPER_TEST_NUMBERS["ct"]
    assert held_out_numbers("mr", range(1001, 1021)) == {1007, 1009, 1018, 1019}
    assert held_out_numbers("mr", range(1001, 1007)) == {1005, 1006}
    assert held_out_numbers("ct", [1001]) == {1001}
    assert held_out_numbers("ct", []) == set()


@given(anatomies=st.integers(4, 16), mr=st.integers(2, 24), ct=st.integers(2, 24), template=st.booleans())
def test_anatomies_are_never_shared_between_groups(anatomies: int, mr: int, ct: int, template: bool) -> None:
    files = [Path(f"heart_s{i:02d}.nii.gz") for i in range(anatomies)] + [Path("heart_template.nii.gz")] * template
    subjects = [("mr", 1001 + i) for i in range(mr)] + [("ct", 1001 + i) for i in range(ct)]
    chosen = assign_anatomies(files, subjects)
    assert set(chosen) == set(subjects)
    used: dict[tuple[str, bool], set[Path]] = {}
    for (modality, number), path in chosen.items():
        held_out = number in held_out_numbers(modality, [n for kind, n in subjects if kind == modality])
        used.setdefault((modality, held_out), set()).add(path)
    assert sum(map(len, used.values())) == len(set().union(*used.values()))
    template_users = {group for group, paths in used.items() if any("template" in path.name for path in paths)}
    assert template_users <= {("mr", False)}


def test_too_few_anatomies_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        assign_anatomies([Path("a.nii.gz")], [("mr", 1001), ("ct", 1001)])
    assert caught.value.code is Code.BAD_DATASET
    with pytest.raises(UserError):
        anatomy_files(tmp_path)


@pytest.mark.parametrize("share", [0.5, 0.0], ids=["half", "nothing"])
def test_a_volume_that_is_cut_short_as_it_is_written_is_no_subject(
    share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sitk.WriteImage

    def half(image: sitk.Image, path: str, **how: bool) -> None:
        whole(image, path, **how)
        os.truncate(path, int(os.path.getsize(path) * share))

    image, label = make_patient("ct", 5, (100, 100, 100), 5.0)
    monkeypatch.setattr(sitk, "WriteImage", half)
    with pytest.raises(OSError, match="No space left"):
        write_subject(tmp_path, "ct", 1001, image, label)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_anatomy_without_a_ventricle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.nii.gz"
    sitk.WriteImage(sitk.GetImageFromArray(np.ones((5, 5, 5), dtype=np.uint8)), str(path))
    with pytest.raises(UserError) as caught:
        make_patient("ct", 1, SMALL_MM, 4.0, path)
    assert caught.value.code is Code.BAD_LABELS


@pytest.mark.real
def test_a_real_anatomy_keeps_its_volumes() -> None:
    if not REAL.is_dir():
        pytest.skip("needs ../shared/data/heart_anatomies beside the repository")
    path = sorted(REAL.glob("heart_s*.nii.gz"))[0]
    _, label = make_patient("ct", 2, anatomy=path)
    source = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    ratios = [
        volumes_ml(label)[name] / ((source == value).sum() / 1000)
        for value, name in {1: "Myo", 3: "LV", 4: "AA"}.items()
    ]
    assert all(0.9**3 * 0.85 < ratio < 1.1**3 * 1.15 for ratio in ratios)
    middle = {name: label.geometry.physical(np.argwhere(_value(label, name)).mean(0)) for name in ("LA", "LV", "AA")}
    assert middle["LA"][1] > middle["LV"][1]
    assert middle["AA"][0] < middle["LV"][0]
    assert middle["AA"][2] > middle["LV"][2]


class _Watch(Reporter):
    """Remembers the stages and asks for a stop after the first subject if told to."""

    def __init__(self, stop: bool = False) -> None:
        super().__init__()
        self.stages: list[str] = []
        self._stop = stop

    def progress(self, fraction: float, stage: str) -> None:
        self.stages.append(stage)
        self.stop_requested = self._stop and len(self.stages) > 1


def test_a_stopped_cohort_resumes_and_ends_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 1)
    job = CohortJob(out=tmp_path / "a", mr=1, ct=2, size_mm=SMALL_MM, spacing_mm=4.0)
    stopped = cohort.run(job, _Watch(stop=True))
    assert stopped.stopped
    assert not (job.out / cohort.MANIFEST).exists()
    kept = subject_paths(job.out, "mr", 1001)[0]
    before = kept.stat().st_mtime_ns
    subject_paths(job.out, "ct", 1001)[0].parent.mkdir(exist_ok=True)
    subject_paths(job.out, "ct", 1001)[0].write_bytes(b"cut short")
    done = cohort.run(job, _Watch())
    assert not done.stopped
    assert kept.stat().st_mtime_ns == before
    manifest = json.loads((job.out / cohort.MANIFEST).read_text())
    assert [(s["modality"], s["number"]) for s in manifest["subjects"]] == [("mr", 1001), ("ct", 1001), ("ct", 1002)]
    assert {s["anatomy"] for s in manifest["subjects"]} == {"parametric"}
    assert set(manifest["subjects"][0]["volumes_ml"]) == set(RAW_VALUES)
    whole = job.model_copy(update={"out": tmp_path / "b"})
    cohort.run(whole, _Watch())
    for modality, number in (("mr", 1001), ("ct", 1002)):
        for one, two in zip(
            subject_paths(job.out, modality, number), subject_paths(whole.out, modality, number), strict=True
        ):
            assert one.read_bytes() == two.read_bytes()
    with pytest.raises(UserError) as caught:
        cohort.run(job.model_copy(update={"seed": 1}), _Watch())
    assert caught.value.code is Code.EXISTS


def test_a_cohort_of_which_subjects_are_removed_meanwhile_is_not_called_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 1)
    job = CohortJob(out=tmp_path / "a", mr=1, ct=1, size_mm=SMALL_MM, spacing_mm=4.0)

    class Removing(Reporter):
        def progress(self, fraction: float, stage: str) -> None:
            if stage.startswith("mr"):
                shutil.rmtree(job.out)

    with pytest.raises(UserError, match="mr_train_1001") as caught:
        cohort.run(job, Removing())
    assert caught.value.code is Code.GONE
    assert not (job.out / cohort.MANIFEST).exists()
    assert cohort.run(job, Reporter()).summary == {"mr": 1, "ct": 1}


@pytest.mark.integration
def test_several_processes_write_what_one_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 2)
    job = CohortJob(out=tmp_path, mr=2, ct=0, size_mm=SMALL_MM, spacing_mm=5.0, seed=3)
    assert cohort.run(job, Reporter()).summary == {"mr": 2, "ct": 0}
    image = Volume.of(sitk.ReadImage(str(subject_paths(tmp_path, "mr", 1002)[0])))
    again, _ = make_patient("mr", 3 * 100_000 + 1002, SMALL_MM, 5.0)
    assert (image.array == again.array).all()
    assert image.geometry.same_grid(again.geometry)
    assert not list(tmp_path.rglob(".*"))


def test_a_cohort_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        cohort.run(CohortJob(out=tmp_path, mr=0, ct=0), Reporter())


def test_varied_patients_differ_more_and_stay_hearts(tmp_path: Path) -> None:
    patients = [make_patient("ct", seed, (240.0, 220.0, 260.0), 4.0, varied=True) for seed in range(6)]
    assert len({image.geometry.shape for image, _ in patients}) > 1
    blood, ratios = [], []
    for image, label in patients:
        assert image.geometry.same_grid(label.geometry)
        assert set(np.unique(label.array)) <= {0, *RAW_VALUES.values()}
        assert all(a <= b for a, b in zip(image.geometry.shape, (60, 55, 65), strict=True))
        muscle, cavity = _value(label, "Myo"), _value(label, "LV")
        assert muscle.any() and cavity.any()
        blood.append(float(np.median(image.array[cavity])))
        ratios.append(float(muscle.sum() / cavity.sum()))
    assert max(blood) - min(blood) > 450 - 280  # which is all that usual contrast spans
    assert max(ratios) > 1.5 * min(ratios)


def test_a_varied_cohort_mixes_anatomies_and_parametric_hearts(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.nii.gz").touch()
    job = CohortJob(out=tmp_path / "out", mr=0, ct=9, anatomies=tmp_path, varied=True)
    orders = cohort.plan(job)
    assert [order.anatomy is None for order in orders] == [order.number % 3 == 0 for order in orders]
    assert {order.note.split()[1] for order in orders} == {"varied"}
    assert all(order.anatomy for order in cohort.plan(job.model_copy(update={"varied": False})))


def test_a_subject_in_which_a_bit_was_turned_is_made_again(tmp_path: Path) -> None:
    image, label = make_patient("ct", 3, size_mm=SMALL_MM, spacing_mm=5.0)
    write_subject(tmp_path, "ct", 1001, image, label, "virtual")
    assert written_subject(tmp_path, "ct", 1001, "virtual") is not None
    for path in subject_paths(tmp_path, "ct", 1001):
        whole = path.read_bytes()
        content = bytearray(whole)
        content[len(content) * 2 // 3] ^= 1
        path.write_bytes(content)
        assert written_subject(tmp_path, "ct", 1001, "virtual") is None
        path.write_bytes(whole)


def test_an_anatomy_may_have_the_values_of_mmwhs(tmp_path: Path) -> None:
    """A block of each structure; numbers that uint8 would fold into others are none of them."""
    labels = np.zeros((20, 20, 40), dtype=np.int16)
    for value in range(1, 8):
        labels[5:15, 5:15, 5 * value : 5 * value + 4] = value
    raw = np.array([0, 205, 420, 500, 820, 550, 600, 850], dtype=np.int16)[labels]
    found = []
    for name, array in (("own", labels), ("raw", raw), ("folded", labels + 256 * (labels > 0))):
        sitk.WriteImage(sitk.GetImageFromArray(array.astype(np.int16)), str(tmp_path / f"{name}.nii.gz"))
        if name == "folded":
            with pytest.raises(UserError, match="lacks Myo, LA") as caught:
                LabeledHeart(tmp_path / f"{name}.nii.gz", np.random.default_rng(0))
            assert caught.value.code == Code.BAD_LABELS
        else:
            heart = LabeledHeart(tmp_path / f"{name}.nii.gz", np.random.default_rng(0))
            points = np.moveaxis(np.indices((9, 9, 9)), 0, 0).astype(np.float32) * 4 - 16
            found.append(heart.paint(points).labels)
    assert found[0].any() and np.array_equal(*found)


def test_virtual_patients_look_like_their_modality() -> None:
    assert guess_modality(make_patient("mr", 5, spacing_mm=4.0)[0]) == "mr"
    assert guess_modality(make_patient("ct", 5, spacing_mm=4.0)[0]) == "ct"
