"""Make virtual patients: OUT/mr_train and OUT/ct_train in MM-WHS names and raw labels, and
OUT/cohort.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..anatomy import SHIPPED
from ..errors import Code, UserError
from ..events import Reporter, Result
from ..files import refuse_gone, replacing
from ..images.datasets.label_file import write_label_file
from ..images.io.files import writable_folder
from ..job import CohortJob
from ..phantoms import SIZE_MM, make_patient, volumes_ml
from ..phantoms.anatomies import Subject, anatomy_files, assign_anatomies
from ..phantoms.tissue_map import LABEL_SET
from ..phantoms.write import FIRST_NUMBER, manifest_entry, subject_paths, write_subject, written_subject
from .pool import in_parallel

MANIFEST = "cohort.json"


@dataclass(frozen=True)
class Order:
    """One subject to be made; ``seed`` and ``note`` follow from the job, so a resumed job makes the same person."""

    out: Path
    modality: Literal["mr", "ct"]
    number: int
    seed: int
    size_mm: tuple[float, float, float]
    spacing_mm: float
    anatomy: Path | None
    varied: bool = False
    aorta_to_arch: bool = False

    @property
    def note(self) -> str:
        """The note on its making in the image's header."""
        size = "x".join(f"{side:g}" for side in self.size_mm)
        heart = self.anatomy.name.removesuffix(".nii.gz")[:20] if self.anatomy else "parametric"
        kind = ("varied " if self.varied else "") + self.modality
        aorta = "AA to arch, " if self.aorta_to_arch else ""
        return f"virtual {kind} {self.seed}, {aorta}{size} mm at {self.spacing_mm:g}, {heart}"


def run(job: CohortJob, reporter: Reporter) -> Result:
    """Write a cohort of virtual patients; subjects that are there already are kept.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The folder ``job.out`` and its manifest, which is missing after a stop; the summary holds how many subjects of
        "mr" and "ct" there are.

    Raises:
        UserError: BAD_SETTINGS if there would be no subject, BAD_DATASET if the folder of anatomies holds none, EXISTS
            if subjects of other settings are there, NO_PERMISSION, or GONE where subjects were removed while others
            were made.
    """
    orders = plan(job)
    writable_folder(job.out)
    entries: dict[Subject, dict[str, Any]] = {}
    waiting: list[Order] = []
    for order in orders:
        volumes = written_subject(order.out, order.modality, order.number, order.note)
        if volumes is None:
            waiting.append(order)
        else:
            entries[order.modality, order.number] = manifest_entry(
                order.modality, order.number, order.seed, order.anatomy, volumes
            )
    if entries:
        reporter.log(f"{len(entries)} of {len(orders)} subjects are there already.")
    reporter.progress(len(entries) / len(orders), "virtual patients")
    for order, volumes in in_parallel(_make, waiting, reporter):
        entries[order.modality, order.number] = manifest_entry(
            order.modality, order.number, order.seed, order.anatomy, volumes
        )
        reporter.progress(len(entries) / len(orders), f"{order.modality} {order.number}")
    summary = {
        "mr": sum(e["modality"] == "mr" for e in entries.values()),
        "ct": sum(e["modality"] == "ct" for e in entries.values()),
    }
    if len(entries) < len(orders):
        return Result(outputs=[job.out], summary=summary, stopped=True)
    subjects = [entries[order.modality, order.number] for order in orders]
    made_with = {
        "seed": job.seed,
        "size_mm": list(job.size_mm or SIZE_MM),
        "spacing_mm": job.spacing_mm,
        "varied": job.varied,
    }
    refuse_gone(path for one in orders for path in subject_paths(one.out, one.modality, one.number))
    write_label_file(job.out, SHIPPED[job.labels])
    with replacing(job.out / MANIFEST) as temporary:
        temporary.write_text(json.dumps({"schema": 1, **made_with, "subjects": subjects}, indent=1), encoding="utf-8")
    return Result(outputs=[job.out, job.out / MANIFEST], summary=summary)


def plan(job: CohortJob) -> list[Order]:
    """The subjects of ``job``, each with its own seed and, where a folder of anatomies is named, its heart."""
    subjects: list[Subject] = [("mr", FIRST_NUMBER + i) for i in range(job.mr)] + [
        ("ct", FIRST_NUMBER + i) for i in range(job.ct)
    ]
    if not subjects:
        raise UserError(
            Code.BAD_SETTINGS, "The cohort would have no subjects.", "Give --mr or --ct a number above zero."
        )
    anatomies = assign_anatomies(anatomy_files(job.anatomies), subjects) if job.anatomies else {}
    return [
        Order(
            job.out,
            modality,
            number,
            job.seed * 100_000 + number,
            job.size_mm or SIZE_MM,
            job.spacing_mm,
            _heart(anatomies.get((modality, number)), number, job.varied),
            job.varied,
            job.labels == LABEL_SET.name,
        )
        for modality, number in subjects
    ]


def _heart(anatomy: Path | None, number: int, varied: bool) -> Path | None:
    """The anatomy a subject has; every third of a varied cohort has a parametric heart instead."""
    return None if varied and number % 3 == 0 else anatomy


def _make(order: Order) -> dict[str, float]:
    image, label = make_patient(
        order.modality, order.seed, order.size_mm, order.spacing_mm, order.anatomy, order.varied, order.aorta_to_arch
    )
    write_subject(order.out, order.modality, order.number, image, label, order.note)
    return volumes_ml(label)
