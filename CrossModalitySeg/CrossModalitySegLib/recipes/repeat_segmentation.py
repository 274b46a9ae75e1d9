"""Segment again what the record of a segmentation describes, and compare."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread

from ..errors import Code, UserError
from ..events import Reporter, Result
from ..images.io.files import read_labels
from ..images.io.isolated import Reader
from ..images.io.source import files_of, stem_of
from ..job import RepeatJob, SegmentJob
from ..label_set import LabelSet
from ..models.library import Library
from . import segment
from .again import Masks, device_of, dice_of, table_of, threads_of
from .inputs import Case, find_cases
from .records import ENDINGS, Record, SegmentConditions, is_changed, is_result, read_record
from .work import content


def repeat_segmentation(job: RepeatJob, reporter: Reporter) -> Result:
    """Segment the input of ``job.record`` again and compare with what lies beside it (``repeat.run``)."""
    path, record = _record(job.record)
    segmentation = path.with_name(record.result)
    if not segmentation.is_file():
        raise UserError(
            Code.BAD_INPUT, f"{segmentation}, which {path} describes, is not there.", "Put it back next to its record."
        )
    differences: list[str] = []
    if is_changed(segmentation, record):
        differences.append(f"{segmentation.name} was changed after it was written.")
    model = _model(job, record)
    if content(model) != record.origin.model_sha256:
        differences.append(f"The model {model} is not the one used then.")
    with Reader(lambda: reporter.stop_requested) as reader:
        case = _case(job, path, record, reader, reporter)
    if case.content_sha256 != record.origin.content_sha256:
        differences.append(f"The input {case.title} has different content than then.")
    if record.origin.neighbors_sha256:
        differences.append("The phases around it had a say then, and this is of one phase alone.")
    with tempfile.TemporaryDirectory() as folder, threads_of(record.conditions):
        made, again = _again(case, model, job, record, Path(folder), reporter)
        differences += _otherwise(record.conditions, again.conditions)
        then, now = _masks(segmentation, record.labels), _masks(made, record.labels)
    dice = {name: dice_of(then[name], now[name]) for name in record.labels.names}
    equal = all(value in (None, 1.0) for value in dice.values())
    table = "The same in every voxel." if equal else table_of(dice, differences)
    return Result(outputs=[], summary={"equal": equal, "dice": dice, "differences": differences, "table": table})


def _record(path: Path) -> tuple[Path, Record]:
    """The record at ``path``, or beside the segmentation at ``path``."""
    if path.suffix != ".json":
        path = path.with_name(f"{stem_of(path)}.json")
    record = read_record(path)
    if record is None or not record.result:
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is not the record of a segmentation, or was changed after it was written.",
            "Name the .json file that lies beside a segmentation.",
        )
    return path, record


def _model(job: RepeatJob, record: Record) -> Path:
    """The model that was named, else that of the library with the content that the record names, or with its name."""
    if job.model is not None:
        return job.model
    library = Library()
    for entry in library.entries():
        if entry.card is not None and content(entry.path) == record.origin.model_sha256:
            return entry.path
    try:
        return library.find(record.model)
    except UserError as error:
        raise UserError(
            Code.BAD_MODEL,
            f"The model {record.model} of {job.record} is not in the library.",
            "Give its path with --model.",
        ) from error


def _case(job: RepeatJob, path: Path, record: Record, reader: Reader, reporter: Reporter) -> Case:
    """The image that the record describes, by its content; else the only one that was named."""
    named = job.inputs or tuple(_near(path, record.origin.input))
    remedy = "Name the image that was segmented, or the folder that holds it, after the record."
    if not named:
        raise UserError(Code.BAD_INPUT, f"The input {record.origin.input} of {path} was not found.", remedy)
    cases = find_cases(named, reader, reporter.log, all_series=True, is_result=is_result)
    same = [case for case in cases if case.content_sha256 == record.origin.content_sha256]
    if not same and len(cases) > 1:
        sentence = f"None of the {len(cases)} images there has the content that was segmented."
        raise UserError(Code.BAD_INPUT, sentence, remedy)
    return (same or cases)[0]


def _near(path: Path, name: str) -> Iterator[Path]:
    """Where an input called ``name`` may lie: beside its record, above it, or where the command was given. A result may
    have the name of its input.
    """
    folder = path.resolve().parent
    for base in dict.fromkeys((folder, *folder.parents[:2], Path.cwd())):
        if (base / name).exists() and not is_result(base / name):
            yield base / name


def _again(
    case: Case, model: Path, job: RepeatJob, record: Record, out: Path, reporter: Reporter
) -> tuple[Path, Record]:
    """The second segmentation, which lies in ``out``, and its record."""
    then = record.conditions
    how = record.origin.model_dump(include={"roi_mm", "largest_component", "refine_boundaries", "pixel_mm"})
    format = next(name for name, ending in ENDINGS.items() if record.result.endswith(ending))
    again = SegmentJob(
        inputs=files_of(case.source),
        out=out,
        model=model,
        format=format,  # type: ignore[arg-type] # the keys of ENDINGS
        memory_gb=then.memory_gb if then else SegmentJob.model_fields["memory_gb"].default,
        all_series=True,
        force=True,
        device=device_of(job.device, then),
        **how,
    )
    result = segment.run(again, reporter)
    for output in result.outputs:
        made = read_record(output.with_name(f"{stem_of(output)}.json"))
        if made is not None and made.origin.content_sha256 == case.content_sha256:
            return output, made
    raise UserError(Code.BAD_INPUT, f"{case.title} was changed while it was read.", "Start again.")


def _otherwise(then: SegmentConditions | None, now: SegmentConditions | None) -> list[str]:
    if then is None or now is None:
        return ["The record is of a version that did not write what it computed with."]
    return then.differences(now)


def _masks(path: Path, label_set: LabelSet) -> Mapping[str, Masks]:
    """The structures of a label map, or of a DICOM segmentation."""
    if path.suffix == ".dcm":
        data = dcmread(path)
        frames = np.atleast_3d(data.pixel_array).reshape(-1, data.Rows, data.Columns) > 0
        masks: dict[str, dict[object, NDArray[np.bool_]]] = {name: {} for name in label_set.names}
        for frame, group in zip(frames, data.PerFrameFunctionalGroupsSequence, strict=True):
            value = int(group.SegmentIdentificationSequence[0].ReferencedSegmentNumber)
            place = tuple(round(float(mm), 2) for mm in group.PlanePositionSequence[0].ImagePositionPatient)
            masks[next(one.name for one in label_set.structures if one.value == value)][place] = frame
        return masks
    labels = read_labels(path, label_set)
    grid = labels.geometry
    where = (*grid.shape, *(round(mm, 3) for mm in (*grid.spacing_mm, *grid.origin_mm, *grid.direction)))
    return {one.name: {where: labels.array == one.value} for one in label_set.structures}
