"""Make tissue maps of the whole heart, from which ``train`` draws its images: OUT/map_00000.npz, ..."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Code, UserError
from ..events import Reporter, Result
from ..files import refuse_gone, replacing
from ..images.io.files import writable_folder
from ..job import MapsJob
from ..phantoms.anatomies import anatomy_files
from ..phantoms.tissue_map import make_tissue_map, map_files, read_map, write_map
from ..seals import read_sealed, sealed
from .pool import in_parallel
from .work import content

MANIFEST = "maps.json"
"""What each map was made from; beside the maps, so that their own bytes follow from nothing but that."""

_PARAMETRIC_EVERY = 4
"""Every fourth map has a parametric heart, so that shapes do not end with those of the anatomies."""

_REAL_EVERY = 2
"""Every second map has a real chest around its heart, where there are any."""

_SEEDS = 100_000

Note = Mapping[str, int | str]
"""What a map was made from: its seed, and the SHA-256 of its anatomy and surroundings, "" for none."""


@dataclass(frozen=True)
class Order:
    """One map to be made; ``seed`` follows from the job, so a resumed job makes the same one."""

    path: Path
    seed: int
    anatomy: Path | None
    surroundings: Path | None


def run(job: MapsJob, reporter: Reporter) -> Result:
    """Write tissue maps of virtual patients, and a manifest; those that are there already are kept.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The folder ``job.out``; the summary holds how many ``maps`` there are, fewer than were asked for after a stop.

    Raises:
        UserError: EXISTS where maps are there that were made from others; BAD_DATASET where a map that is there, or the
            manifest, is damaged or none, or a folder that is named holds nothing; NO_PERMISSION; GONE where maps
            were removed while others were made.
    """
    files = anatomy_files(job.anatomies) if job.anatomies else []
    chests = map_files(job.surroundings) if job.surroundings else []
    folder = writable_folder(job.out)
    orders = [
        Order(folder / f"map_{n:05}.npz", job.seed * _SEEDS + n, _anatomy(files, n), _surroundings(chests, n))
        for n in range(job.count)
    ]
    notes, known = _notes(orders), _manifest(folder)
    for order in orders:
        _check_same(order.path, known, notes[order.path.name])
    waiting = [order for order in orders if not _is_made(order.path)]
    listed = {**known, **{order.path.name: notes[order.path.name] for order in waiting}}
    if waiting:  # before they are made, lest a kill leave a map of which nothing is known
        _write_manifest(folder, listed)
    done = len(orders) - len(waiting)
    if done:
        reporter.log(f"{done} of {len(orders)} maps are there already.")
    for order, _ in in_parallel(_make, waiting, reporter):
        done += 1
        reporter.progress(done / len(orders), order.path.name)
    if waiting:  # somebody may have removed the folder in the meantime
        _write_manifest(folder, listed)
    if done == len(orders):
        refuse_gone(order.path for order in orders)
    return Result(outputs=[folder], summary={"maps": done}, stopped=done < len(orders))


def _anatomy(files: list[Path], number: int) -> Path | None:
    if not files or number % _PARAMETRIC_EVERY == _PARAMETRIC_EVERY - 1:
        return None
    return files[(number - number // _PARAMETRIC_EVERY) % len(files)]


def _surroundings(chests: list[Path], number: int) -> Path | None:
    return chests[number // _REAL_EVERY % len(chests)] if chests and number % _REAL_EVERY == 1 else None


def _notes(orders: Sequence[Order]) -> dict[str, Note]:
    """What the maps of ``orders`` are made from, by the names of their files."""
    files = {file for order in orders for file in (order.anatomy, order.surroundings) if file is not None}
    hashes: dict[Path | None, str] = {None: ""}
    hashes |= {file: content(file) for file in files}
    return {
        order.path.name: {
            "seed": order.seed,
            "anatomy": hashes[order.anatomy],
            "surroundings": hashes[order.surroundings],
        }
        for order in orders
    }


def _manifest(folder: Path) -> dict[str, Note]:
    """What the maps in ``folder`` were made from, as far as it is known."""
    file = folder / MANIFEST
    if not file.exists():
        return {}
    try:
        notes = read_sealed(file.read_bytes())
        if not all(isinstance(note, dict) for note in notes.values()):
            raise ValueError("its entries are not those of maps")
    except ValueError as error:
        raise UserError(
            Code.BAD_DATASET,
            f"{file}, which lists what the maps were made from, is damaged ({error}).",
            "Choose another output folder, or remove this file if you know that the maps are those you want.",
        ) from error
    return notes


def _write_manifest(folder: Path, notes: Mapping[str, Note]) -> None:
    with replacing(folder / MANIFEST) as temporary:
        temporary.write_text(json.dumps(sealed(dict(sorted(notes.items()))), indent=1), encoding="utf-8")


def _check_same(path: Path, known: Mapping[str, Note], note: Note) -> None:
    """Raise ``UserError`` EXISTS if the map ``path`` is there and was made from something else than ``note`` says."""
    before = known.get(path.name)
    if before is None or not path.exists():
        return
    if changed := [name for name, value in note.items() if before.get(name) != value]:
        raise UserError(
            Code.EXISTS,
            f"{path} was not made with these settings: {', '.join(changed)}.",
            "Choose another output folder, or remove the old maps.",
        )


def _is_made(path: Path) -> bool:
    """Whether there is a map; reading it checks its sums."""
    if path.exists():
        read_map(path)
        return True
    return False


def _make(order: Order) -> None:
    write_map(order.path, *make_tissue_map(order.seed, order.anatomy, surroundings=order.surroundings))
