"""Write segmentations and their images as a data set of nnU-Net v2, for training on pseudo-labels or corrected ones."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import Code, Stopped, UserError
from ..events import Reporter, Result
from ..files import refuse_existing, rename
from ..images.io.files import check_same_grid, read_labels, writable_folder, write_labels, write_volume
from ..images.io.isolated import Reader
from ..images.io.source import path_of
from ..job import NnunetJob
from ..label_set import LabelSet
from .inputs import Case, find_cases
from .label_maps import label_maps, label_set_for, record_of
from .records import is_result

IMAGES, LABELS, DESCRIPTION = "imagesTr", "labelsTr", "dataset.json"
_ENDING = ".nii.gz"
_FOLDER = re.compile(r"Dataset\d{3}_[A-Za-z0-9_-]+")


def run(job: NnunetJob, reporter: Reporter) -> Result:
    """Write results and their images as a data set for nnU-Net.

    Each result finds its image by the content in its record; results that were edited count as they are.

    Args:
        job: What is asked for; the name of its folder has the form Dataset012_Heart.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The description in the folder ``job.out``, which appears with all cases; the summary holds their number,
        ``cases``.

    Raises:
        UserError: BAD_SETTINGS, BAD_INPUT, BAD_LABELS, EXISTS or NO_PERMISSION; ``Stopped``.
    """
    if not _FOLDER.fullmatch(job.out.name):
        raise UserError(
            Code.BAD_SETTINGS,
            f"nnU-Net expects data set names such as Dataset012_Heart, not {job.out.name}.",
            "Choose a name of this form: three digits, and a word.",
        )
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    results = label_maps(job.inputs)
    label_set = label_set_for(results[0], job.labels)
    with (
        Reader(lambda: reporter.stop_requested) as reader,
        tempfile.TemporaryDirectory(prefix=".", dir=job.out.parent) as temporary,
    ):
        folder = Path(temporary, job.out.name)
        for part in (IMAGES, LABELS):
            (folder / part).mkdir(parents=True)
        cases = find_cases(job.images, reader, reporter.log, all_series=True, is_result=is_result)
        by_content = {case.content_sha256: case for case in cases}
        pairs = [(path, _image_of(path, by_content)) for path in results]
        names = _names([case for _, case in pairs])
        for number, ((path, case), name) in enumerate(zip(pairs, names, strict=True)):
            if reporter.stop_requested:
                raise Stopped
            reporter.progress(number / len(pairs), f"writing {name}")
            if label_set_for(path, job.labels) != label_set:
                raise UserError(
                    Code.BAD_LABELS,
                    f"{path} and {results[0]} show different structures.",
                    "Take the results of one model at a time.",
                )
            image, labels = reader.volume(case.source), read_labels(path, label_set)
            check_same_grid(image, labels, path_of(case.source), path)
            write_volume(folder / IMAGES / f"{name}_0000{_ENDING}", image)
            write_labels(folder / LABELS / f"{name}{_ENDING}", labels, label_set)
        inputs = {name: case.input for name, (_, case) in zip(names, pairs, strict=True)}
        text = json.dumps(_description(job, label_set, inputs), indent=2, ensure_ascii=False) + "\n"
        (folder / DESCRIPTION).write_text(text, encoding="utf-8")
        rename(folder, job.out)
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out / DESCRIPTION], summary={"cases": len(pairs)})


def _description(job: NnunetJob, label_set: LabelSet, inputs: Mapping[str, str]) -> dict[str, Any]:
    """``inputs`` says by its new name which image a case is, also where nothing of that one's name is left in it."""
    return {
        "name": job.out.name.partition("_")[2],
        "channel_names": {"0": job.modality.upper()},
        "labels": {"background": 0} | {one.name: one.value for one in label_set.in_value_order},
        "numTraining": len(inputs),
        "file_ending": _ENDING,
        "overwrite_image_reader_writer": "SimpleITKIO",
        "description": f"Label maps written by CrossModalitySeg {__version__}; {label_set.name}",
        "inputs": dict(inputs),
    }


def _image_of(path: Path, by_content: dict[str | None, Case]) -> Case:
    record = record_of(path)
    case = by_content.get(record.origin.content_sha256) if record and record.origin.content_sha256 else None
    if case is None:
        raise UserError(
            Code.BAD_INPUT,
            f"The image from which {path} was made is not among those of --images.",
            "Name the folder of these images; they must not have been changed since.",
        )
    return case


def _names(cases: list[Case]) -> list[str]:
    """A name for each case, which nnU-Net may take for a prefix of no other."""
    plain = [re.sub(r"[^A-Za-z0-9-]+", "_", case.name).strip("_") or "case" for case in cases]
    width = len(str(len(cases)))
    return [f"{number:0{width}}_{name}" for number, name in enumerate(plain, start=1)]
