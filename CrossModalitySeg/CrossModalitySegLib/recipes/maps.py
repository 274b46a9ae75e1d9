"""Make tissue maps of the whole heart, from which ``train`` draws its images: OUT/map_00000.npz, ..."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..events import Reporter, Result
from ..images.io.files import writable_folder
from ..job import MapsJob
from ..phantoms.anatomies import anatomy_files
from ..phantoms.tissue_map import make_tissue_map, map_files, read_map, write_map
from .pool import in_parallel

_PARAMETRIC_EVERY = 4
"""Every fourth map has a parametric heart, so that shapes do not end with those of the anatomies."""

_REAL_EVERY = 2
"""Every second map has a real chest around its heart, where there are any."""

_SEEDS = 100_000


@dataclass(frozen=True)
class Order:
    """One map to be made; ``seed`` follows from the job, so a resumed job makes the same one."""

    path: Path
    seed: int
    anatomy: Path | None
    surroundings: Path | None


def run(job: MapsJob, reporter: Reporter) -> Result:
    """Write tissue maps of virtual patients; those that are there already are kept.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The folder ``job.out``; the summary holds how many ``maps`` there are, fewer than were asked for after a stop.

    Raises:
        UserError: BAD_DATASET where a map that is there is damaged or none, or a folder that is named holds nothing;
            NO_PERMISSION.
    """
    files = anatomy_files(job.anatomies) if job.anatomies else []
    chests = map_files(job.surroundings) if job.surroundings else []
    folder = writable_folder(job.out)
    orders = [
        Order(folder / f"map_{n:05}.npz", job.seed * _SEEDS + n, _anatomy(files, n), _surroundings(chests, n))
        for n in range(job.count)
    ]
    waiting = [order for order in orders if not _is_made(order.path)]
    done = len(orders) - len(waiting)
    if done:
        reporter.log(f"{done} of {len(orders)} maps are there already.")
    for order, _ in in_parallel(_make, waiting, reporter):
        done += 1
        reporter.progress(done / len(orders), order.path.name)
    return Result(outputs=[folder], summary={"maps": done}, stopped=done < len(orders))


def _anatomy(files: list[Path], number: int) -> Path | None:
    if not files or number % _PARAMETRIC_EVERY == _PARAMETRIC_EVERY - 1:
        return None
    return files[(number - number // _PARAMETRIC_EVERY) % len(files)]


def _surroundings(chests: list[Path], number: int) -> Path | None:
    return chests[number // _REAL_EVERY % len(chests)] if chests and number % _REAL_EVERY == 1 else None


def _is_made(path: Path) -> bool:
    """Whether there is a map; reading it checks its sums."""
    if path.exists():
        read_map(path)
        return True
    return False


def _make(order: Order) -> None:
    write_map(order.path, *make_tissue_map(order.seed, order.anatomy, surroundings=order.surroundings))
