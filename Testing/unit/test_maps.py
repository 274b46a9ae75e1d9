"""Tissue maps in a folder: those of the same job are kept, those of another one refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter, Result
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.job import AdaptJob, MapsJob
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.phantoms.tissue_map import read_map, write_map
from CrossModalitySegLib.recipes import adapt_whole_heart, maps, pool

GRID = Geometry((2, 2, 2), (1.5, 1.5, 1.5))


@pytest.fixture(autouse=True)
def _small_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Maps of nothing but their seed, made here."""

    def make(seed: int, anatomy: Path | None, surroundings: Path | None) -> tuple[np.ndarray, Geometry]:
        return np.full(GRID.shape, seed % 7, dtype=np.uint8), GRID

    monkeypatch.setattr(maps, "make_tissue_map", make)
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 1)


@pytest.fixture
def job(tmp_path: Path) -> MapsJob:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "heart.nii.gz").write_bytes(name.encode())
        write_map(tmp_path / name / "chest.npz", np.full(GRID.shape, len(name), dtype=np.uint8), GRID)
    return MapsJob(out=tmp_path / "maps", count=2, anatomies=tmp_path / "one", surroundings=tmp_path / "one")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(job: MapsJob) -> UserError:
    before = bytes_of(job.out)
    with pytest.raises(UserError) as caught:
        maps.run(job, Reporter())
    assert bytes_of(job.out) == before
    return caught.value


def test_maps_of_another_seed_anatomy_or_chest_are_refused_by_name(job: MapsJob, tmp_path: Path) -> None:
    assert maps.run(job, Reporter()).summary == {"maps": 2}
    other = tmp_path / "other"
    changes = {"seed": 1, "anatomies": other, "surroundings": other}
    for field, named in (("seed", "seed"), ("anatomies", "anatomy"), ("surroundings", "surroundings")):
        error = refused(job.model_copy(update={field: changes[field]}))
        assert error.code is Code.EXISTS
        number = 1 if field == "surroundings" else 0  # every second map has a real chest
        path = job.out / f"map_{number:05}.npz"
        assert error.sentence == f"{path} was not made with these settings: {named}."


def test_maps_of_the_same_job_are_kept_and_more_are_made(job: MapsJob, tmp_path: Path) -> None:
    maps.run(job, Reporter())
    before = bytes_of(job.out)
    moved = {"anatomies": (tmp_path / "one").rename(tmp_path / "moved"), "surroundings": tmp_path / "moved"}
    assert maps.run(job.model_copy(update=moved), Reporter()).summary == {"maps": 2}
    assert bytes_of(job.out) == before, "neither names nor places count"
    assert maps.run(job.model_copy(update=moved | {"count": 3}), Reporter()).summary == {"maps": 3}
    now = bytes_of(job.out)
    assert all(now[name] == content for name, content in before.items() if name.endswith(".npz"))
    assert refused(job.model_copy(update={"anatomies": None, "surroundings": None, "count": 3})).code is Code.EXISTS


def test_maps_of_which_nothing_is_known_are_accepted(job: MapsJob) -> None:
    maps.run(job, Reporter())
    (job.out / maps.MANIFEST).unlink()
    assert maps.run(job.model_copy(update={"seed": 1, "count": 3}), Reporter()).summary == {"maps": 3}
    assert [int(read_map(job.out / f"map_{n:05}.npz")[0].max()) for n in range(3)] == [0, 1, (100_002) % 7]
    assert maps.run(job, Reporter()).summary == {"maps": 2}, "the third is known, and is not asked for"
    assert refused(job.model_copy(update={"count": 3})).code is Code.EXISTS


def test_a_folder_that_is_removed_as_maps_are_made_gets_its_manifest_again(
    job: MapsJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = job.model_copy(update={"out": tmp_path / "undisturbed"})
    maps.run(whole, Reporter())
    removed: list[Path] = []

    def write(path: Path, codes: np.ndarray, grid: Geometry) -> None:
        if path.name == "map_00001.npz" and not removed:
            removed.append(job.out)
            shutil.rmtree(job.out)
        write_map(path, codes, grid)

    monkeypatch.setattr(maps, "write_map", write)
    with pytest.raises(UserError, match=r"map_00000\.npz") as caught:
        maps.run(job, Reporter())
    assert caught.value.code is Code.GONE
    assert maps.run(job, Reporter()).summary == {"maps": 2}
    assert bytes_of(job.out) == bytes_of(whole.out)


def test_a_damaged_manifest_is_reported(job: MapsJob) -> None:
    maps.run(job, Reporter())
    file = job.out / maps.MANIFEST
    file.write_text(file.read_text().replace('"seed": 0', '"seed": 8'))
    error = refused(job)
    assert error.code is Code.BAD_DATASET and maps.MANIFEST in error.sentence


def test_a_map_with_any_turned_bit_is_refused_or_whole(tmp_path: Path) -> None:
    file, codes = tmp_path / "map.npz", np.arange(8, dtype=np.uint8).reshape(2, 2, 2)
    write_map(file, codes, GRID)
    whole, codes_of_errors = file.read_bytes(), set()
    for bit in range(8 * len(whole)):
        content = bytearray(whole)
        content[bit // 8] ^= 1 << bit % 8
        file.write_bytes(content)
        try:
            read_map(file)
        except UserError as error:
            codes_of_errors.add(error.code)
    assert codes_of_errors == {Code.BAD_DATASET}


def test_an_adaptation_with_another_seed_makes_maps_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[MapsJob] = []

    def make(job: MapsJob, reporter: Reporter) -> Result:
        made.append(job)
        job.out.mkdir(exist_ok=True)
        write_map(job.out / "map_00000.npz", np.zeros(GRID.shape, dtype=np.uint8), GRID)
        return Result(outputs=[job.out])

    monkeypatch.setattr(adapt_whole_heart.maps, "run", make)
    for seed in (0, 1, 0):
        job = AdaptJob(
            model=default_model(), target=tmp_path, out=tmp_path / "CT.cms", size="whole-heart", method=None, seed=seed
        )
        (path,) = adapt_whole_heart._maps(job, tmp_path, Reporter())
        assert path.parent == made[-1].out
    assert made[0] == made[2]
    assert made[0].out != made[1].out
