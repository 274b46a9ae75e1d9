"""The shell: ``crossmodalityseg VERB ...``. Every verb fills in a job and runs the same recipe as the panel and the
worker.

Exit codes: 0 done, 1 failed (a sentence and a remedy on stderr), 2 usage, 3 no heart found (a sentence likewise), 130
stopped.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import BaseModel, ValidationError

from .. import __version__, verbs
from ..choices import MethodName, SizeName, refuse_preset
from ..errors import Code, Stopped, UserError, exit_code, from_exception
from ..events import Error, Hello, Result
from ..job import (
    AdaptJob,
    BenchmarkJob,
    CalibrateJob,
    CohortJob,
    EvaluateJob,
    Job,
    MapsJob,
    MeasureJob,
    RepeatJob,
    SegmentJob,
    TrainJob,
)
from ..methods import ABLATIONS, ROWS, Direction
from ..models.library import Library
from ..presets import preset
from ..settings import Depth, Settings
from .aborts import explain_aborts
from .progress import print_result, reporting, say, say_error

Modality = Literal["mr", "ct"]

log = logging.getLogger(__name__)
# Without --verbose nobody listens, and Python would then print warnings with their tracebacks on stderr.
logging.getLogger(verbs.__package__).addHandler(logging.NullHandler())

app = typer.Typer(
    help="Adapt a heart segmenter trained on MR to CT without one CT label, and segment CT.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models = typer.Typer(
    help="List, look at, check, exchange and remove models.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(models, name="models")

JsonLines = Annotated[bool, typer.Option("--json", help="Print events as JSON lines instead of a progress bar.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show the log, with tracebacks, on stderr.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")]
Seed = Annotated[int, typer.Option(help="Seed of every random choice.")]
Work = Annotated[
    Path | None, typer.Option(help="Folder of checkpoints; by default beside the output, with the ending .work.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Override one setting, e.g. steps=300; repeatable."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
Labels = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE|A=1,B=2,...",
        help="Structures: heart-4, heart-7 or a JSON file; by default labels.json of the data, else heart-4. "
        "Or which number of the label files is which structure, as in RV=1,Myo=2,LV=3.",
    ),
]
Size = Annotated[SizeName, typer.Option(help="What the network sees, how large it is, how long it learns.")]
Method = Annotated[
    MethodName | None, typer.Option(help="How it learns; by default dou2018, of whole-heart self-training.")
]
FormerPreset = Annotated[
    str | None, typer.Option("--preset", hidden=True, callback=lambda name: name and _refuse_former(name))
]
"""Refused with the names of today."""
ModelName = Annotated[
    str, typer.Argument(metavar="MODEL", help="Path of a .cms file, or name of a model in the library.")
]


# Defaults are declared by the jobs, once, and shown by --help.
_COHORT, _MAPS, _TRAIN, _ADAPT, _SEGMENT, _EVALUATE = (
    job.model_fields for job in (CohortJob, MapsJob, TrainJob, AdaptJob, SegmentJob, EvaluateJob)
)
_METHODS = f"""\b
Methods, in reading order (Seg-CT-STL from MR to CT only, Seg-MRI-STL from CT to MR):
  {", ".join(name for name in ROWS if name not in ABLATIONS)}
Ablations of best, run only where named:
  {", ".join(ABLATIONS)}
A method of your own is named by its import path, package.module:object."""
_BENCHMARK = {
    name: BenchmarkJob.model_fields[name].default for name in ("direction", "size", "method", "depths", "seeds")
}


_REFUSED = 2
"""How ``repeat`` ends where there is nothing to compare."""


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        print(__version__)
        raise typer.Exit()


@app.command()
def cohort(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder to write, with mr_train and ct_train inside.")],
    mr: Annotated[int, typer.Option(help="Number of MR subjects.")] = _COHORT["mr"].default,
    ct: Annotated[int, typer.Option(help="Number of CT subjects.")] = _COHORT["ct"].default,
    size_mm: Annotated[
        tuple[float, float, float] | None, typer.Option(metavar="Z Y X", help="Extent of each volume.")
    ] = None,
    spacing_mm: Annotated[float, typer.Option(help="Side of a voxel.")] = _COHORT["spacing_mm"].default,
    labels: Annotated[
        Literal["heart-4", "heart-7"], typer.Option(help="Structures that the cohort is used for.")
    ] = _COHORT["labels"].default,
    anatomies: Annotated[
        Path | None, typer.Option(help="Folder of label volumes of real hearts to take shapes from.")
    ] = None,
    varied: Annotated[
        bool,
        typer.Option("--varied", help="Wider variety of shapes, chests, fields of view and CT contrast than usual."),
    ] = False,
    seed: Seed = 0,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Make virtual patients, written in MM-WHS names and raw labels.

    \b
    Example:
      crossmodalityseg cohort virtual --mr 10 --ct 10
    """
    kind = {"size_mm": size_mm, "spacing_mm": spacing_mm, "labels": labels, "anatomies": anatomies, "varied": varied}
    _do(CohortJob, as_json, verbose, out=out, mr=mr, ct=ct, **kind, seed=seed)


@app.command()
def maps(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder to write.")],
    count: Annotated[
        int, typer.Option(help="Number of maps; each takes some 20 s of a core and half a megabyte.")
    ] = _MAPS["count"].default,
    anatomies: Annotated[
        Path | None, typer.Option(help="Folder of label volumes of real hearts to take shapes from.")
    ] = None,
    seed: Seed = 0,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Make tissue maps: virtual chests without a look, from which `train --size whole-heart` draws a new image at
    every step.

    \b
    Example:
      crossmodalityseg maps maps --count 100
    """
    _do(MapsJob, as_json, verbose, out=out, count=count, anatomies=anatomies, seed=seed)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="Folder of labelled volumes.")],
    out: Annotated[Path, typer.Option(help="Model to write (.cms).")],
    size: Size = _TRAIN["size"].default,
    method: Method = None,
    modality: Annotated[Literal["mr", "ct", "any"], typer.Option(help="Modality of the data; any: both.")] = _TRAIN[
        "modality"
    ].default,
    labels: Labels = None,
    subjects: Annotated[
        str | None, typer.Option(metavar="A,B,...", help="Subjects to learn from; by default every labelled one.")
    ] = None,
    initial: Annotated[str | None, typer.Option(metavar="MODEL", help="Model to fine-tune from.")] = None,
    changes: Set = None,
    former_preset: FormerPreset = None,
    work: Work = None,
    seed: Seed = 0,
    device: Device = "auto",
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Train a segmenter on labelled volumes. Started again, it goes on from its last checkpoint.

    \b
    Example:
      crossmodalityseg train --data virtual/mr_train --out MR.cms --size tiny --set steps=300
    """
    with _said():
        base = preset(size, method).train
    how = {
        "settings": _changed(base, changes),
        "size": size,
        "method": method,
        "initial": _found(initial),
        "seed": seed,
        "device": device,
    }
    _do(
        TrainJob,
        as_json,
        verbose,
        data=data,
        modality=modality,
        labels=labels,
        subjects=_names(subjects),
        out=out,
        work=work,
        **how,
    )


@app.command()
def adapt(
    model: Annotated[
        str, typer.Option(metavar="MODEL", help="Source model: path of a .cms file, or its name in the library.")
    ],
    target: Annotated[Path, typer.Option(help="Folder of target volumes; labels among them are never opened.")],
    out: Annotated[Path, typer.Option(help="Model to write (.cms).")],
    source: Annotated[
        Path | None,
        typer.Option(
            help="Folder of source volumes; --method self-training can do without, and learns from their labels."
        ),
    ] = None,
    depth: Annotated[Depth | None, typer.Option(help="Adaptation depth d; by default that of the method.")] = None,
    size: Size = _ADAPT["size"].default,
    method: Method = None,
    source_modality: Annotated[Modality, typer.Option(help="Modality of the source.")] = _ADAPT[
        "source_modality"
    ].default,
    target_modality: Annotated[Modality, typer.Option(help="Modality of the target.")] = _ADAPT[
        "target_modality"
    ].default,
    source_subjects: Annotated[
        str | None, typer.Option(metavar="A,B,...", help="Subjects of the source to use; by default all.")
    ] = None,
    target_subjects: Annotated[
        str | None, typer.Option(metavar="A,B,...", help="Subjects of the target to use; by default all.")
    ] = None,
    changes: Set = None,
    former_preset: FormerPreset = None,
    work: Work = None,
    seed: Seed = 0,
    device: Device = "auto",
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Adapt a model to another modality without labels. Started again, it goes on from its last checkpoint.

    \b
    Example:
      crossmodalityseg adapt --model MR.cms --source virtual/mr_train --target virtual/ct_train --out CT.cms --depth 21
    """
    with _said():
        base = preset(size, method).adapt
    settings = _changed(base, changes) | ({"depth": depth} if depth else {})
    domains = {
        "source": source,
        "target": target,
        "source_modality": source_modality,
        "target_modality": target_modality,
    }
    subjects = {"source_subjects": _names(source_subjects), "target_subjects": _names(target_subjects)}
    how = {"settings": settings, "size": size, "method": method, "seed": seed, "device": device}
    _do(AdaptJob, as_json, verbose, model=_found(model), out=out, work=work, **domains, **subjects, **how)


@app.command()
def calibrate(
    model: Annotated[str, typer.Option(metavar="MODEL", help="Path of a .cms file, or its name in the library.")],
    data: Annotated[
        Path,
        typer.Option(
            help="Folder of labelled volumes that the model has not learnt from, good and poor ones; ten or more."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="Model to write (.cms): the same weights, and a card that holds the calibration.")
    ],
    seed: Seed = 0,
    device: Device = "auto",
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Let a model say which Dice to expect of its results, and how sure it is. The volumes must be strangers to it.

    \b
    Example:
      crossmodalityseg calibrate --model CT.cms --data unseen --out CT-calibrated.cms
    """
    _do(CalibrateJob, as_json, verbose, model=_found(model), data=data, out=out, seed=seed, device=device)


@app.command()
def segment(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...", help="Image files, DICOM files of whole series, or folders, searched at any depth."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="Folder to write into; results of several inputs lie in folders like theirs.")
    ],
    model: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Path of a .cms file or name in the library; else the model that ships."),
    ] = None,
    format: Annotated[
        Literal["seg.nrrd", "nii.gz", "dicom-seg"], typer.Option(help="Kind of file to write.")
    ] = _SEGMENT["format"].default,
    roi_mm: Annotated[
        tuple[float, float, float, float, float, float] | None,
        typer.Option(metavar="X0 X1 Y0 Y1 Z0 Z1", help="Heart region in LPS, instead of finding it."),
    ] = None,
    largest_component: Annotated[bool, typer.Option(help="Keep only the largest piece of each structure.")] = _SEGMENT[
        "largest_component"
    ].default,
    fit_borders: Annotated[bool, typer.Option(help="Move borders to where the grey values change.")] = _SEGMENT[
        "fit_borders"
    ].default,
    pixel_mm: Annotated[
        float | None, typer.Option(help="Pixel size of pictures; else that of their header, or estimated.")
    ] = None,
    memory_gb: Annotated[float, typer.Option(help="Memory to stay within.")] = _SEGMENT["memory_gb"].default,
    all_series: Annotated[
        bool, typer.Option("--all-series", help="Segment every DICOM series, not the best one of each study.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write a result where no heart was found, too.")] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Write overview.html and overview.csv of all results in the folder.")
    ] = False,
    overwrite: Overwrite = False,
    device: Device = "auto",
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Segment the heart in CT volumes and single slices. Started again, it leaves out what is done.

    Where no heart is found nothing is written, and the exit code is 3.

    \b
    Example:
      crossmodalityseg segment scans/*.nii.gz --model CT.cms --out segmentations
      crossmodalityseg segment slice.png --pixel-mm 0.7 --out segmentations
      crossmodalityseg segment scans --out segmentations --report
    """
    cleaning = {"largest_component": largest_component, "fit_borders": fit_borders}
    choices = {"roi_mm": roi_mm, **cleaning, "pixel_mm": pixel_mm, "memory_gb": memory_gb}
    choices |= {"all_series": all_series, "force": force, "report": report, "overwrite": overwrite}
    _do(
        SegmentJob,
        as_json,
        verbose,
        inputs=inputs,
        out=out,
        model=_found(model),
        format=format,
        **choices,
        device=device,
    )


@app.command()
def repeat(
    record: Annotated[
        Path, typer.Argument(metavar="RECORD", help="The .json beside a segmentation, or the segmentation.")
    ],
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="INPUT...", help="The image, or its folder; by default looked for near the record."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Path of a .cms file or name in the library; by default found by content."),
    ] = None,
    device: Annotated[str, typer.Option(help="auto (that of the record), cpu, cuda, cuda:N or mps.")] = "auto",
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Segment once more what a record tells of, and compare: equal (exit code 0), or Dice and why (1).

    Where it cannot be repeated, because the image or the model is not there, the exit code is 2.

    \b
    Example:
      crossmodalityseg repeat segmentations/scan.json scans/scan.nii.gz
    """
    try:
        result = _do(
            RepeatJob, as_json, verbose, record=record, inputs=inputs or (), model=_found(model), device=device
        )
    except typer.Exit as ended:
        raise typer.Exit(_REFUSED if ended.exit_code != exit_code(Code.STOPPED) else ended.exit_code) from ended
    if not result.summary["equal"]:
        raise typer.Exit(1)


@app.command()
def evaluate(
    pred: Annotated[Path, typer.Option(help="Folder of predicted label maps.")],
    reference: Annotated[Path, typer.Option(help="Folder of reference label maps.")],
    out: Annotated[Path, typer.Option(help="Results to write (.json).")],
    labels: Labels = None,
    method: Annotated[str, typer.Option(help="Name of the method in the results.")] = _EVALUATE["method"].default,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Compare segmentations with a reference: Dice, ASSD and HD95 in mm and voxels, volumes in ml.

    \b
    Example:
      crossmodalityseg evaluate --pred segmentations --reference virtual/ct_train --out results.json
    """
    _do(EvaluateJob, as_json, verbose, pred=pred, reference=reference, out=out, labels=labels, method=method)


@app.command()
def measure(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="LABELS...", help="Label maps, or folders of results of segment.")
    ],
    out: Annotated[Path, typer.Option(help="Table to write (.csv or .json), a line for each label map.")],
    labels: Labels = None,
    body_surface_m2: Annotated[
        float | None, typer.Option(help="Body surface area of the patient, for LV mass index and LA volume index.")
    ] = None,
    height_cm: Annotated[float | None, typer.Option(help="Height, with the weight in place of the surface.")] = None,
    weight_kg: Annotated[float | None, typer.Option(help="Weight of the patient.")] = None,
    figures: Annotated[Path | None, typer.Option(help="Folder for a bull's-eye plot of each LV wall (.png).")] = None,
    dicom_sr: Annotated[
        Path | None, typer.Option(help="Folder for a DICOM report (TID 1500) about each DICOM segmentation.")
    ] = None,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Measure hearts in label maps: volumes, LV mass, wall thickness in 17 segments, diameters of the aorta.

    \b
    Example:
      crossmodalityseg measure segmentations --out measurements.csv
    """
    person = {"body_surface_m2": body_surface_m2, "height_cm": height_cm, "weight_kg": weight_kg}
    folders = {"figures": figures, "dicom_sr": dicom_sr}
    _do(MeasureJob, as_json, verbose, inputs=inputs, out=out, labels=labels, **person, **folders)


@app.command(epilog=_METHODS)
def benchmark(
    data: Annotated[Path, typer.Option(help="Cohort or MM-WHS folder with both modalities.")],
    out: Annotated[Path, typer.Option(help="Folder of the report, results and models.")],
    direction: Annotated[
        Direction, typer.Option(help="From the modality with labels to the one without.")
    ] = _BENCHMARK["direction"],
    size: Annotated[
        Literal["tiny", "paper"], typer.Option(help="What networks see, how large they are, how long they learn.")
    ] = _BENCHMARK["size"],
    method: Annotated[
        Literal["dou2018", "released"], typer.Option(help="Whose settings the methods below begin with.")
    ] = _BENCHMARK["method"],
    methods: Annotated[
        str | None,
        typer.Option(metavar="A,B,...", help="Methods to run, of those below; by default all but the ablations."),
    ] = None,
    depths: Annotated[str, typer.Option(metavar="D,...", help="Adaptation depths.")] = ",".join(
        map(str, _BENCHMARK["depths"])
    ),
    labels: Labels = None,
    seeds: Annotated[str, typer.Option(metavar="N,...", help="Seeds; each repeats every method.")] = ",".join(
        map(str, _BENCHMARK["seeds"])
    ),
    former_preset: FormerPreset = None,
    device: Device = "auto",
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Run the experiments of the paper: table 1, the depth ablation, figure 3 and a report.

    \b
    Example:
      crossmodalityseg benchmark --data virtual --out report --methods noDA,UDA,Seg-CT --depths 13,21,31
    """
    lists = {"methods": _names(methods), "depths": _numbers(depths, "--depths"), "seeds": _numbers(seeds, "--seeds")}
    _do(
        BenchmarkJob,
        as_json,
        verbose,
        data=data,
        out=out,
        direction=direction,
        size=size,
        method=method,
        labels=labels,
        **lists,
        device=device,
    )


@app.command()
def doctor() -> None:
    """Show versions, devices, memory and folders, and what to do about what is wrong with them.

    \b
    Example:
      crossmodalityseg doctor
    """
    from .doctor import examine

    findings = examine()
    width = max(len(finding.subject) for finding in findings)
    with _said():
        for finding in findings:
            print(
                f"{'!' if finding.remedy else ' '} {finding.subject:{width}}  "
                f"{finding.found}  {finding.remedy}".rstrip()
            )
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)


@models.command("list")
def models_list() -> None:
    """List the models of the library and those that ship.

    \b
    Example:
      crossmodalityseg models list
    """
    library = Library()
    with _said():
        for entry in library.entries():
            card = entry.card
            depth = f"d={card.depth}" if card and card.depth else "not adapted"
            what = f"{card.modality}  {card.size}  {card.method}  {depth}  {card.created}" if card else entry.problem
            print(f"{entry.name:24}  {what}{'  (ships)' if entry.shipped else ''}")
        say(f"Library folder: {library.folder}")


@models.command("show")
def models_show(name: ModelName) -> None:
    """Print the card of a model.

    \b
    Example:
      crossmodalityseg models show CT
    """
    from ..models.archive import read_card

    with _said():
        print(read_card(Library().find(name)).model_dump_json(indent=2))


@models.command("verify")
def models_verify(name: ModelName) -> None:
    """Check every hash and every tensor of a model.

    \b
    Example:
      crossmodalityseg models verify CT.cms
    """
    with _said():
        card = Library().verify(name)
        print(f"{card.name}: all is well ({card.modality}, {len(card.labels.names)} structures)")


@models.command("import")
def models_import(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Model to take in (.cms).")], overwrite: Overwrite = False
) -> None:
    """Check a model and copy it into the library.

    \b
    Example:
      crossmodalityseg models import CT.cms
    """
    with _said():
        print(Library().import_model(path, overwrite))


@models.command("export")
def models_export(
    name: ModelName,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File or folder to write.")],
    overwrite: Overwrite = False,
) -> None:
    """Copy a model out of the library.

    \b
    Example:
      crossmodalityseg models export CT shared/CT.cms
    """
    with _said():
        print(Library().export_model(name, out, overwrite))


@models.command("remove")
def models_remove(name: ModelName, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete a model from the library.

    \b
    Example:
      crossmodalityseg models remove CT --yes
    """
    with _said():
        library = Library()
        if not yes:
            typer.confirm(f"Delete {library.find(name)}?", abort=True, err=True)
        print(f"removed {library.remove(name)}")


def main() -> None:
    """Run the shell. Whoever reads its output may leave early, as ``head`` does: that is no failure."""
    explain_aborts()
    try:
        app(prog_name="crossmodalityseg")
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_quietly()


def _leave_quietly() -> None:
    """Let stdout lead to nothing: Python writes what is left at its end, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _do(job_type: type[BaseModel], as_json: bool, verbose: bool, **values: Any) -> Result:
    """Fill in a job, do it, print what came of it and return it, or exit with the code that says how it went."""
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    job: Job = _filled_in(job_type, values)
    with _said(), reporting(as_json) as reporter:
        reporter.emit(Hello(version=__version__, verb=job.verb, device=job.device))
        try:
            result = verbs.run(job, reporter)
        except (Exception, KeyboardInterrupt) as error:
            log.info("The job ended early", exc_info=error)
            # Ctrl-C reaches child processes too, and their end then looks like a failure.
            stopped = isinstance(error, KeyboardInterrupt) or (
                reporter.stop_requested and not isinstance(error, UserError)
            )
            failure = Stopped("What was finished before is kept.") if stopped else from_exception(error)
            reporter.emit(Error(code=failure.code, sentence=failure.sentence, remedy=failure.remedy))
            raise failure from error
        reporter.emit(result)
    if not as_json:
        with _said():
            print_result(result)
    if result.stopped:
        raise typer.Exit(130)
    return result


@contextmanager
def _said() -> Iterator[None]:
    """Turn an error into a sentence and a remedy on stderr and its exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()
    except (UserError, OSError, ImportError) as error:
        failure = from_exception(error)
        say_error(failure)
        raise typer.Exit(exit_code(failure.code)) from error


def _filled_in(job_type: type[BaseModel], values: dict[str, Any]) -> Any:
    """``job_type(**values)``; a value that does not fit is a usage error that names the option."""
    try:
        with _said():
            return job_type(**values)
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(part) for part in first["loc"]] or ["job"]
        option = f"--set {'.'.join(place[1:])}" if place[0] == "settings" else f"--{place[0].replace('_', '-')}"
        raise typer.BadParameter(first["msg"], param_hint=option) from error


def _changed(settings: Settings, changes: list[str] | None) -> dict[str, Any]:
    """``settings`` with ``changes`` such as "augmentation.rotation_deg=5" made; the job then checks names and
    values.
    """
    values = settings.model_dump()
    for change in changes or []:
        name, separator, text = change.partition("=")
        *groups, last = name.split(".")
        group: Any = values
        for part in groups:
            group = group.get(part) if isinstance(group, dict) else None
        if not separator or not isinstance(group, dict):
            raise typer.BadParameter(f"{change!r} is not a setting followed by = and a value.", param_hint="--set")
        group[last] = _value(text)
    return values


def _value(text: str) -> Any:
    """A number, a truth value, null or a list where ``text`` is one in JSON, else ``text``."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _refuse_former(name: str) -> None:
    with _said():
        refuse_preset(name)


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",")]


def _numbers(text: str, option: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a list of whole numbers such as 1,2.", param_hint=option) from error


def _found(model: str | None) -> Path | None:
    with _said():
        return Library().find(model) if model else None


from . import exchange, results  # noqa: E402, F401 their verbs are written with what stands above
