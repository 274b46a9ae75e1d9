"""Train a segmenter of the whole heart on tissue maps: what ``train`` does with a folder of them. A 3D segmenter learns
from nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import Code, UserError
from ..evaluation.preview import preview
from ..events import Reporter, Result
from ..images.geometry import Geometry
from ..images.volume import Volume
from ..job import TrainJob
from ..learning.distributed import Distributed
from ..learning.losses import UNKNOWN
from ..learning.on_maps import fit_on_maps
from ..learning.phantom_samples import MapSamples, PhantomSamples
from ..learning.phantom_slices import PhantomSlices
from ..learning.supervised import Watch
from ..learning.synthetic_contrast import CENTER_HU, SCALE_HU, draw_sample
from ..learning.torso_training import Body, cached_bodies, train_on_bodies
from ..models.card import ModelCard, Provenance
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES, build_network
from ..networks.localizer import HeartLocalizer
from ..networks.precision import autocast, resolve_precision
from ..phantoms.tissue_map import LABEL_SET, LABELS, read_map
from ..phantoms.torso import SPACING_MM as BODY_SPACING_MM
from ..phantoms.torso import Torso
from .through_time import ThroughTime
from .training import LOCALIZER_CHECKPOINT, SEGMENTER_CHECKPOINT, discard_if_complete, refuse_complete, training_of
from .work import begun, content, same_inputs, work_folder

_CHESTS, _BODIES = 24, 12
"""So many maps, and whole bodies from neck to thigh, teach the localizer."""
BODIES = "bodies"
"""Folder of these bodies beside the checkpoints."""
_PREVIEW_MM = 4.0
_LOOKED_THROUGH = 4
"""Of so many samples that with most of a heart is watched."""


def maps_of(folder: Path) -> list[Path]:
    """The tissue maps in ``folder``."""
    return sorted(folder.glob("*.npz")) if folder.is_dir() else []


def run(job: TrainJob, reporter: Reporter, held: ExitStack) -> Result:
    """Train a model on images that are drawn from tissue maps.

    Args:
        job: What is asked for; checkpoints in ``job.work`` let the same job go on after a stop or a kill.
        reporter: Who is told how far it is, and who may ask for a stop.
        held: Keeps the lock of the folder of checkpoints.

    Returns:
        The model ``job.out``; the summary holds the number of ``maps`` and the ``curves``.

    Raises:
        UserError: EXISTS, BUSY, BAD_DATASET, BAD_MODEL, BAD_CHECKPOINT, BAD_SETTINGS or NO_DEVICE.
    """
    overwrite = refuse_complete(job)
    maps = maps_of(job.data)
    if not maps:
        sentence = f"{job.data} holds no tissue maps, from which {job.settings.architecture} learns."
        raise UserError(
            Code.BAD_DATASET,
            sentence,
            "Make some with `crossmodalityseg maps`, or choose a size for labeled volumes.",
        )
    if job.labels or job.subjects is not None:
        raise UserError(
            Code.BAD_SETTINGS,
            f"{job.data} holds tissue maps, which have neither label files nor subjects.",
            "Leave --labels and --subjects out, or name a folder of labeled volumes.",
        )
    settings, distributed = job.settings, Distributed.from_environment(job.device)
    initial = HeartModel.load(job.initial) if job.initial else None
    if initial is not None and initial.card.labels.values != LABEL_SET.values:
        raise UserError(
            Code.BAD_MODEL,
            f"{job.initial} segments {', '.join(initial.card.labels.names)}, and tissue maps distinguish "
            f"{', '.join(LABEL_SET.names)}.",
            "Start from a model of the same structures.",
        )
    if initial is not None and (initial.card.architecture, initial.card.network) != (
        settings.architecture,
        settings.network,
    ):
        raise UserError(
            Code.BAD_MODEL,
            f"{job.initial} has another network.",
            f"Use the size with which it was trained, {initial.card.size}.",
        )
    work = work_folder(job.work, job.out, held)
    inputs = {
        "initial model": {job.initial.name: content(job.initial)} if job.initial else {},
        "data": {path.name: content(path) for path in maps},
    }
    same_inputs(work, inputs, begun(work))
    torch.manual_seed(job.seed)
    network = (
        initial.segmenter if initial else build_network(settings.architecture, settings.network, LABEL_SET.class_count)
    )
    localizer = initial.localizer if initial else _localizer(maps, job, distributed, work, reporter.part(0, 0.1))
    begin = 0.0 if initial else 0.1
    through_time, watch = _watched(maps, job, work, distributed.device)
    fit = fit_on_maps(
        network,
        maps,
        settings,
        modality=job.modality,
        seed=job.seed,
        checkpoint=work / SEGMENTER_CHECKPOINT,
        distributed=distributed,
        reporter=reporter.part(begin, 1),
        watch=watch,
    )
    if not distributed.is_main:
        return Result(outputs=[], stopped=fit.stopped)
    example = _scan(maps[0], job.seed)
    card = ModelCard(
        name=job.out.stem,
        modality=job.modality,
        labels=LABEL_SET,
        preprocessing=settings.preprocessing,
        architecture=settings.architecture,
        network=settings.network,
        size=job.size,
        method=job.method,
        training=training_of(job, inputs, distributed.device, distributed.size),
        complete=not fit.stopped,
        provenance=Provenance(
            data=f"images drawn from {len(maps)} tissue maps of virtual patients",
            license="that of the anatomies in the maps",
        ),
        volume_ranges_ml=_ranges(maps),
        metrics={"training_loss": fit.curves["loss"][-1][1] if fit.curves.get("loss") else None},
    )
    HeartModel(card, fit.segmenter.cpu(), localizer.cpu()).save(job.out, preview(*example, LABEL_SET), overwrite)
    through_time.write(job.out.stem, fit, reporter)
    discard_if_complete(fit, work, work / LOCALIZER_CHECKPOINT, work / SEGMENTER_CHECKPOINT)
    return Result(outputs=[job.out], summary={"maps": len(maps), "curves": fit.curves}, stopped=fit.stopped)


def _watched(maps: Sequence[Path], job: TrainJob, work: Path, device: torch.device) -> tuple[ThroughTime, Watch]:
    """What keeps how a sample that nobody learns from comes out through time, and shows it the networks."""
    settings, last = job.settings, job.settings.steps * job.settings.batch
    box, part = settings.preprocessing, (job.seed, last, last + _LOOKED_THROUGH, job.modality)
    flat = ARCHITECTURES[settings.architecture].dimension == 2
    samples: MapSamples = (
        PhantomSlices(maps[:1], box, *part) if flat else PhantomSamples(maps[:1], box.size_px, box.spacing_mm, *part)
    )
    x, classes = max((samples[index] for index in range(len(samples))), key=lambda sample: _shown(sample[1]))
    image, truth = (x[1:2], classes[None]) if flat else (x[0], classes)
    grid = Geometry(tuple(image.shape), (box.spacing_mm,) * 3)  # type: ignore[arg-type]
    labels = torch.where(truth == UNKNOWN, 0, truth).byte().numpy()
    through_time = ThroughTime(work, Volume(image.numpy(), grid), LABEL_SET, Volume(labels, grid))
    dtype = resolve_precision(settings.precision, device)

    @torch.inference_mode()
    def watch(step: int, network: nn.Module) -> None:
        if through_time.wanted:
            with autocast(device, dtype):
                logits = network(x[None].to(device))
            found = logits.argmax(1).byte().cpu().numpy()
            through_time.keep(step, found if flat else found[0])

    return through_time, watch


def _shown(classes: Tensor) -> int:
    """How many voxels of structures there are."""
    return int(((classes > 0) & (classes != UNKNOWN)).sum())


def _localizer(
    maps: Sequence[Path], job: TrainJob, distributed: Distributed, work: Path, reporter: Reporter
) -> HeartLocalizer:
    """The localizer, learned from the chests of ``maps`` and from whole bodies with parametric hearts."""
    bodies = [Body.of(_coarse(path)) for path in maps[:_CHESTS]]
    with distributed.first():  # makes whole bodies, and the others read them
        bodies += cached_bodies(work / BODIES, [None], _BODIES, job.seed)
    checkpoint, steps = work / LOCALIZER_CHECKPOINT, job.settings.localizer_steps
    return train_on_bodies(
        bodies, steps, seed=job.seed, checkpoint=checkpoint, distributed=distributed, reporter=reporter
    )


def _coarse(path: Path) -> Torso:
    """A map with voxels as large as those of a whole body."""
    codes, grid = read_map(path)
    step = max(1, round(BODY_SPACING_MM / grid.spacing_mm[0]))
    thin = np.ascontiguousarray(codes[::step, ::step, ::step])
    return Torso(thin, Geometry(thin.shape, tuple(step * side for side in grid.spacing_mm), grid.origin_mm))  # type: ignore[arg-type]


def _scan(path: Path, seed: int) -> tuple[Volume, Volume]:
    """A whole chest at ``_PREVIEW_MM`` in HU, and its class indices, in the pose of the map bent a little."""
    codes, grid = read_map(path)
    depth, height, width = (int(side * grid.spacing_mm[0] / _PREVIEW_MM) for side in codes.shape)
    shape = (depth, height, width)
    middle = torch.tensor([(side - 1) / 2 for side in codes.shape])
    generator = torch.Generator().manual_seed(seed)
    x, classes = draw_sample(torch.from_numpy(codes), grid.spacing_mm[0], middle, shape, _PREVIEW_MM, generator, 0.5)
    origin = tuple(float(v) for v in grid.physical(middle.numpy()) - (np.array(shape[::-1]) - 1) / 2 * _PREVIEW_MM)
    box = Geometry(shape, (_PREVIEW_MM,) * 3, origin)  # type: ignore[arg-type]
    return Volume((x[0] * SCALE_HU + CENTER_HU).numpy(), box), Volume(classes.byte().numpy(), box)


def _ranges(maps: Sequence[Path]) -> dict[str, tuple[float, float]]:
    """Smallest and largest volume in ml of each structure in the maps."""
    volumes: dict[str, list[float]] = {name: [] for name in LABEL_SET.names}
    for path in maps:
        codes, grid = read_map(path)
        counts = np.bincount(codes.ravel(), minlength=max(LABELS) + 1)
        for one in LABEL_SET.structures:
            volumes[one.name].append(
                sum(int(counts[code]) for code, value in LABELS.items() if value == one.value) * grid.voxel_ml
            )
    return {name: (min(found), max(found)) for name, found in volumes.items()}
