"""Training of the heart localizer on bodies from neck to thigh, with every field of view that a scan may have.

Images are drawn anew at every step from tissue maps (``synthetic_contrast.py``): CT of all contrast phases, MR, and
tissues of random gray values. What is learned is the convex hull of all seven structures as far as it lies inside the
field of view, so the middle of its box is the middle of the seven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

from ..errors import Stopped
from ..events import Reporter
from ..files import replacing
from ..networks.localizer import LOCALIZER_SHAPE, LOCALIZER_SPACING_MM, HeartLocalizer, standardized
from ..phantoms.tissue_map import CODES
from ..phantoms.torso import SPACING_MM, Torso, make_torso
from .distributed import Distributed
from .drawing import Draw
from .localizer_training import _extent, _loss, heart_hull
from .stages import Course, Stage, Values, run
from .synthetic_contrast import AIR_HU, ct_values, mr_values, pose, random_values

_BATCH, _LEARNING_RATE = 4, 1e-3
_CHECKPOINT_EVERY = 20
_MISSING, _CUT, _BOX = 0.2, 0.3, 0.2
"""Shares of samples whose field of view misses the heart, ends inside it, or is a box about it; the rest is as long as
the window.
"""
_MR, _RANDOM = 0.2, 0.15


@dataclass(frozen=True)
class Body:
    """A tissue map (D, H, W) uint8, the convex hull (D, H, W) bool of the seven structures in it, and its voxel
    size.
    """

    codes: Tensor
    hull: Tensor
    spacing_mm: float

    @classmethod
    def of(cls, torso: Torso) -> Body:
        """The body of a tissue map.

        Args:
            torso: Map with its grid of isotropic voxels, which may be smaller than a torso.

        Returns:
            The map and the hull of its seven structures, on the CPU; ``codes`` shares its memory.
        """
        hull = heart_hull(torso.labels(), torso.grid) > 0
        return cls(torch.from_numpy(torso.codes), torch.from_numpy(hull), torso.grid.spacing_mm[0])

    def to(self, device: torch.device) -> Body:
        """The same on ``device``."""
        return Body(self.codes.to(device), self.hull.to(device), self.spacing_mm)


def cached_bodies(folder: Path, anatomies: Sequence[Path | None], count: int, seed: int) -> list[Body]:
    """Make bodies, or read them where they were made before.

    Args:
        folder: Where they are kept, a file each.
        anatomies: Label volumes of hearts, which are taken in turn; None among them stands for a parametric one.
        count: Number of bodies.
        seed: Of the first one; the others count on.

    Returns:
        The bodies, on the CPU.
    """
    folder.mkdir(parents=True, exist_ok=True)
    bodies = []
    for number in range(count):
        path = folder / f"torso_{seed + number}.safetensors"
        if not path.exists():
            made = Body.of(make_torso(seed + number, anatomies[number % len(anatomies)]))
            with replacing(path) as temporary:
                save_file({"codes": made.codes, "hull": made.hull}, temporary)
        tensors = load_file(path)
        bodies.append(Body(tensors["codes"], tensors["hull"], SPACING_MM))
    return bodies


def train_on_bodies(
    bodies: Sequence[Body],
    steps: int,
    *,
    seed: int,
    checkpoint: Path,
    distributed: Distributed,
    reporter: Reporter,
    initial: HeartLocalizer | None = None,
) -> HeartLocalizer:
    """Train a heart localizer on virtual bodies. The same arguments give the same localizer.

    If started again, it resumes from ``checkpoint``.

    Args:
        bodies: Virtual bodies with the position of the heart.
        steps: Number of updates, >= 1.
        seed: Seed of every random choice.
        checkpoint: File of the checkpoint.
        distributed: Processes that train together: all learn the same, and the first one writes.
        reporter: Gets progress, and asks for a stop.
        initial: Localizer to fine-tune; None starts from random weights.

    Returns:
        The localizer.

    Raises:
        Stopped: After a stop; the checkpoint is saved before.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        localizer = HeartLocalizer()
    if initial:
        localizer.load_state_dict(initial.state_dict())
    device = distributed.device
    localizer = localizer.to(device).train()
    optimizer = torch.optim.AdamW(localizer.parameters(), lr=_LEARNING_RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, total_steps=steps + 1, pct_start=0.1)
    bodies = [body.to(device) for body in bodies]

    def step(done: int) -> Values:
        # Each step draws from its own number, so that a resumed training goes on as it would have.
        generator = torch.Generator(device).manual_seed(seed * 1_000_003 + done)
        drawn = [
            draw_view(bodies[int(torch.randint(len(bodies), (1,), generator=generator, device=device))], generator)
            for _ in range(_BATCH)
        ]
        view, inside, heart = (torch.stack(tensors)[:, None] for tensors in zip(*drawn, strict=True))
        loss = _loss(localizer(standardized(view, inside)), heart)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        return {"localizer_loss": loss.detach()}

    identity = {"steps": steps, "seed": seed, "bodies": len(bodies)}
    course = Course("Learning where the structures lie", steps, checkpoint, identity, _CHECKPOINT_EVERY)
    stage = Stage(step, {"localizer": localizer, "optimizer": optimizer, "schedule": schedule})
    _, stopped = run(stage, course, reporter, distributed)
    if stopped:
        raise Stopped("The training of the localizer goes on from its checkpoint.")
    return localizer.eval()


def draw_view(body: Body, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Draw one training sample of the localizer.

    Args:
        body: Where the window lies, somewhere about the heart or where there is none.
        generator: On the device of ``body``.

    Returns:
        Coarse view, 0 to 1; field of view, 0 or 1; and heart inside it, 0 or 1: each (D, H, W) of ``LOCALIZER_SHAPE``,
        float32.
    """
    draw = Draw(generator, body.codes.device)
    kind = draw.number()
    low, high = _extent(body.hull).unbind(1)
    # Windows of a scan lie anywhere about the heart; those that miss it lie above or, more often, below it, to the end
    # of the body.
    away_mm = torch.stack([draw.uniform(-130, 130, 1), draw.uniform(-70, 70, 1), draw.uniform(-90, 90, 1)]).flatten()
    if kind < _MISSING:
        away_mm[0] = draw.number(-480, -110) if draw.chance(0.7) else draw.number(90, 230)
    center = (low + high) / 2 + away_mm / body.spacing_mm
    points = pose(draw, LOCALIZER_SHAPE, LOCALIZER_SPACING_MM, draw.number(0.6, 1.5)) / body.spacing_mm + center
    size = torch.tensor(body.codes.shape, device=draw.device)
    place = points.round().long()
    along_body = (place[..., 0] >= 0) & (place[..., 0] < size[0])
    within = ((place >= 0) & (place < size)).all(-1)
    place = torch.minimum(place.clamp(min=0), size - 1)
    index = (place[..., 0] * size[1] + place[..., 1]) * size[2] + place[..., 2]
    codes = torch.where(within, body.codes.flatten()[index].long(), 0)
    heart = body.hull.flatten()[index] & within
    view, field = _image(draw, codes), along_body & _scanned(draw, heart, kind)
    if draw.chance(0.25):  # a round field in a square image: nothing is known of the corners, and they count as air
        y, x = torch.meshgrid(
            *(torch.linspace(-1, 1, n, device=draw.device) for n in LOCALIZER_SHAPE[1:]), indexing="ij"
        )
        round_ = torch.hypot(y - draw.number(-0.2, 0.2), x - draw.number(-0.2, 0.2)) < draw.number(0.55, 1.1)
        view = torch.where(round_, view, view.amin())
        heart = heart & round_
    if not field.any():
        field = torch.ones_like(field)
    limits = torch.quantile(view[field], torch.tensor([0.005, draw.number(0.985, 1.0)], device=draw.device))
    view = ((view - limits[0]) / (limits[1] - limits[0]).clamp_min(1e-3)).clamp(0, 1)
    return view * field, field.float(), (heart & field).float()


def _image(draw: Draw, codes: Tensor) -> Tensor:
    """Gray values (D, H, W) of ``codes``: HU from air to bone, or signals of MR."""
    kind = draw.number()
    values = (
        mr_values(draw)
        if kind < _MR
        else random_values(draw)
        if kind < _MR + _RANDOM
        else ct_values(draw, draw.chance(0.8))
    )
    shape = tuple(codes.shape)
    regions = (draw.field(shape, draw.number(4, 20)) > draw.number(-0.6, 0.6)).long()
    regions = regions + 2 * (draw.field(shape, draw.number(3, 12)) > draw.number(-0.6, 0.6)).long()
    image = values.flatten()[regions * CODES + codes]
    if kind < _MR + _RANDOM:
        image = image * (draw.number(0, 0.5) * draw.field(shape, max(shape) / 2)).exp()
    if draw.chance(0.5):
        image = torch.lerp(
            image, F.avg_pool3d(image[None, None], 3, stride=1, padding=1, count_include_pad=False)[0, 0], draw.number()
        )
    image = image + draw.number(0, 40) ** 2 / 40 * draw.normal(*shape)
    return image.clamp(min=AIR_HU)


def _scanned(draw: Draw, heart: Tensor, kind: float) -> Tensor:
    """Field of view (D, H, W) bool. ``heart`` is where the hull lies in the window, ``kind`` 0..1 says what is asked
    for (see ``_MISSING``).
    """
    field = torch.ones_like(heart)
    low, high = _extent(heart).unbind(1)
    here = bool(heart.any())
    axis = 0 if draw.chance(0.8) else 1 + int(draw.chance(0.5))
    upward = draw.chance(0.5)
    length = float(high[axis] - low[axis]) + 1
    if kind < _MISSING:
        if here:
            upward = float(low[0] + high[0]) < LOCALIZER_SHAPE[0]
            start = float(high[0]) + 1 + draw.number(0, 3) if upward else float(low[0]) - draw.number(0, 3)
            _keep(field, 0, start, LOCALIZER_SHAPE[0]) if upward else _keep(field, 0, 0, start)
    elif kind < _MISSING + _CUT:
        if here:
            border, reach = float(low[axis]) + draw.number(0.1, 0.9) * length, draw.number(2, 36)
            _keep(field, axis, border, float(high[axis]) + reach) if upward else _keep(
                field, axis, float(low[axis]) - reach, border
            )
    elif kind < _MISSING + _CUT + _BOX:
        least = -4.0 if draw.chance(0.3) else 0.0
        for side in range(3):
            _keep(field, side, float(low[side]) - draw.number(least, 9), float(high[side]) + 1 + draw.number(least, 9))
    elif draw.chance(0.5):
        _keep(field, 0, float(low[0]) - draw.number(0, 25), float(high[0]) + 1 + draw.number(0, 25))
    if draw.chance(0.3):  # a reconstruction narrower than the body
        for side in (1, 2):
            _keep(field, side, float(low[side]) - draw.number(2, 14), float(high[side]) + 1 + draw.number(2, 14))
    return field


def _keep(field: Tensor, axis: int, start: float, stop: float) -> None:
    """Nothing of ``field`` is left outside ``start`` to ``stop`` along ``axis``; at least six voxels stay. Changes
    ``field``.
    """
    size = field.shape[axis]
    first = min(max(round(start), 0), size - 6)
    last = min(max(round(stop), first + 6), size)
    field.narrow(axis, 0, first).fill_(False)
    field.narrow(axis, last, size - last).fill_(False)
