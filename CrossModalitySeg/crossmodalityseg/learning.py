"""``train`` and ``adapt``: from folders of volumes to a model file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from CrossModalitySegLib.choices import refuse_preset
from CrossModalitySegLib.errors import Code, UserError

if TYPE_CHECKING:
    from CrossModalitySegLib.choices import MethodName, SizeName
    from CrossModalitySegLib.job import AdaptJob, TrainJob

OnProgress = Callable[[float, str], None]
"""Called with the done fraction, 0 to 1, and a word on what is being done; what it raises ends the work."""


def train(
    data: str | PathLike[str],
    out: str | PathLike[str],
    *,
    modality: Literal["mr", "ct", "any"] = "mr",
    size: SizeName = "paper",
    method: MethodName | None = None,
    settings: Mapping[str, object] | None = None,
    labels: str | PathLike[str] | None = None,
    seed: int = 0,
    device: str = "auto",
    on_progress: OnProgress | None = None,
    preset: str | None = None,
) -> Path:
    """Train a segmenter on labeled volumes. Called again after an interruption, it goes on from its last
    checkpoint.

    Args:
        data: Folder of labeled volumes: MM-WHS names, ``NAME.nii.gz`` beside ``NAME_label.nii.gz``, or ``images/``
            and ``labels/``.
        out: Model to write (``.cms``); checkpoints lie beside it in a folder with the ending ``.work``.
        modality: Modality of the data; ``any`` learns from both.
        size: What the network sees, how large it is, how long it learns: ``tiny`` is small and quick, ``paper`` wants
            a GPU, ``whole-heart`` is 3D and learns from tissue maps.
        method: How it learns: ``dou2018``, ``pnp-adanet``, ``released``, ``self-training`` or
            ``adversarial-self-training``; None takes the usual one of ``size``.
        settings: What differs from the settings of these, e.g.
            ``{"steps": 300, "preprocessing": {"spacing_mm": 3.0}}``.
        labels: Structures in the label files: name of a label set that ships, path of a JSON file, or which number is
            which of them, as in ``"RV=1,Myo=2,LV=3"``. None takes ``labels.json`` of the data, else ``heart-4``.
        seed: Seed of every random choice.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        on_progress: See ``OnProgress``.
        preset: Refused: the name that stood for size and method in earlier versions. The error names the two.

    Returns:
        The path of the model.

    Raises:
        UserError: EXISTS, BAD_DATASET, BAD_LABELS, BAD_SETTINGS, BAD_CHECKPOINT or NO_DEVICE.

    Examples:
        One step on one virtual patient, to see that it runs:

        >>> import tempfile
        >>> from pathlib import Path
        >>> from crossmodalityseg import phantom, train
        >>> folder = Path(tempfile.mkdtemp())
        >>> patient = phantom("mr", seed=1, size_mm=(128, 128, 128), spacing_mm=4)
        >>> image = patient.save(folder)
        >>> least = {"steps": 1, "batch": 1, "localizer_steps": 1}
        >>> least["preprocessing"] = {"spacing_mm": 4.0, "size_px": 64, "depth_px": 8}
        >>> train(folder / "mr_train", folder / "MR.cms", size="tiny", settings=least, device="cpu").name
        'MR.cms'
    """
    from CrossModalitySegLib.job import TrainJob

    if preset is not None:
        refuse_preset(preset)

    values = {
        "data": Path(data),
        "out": Path(out),
        "modality": modality,
        "size": size,
        "method": method,
        "settings": dict(settings or {}),
        "labels": None if labels is None else str(labels),
        "seed": seed,
    }
    return _done(TrainJob, values | {"device": device}, on_progress)


def adapt(
    model: str | PathLike[str],
    target: str | PathLike[str],
    out: str | PathLike[str],
    *,
    source: str | PathLike[str] | None = None,
    source_modality: Literal["mr", "ct"] = "mr",
    target_modality: Literal["mr", "ct"] = "ct",
    size: SizeName = "paper",
    method: MethodName | None = None,
    settings: Mapping[str, object] | None = None,
    labels: str | PathLike[str] | None = None,
    seed: int = 0,
    device: str = "auto",
    on_progress: OnProgress | None = None,
    preset: str | None = None,
) -> Path:
    """Adapt a model to another modality without labels. Called again after an interruption, it goes on from its last
    checkpoint.

    Args:
        model: Source model: path of a ``.cms`` file, or its name in the library.
        target: Folder of target volumes; labels among them are never opened.
        out: Model to write (``.cms``).
        source: Folder of source volumes; adversarial settings need it.
        source_modality: Modality of ``model`` and ``source``.
        target_modality: Modality of ``target``.
        size: As in ``train``.
        method: How it is adapted: ``dou2018``, ``pnp-adanet``, ``released``, ``self-training`` or
            ``adversarial-self-training``; None takes the usual one of ``size``.
        settings: What differs from the settings of these, e.g. ``{"depth": 13}``.
        labels: Structures in the label files of ``source``, as in ``train``; only for settings that learn from them.
            None takes ``labels.json`` of the source, else those of the model.
        seed: Seed of every random choice.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        on_progress: See ``OnProgress``.
        preset: Refused: the name that stood for size and method in earlier versions. The error names the two.

    Returns:
        The path of the adapted model.

    Raises:
        UserError: EXISTS, BAD_DATASET, BAD_INPUT, BAD_LABELS, BAD_MODEL, BAD_SETTINGS, BAD_CHECKPOINT or NO_DEVICE.

    Examples:
        >>> from crossmodalityseg import adapt
        >>> adapt("MR.cms", "scans", "CT.cms", source="mr_train", size="tiny")  # doctest: +SKIP
        PosixPath('CT.cms')
    """
    from CrossModalitySegLib.job import AdaptJob
    from CrossModalitySegLib.models.library import Library

    if preset is not None:
        refuse_preset(preset)

    domains: dict[str, object] = {
        "source": None if source is None else Path(source),
        "source_modality": source_modality,
        "target_modality": target_modality,
        "labels": None if labels is None else str(labels),
    }
    values = {"model": Library().find(Path(model)), "target": Path(target), "out": Path(out), **domains}
    how = {"size": size, "method": method, "settings": dict(settings or {}), "seed": seed, "device": device}
    return _done(AdaptJob, values | how, on_progress)


def _done(
    job_type: type[TrainJob] | type[AdaptJob], values: Mapping[str, object], on_progress: OnProgress | None
) -> Path:
    """Do the job and return its one output; a value that does not fit is BAD_SETTINGS."""
    from pydantic import BaseModel, ValidationError

    from CrossModalitySegLib import verbs
    from CrossModalitySegLib.events import Progress, Reporter
    from CrossModalitySegLib.validation import first_problem

    class ProgressReporter(Reporter):
        def emit(self, event: BaseModel) -> None:
            if on_progress is not None and isinstance(event, Progress):
                on_progress(event.fraction, event.stage)

    try:
        job = job_type.model_validate(values)
    except ValidationError as error:
        place, problem = first_problem(error)
        raise UserError(
            Code.BAD_SETTINGS,
            f"The value of {'.'.join(place) or 'the job'} does not fit: {problem}.",
            "Correct it; the reference lists what is allowed.",
        ) from error
    return verbs.run(job, ProgressReporter()).outputs[0]
