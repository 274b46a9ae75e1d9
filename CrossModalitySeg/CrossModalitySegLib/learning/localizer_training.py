"""Training of the heart localizer on labeled volumes of one modality, so that it works on others.

Shape and place of the heart are the same in every modality, its look is not: each sample is recolored at random, by
curves and by shallow random networks (GIN, ``appearance.py``), and cropped at random.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import Delaunay
from torch import Tensor
from torch.nn import functional as F

from ..events import Reporter
from ..images.coarse import coarse
from ..images.geometry import Geometry
from ..images.volume import Volume
from ..networks.localizer import LOCALIZER_SHAPE, LOCALIZER_SPACING_MM, HeartLocalizer, standardized
from .appearance import through_network
from .distributed import Distributed
from .stages import Course, Stage, Values, run

_BATCH = 4
_LEARNING_RATE = 3e-3
_WITHOUT_HEART, _REPLACED, _IN_SCENERY = 0.2, 0.12, 0.4
"""Shares of samples whose field of view misses the heart, that show something else in its place, and whose field is
made wider.
"""


_CHECKPOINT_EVERY = 20
"""Steps; some ten seconds, and a small file."""


def train_localizer(
    volumes: Sequence[tuple[Volume, Volume]],
    steps: int,
    seed: int,
    checkpoint: Path,
    made_from: dict[str, Any],
    distributed: Distributed,
    reporter: Reporter,
) -> HeartLocalizer | None:
    """Train the heart localizer.

    Args:
        volumes: Images and labels (class indices, 0 for background) on one grid each, of any size and direction; one
            pair or more.
        steps: Number of updates.
        seed: Of weights and samples; the same one gives the same localizer.
        checkpoint: File of the state, from which the training goes on if it is there; a finished one is read.
        made_from: Notes in which the checkpoint has to agree, for JSON, such as fingerprints of the volumes.
        distributed: Processes that train together: all learn the same, and the first one writes.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The localizer in evaluation mode; None if a stop was asked for, which leaves what was learned in ``checkpoint``.

    Raises:
        UserError: BAD_CHECKPOINT if the checkpoint is damaged or of another training.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        localizer = HeartLocalizer().to(distributed.device).train()
    optimizer = torch.optim.AdamW(localizer.parameters(), lr=_LEARNING_RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, total_steps=steps + 1, pct_start=0.1)
    generator = torch.Generator().manual_seed(seed)
    samples = functools.cache(
        lambda: _Samples(volumes, generator, distributed.device)
    )  # a finished training needs none

    def step(done: int) -> Values:
        view, inside, heart = samples().draw(_BATCH)
        loss = _loss(localizer(standardized(view, inside)), heart)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        return {"localizer_loss": loss.detach()}

    identity = made_from | {"steps": steps, "seed": seed}
    course = Course("Learning where the structures lie", steps, checkpoint, identity, _CHECKPOINT_EVERY)
    _, stopped = run(
        Stage(step, {"localizer": localizer, "optimizer": optimizer, "schedule": schedule}, {"samples": generator}),
        course,
        reporter,
        distributed,
    )
    return None if stopped else localizer.eval()


def _loss(logits: Tensor, heart: Tensor) -> Tensor:
    """Cross-entropy plus soft Dice over the batch; the constant keeps batches without a heart from dividing by
    nothing.
    """
    probability = logits.sigmoid()
    overlap = 2 * (probability * heart).sum() + 50
    return F.binary_cross_entropy_with_logits(logits, heart) + 1 - overlap / (probability.sum() + heart.sum() + 50)


def heart_hull(labels: Volume, grid: Geometry) -> NDArray[np.float32]:
    """The convex hull of the heart, which is asked for, not the structures, because it looks alike in every modality
    and has one piece.

    Args:
        labels: Class indices (D, H, W); all above 0 are in the hull.
        grid: Grid of the result, of any direction.

    Returns:
        Mask (D, H, W) on ``grid``, float32: 1 inside, 0 elsewhere; all 0 where fewer than five voxels, or voxels of one
        plane alone, have a label.
    """
    surface = labels.array > 0
    surface &= ~ndimage.binary_erosion(surface)
    points = labels.geometry.physical(np.argwhere(surface).astype(np.float64))
    if len(points) < 5:
        return np.zeros(grid.shape, dtype=np.float32)
    voxels = grid.physical(np.indices(grid.shape).reshape(3, -1).T.astype(np.float64))
    try:
        hull = Delaunay(points[:: max(1, len(points) // 4000)])
    except RuntimeError:  # every labeled voxel lies in one plane
        return np.zeros(grid.shape, dtype=np.float32)
    return (hull.find_simplex(voxels) >= 0).reshape(grid.shape).astype(np.float32)


class _Samples:
    """All training volumes as one tensor, and random windows of them."""

    def __init__(
        self, volumes: Sequence[tuple[Volume, Volume]], generator: torch.Generator, device: torch.device
    ) -> None:
        self._random, self._device = generator, device
        fields = []
        for image, labels in volumes:
            view, inside = coarse(image, LOCALIZER_SPACING_MM)
            fields.append(
                torch.from_numpy(np.stack([view.array, inside.astype(np.float32), heart_hull(labels, view.geometry)]))
            )
        side = max(max(field.shape[1:]) for field in fields)
        # One cube for all: the spare room around a smaller volume lies outside its field, as beyond the edge of a scan.
        self._fields = torch.stack(
            [F.pad(field, [p for n in reversed(field.shape[1:]) for p in (0, side - n)]) for field in fields]
        ).to(device)
        self._boxes = torch.stack([_extent(field[2]) for field in self._fields])

    def _uniform(self, low: float, high: float, *shape: int) -> Tensor:
        return (torch.rand(shape, generator=self._random) * (high - low) + low).to(self._device)

    def draw(self, count: int) -> tuple[Tensor, Tensor, Tensor]:
        """Random windows of random volumes.

        Args:
            count: Number B of windows.

        Returns:
            Three tensors (B, 1, D, H, W) of ``LOCALIZER_SHAPE``, float32: recolored view in 0..1, 0 outside the field
            of view; field of view, 0 or 1; heart as far as it lies inside it, 0 or 1.
        """
        chosen = torch.randint(len(self._fields), (count,), generator=self._random).to(self._device)
        view, inside, heart = self._window(self._fields[chosen], self._boxes[chosen]).split(1, dim=1)
        inside = (inside > 0.5).float() * self._crop(heart)
        view, inside, heart = self._staged(view, inside, (heart > 0.5).float() * inside)
        return self._recolored(view) * inside, inside, heart

    def _window(self, fields: Tensor, boxes: Tensor) -> Tensor:
        """``fields`` (B, 3, side, side, side) turned, scaled and shifted into windows of ``LOCALIZER_SHAPE``; left
        stays left.
        """
        count, side = len(fields), fields.shape[-1]
        angles = self._uniform(-0.25, 0.25, count, 3)
        scale = self._uniform(0.8, 1.25, count, 1) * self._uniform(0.93, 1.07, count, 3)
        turn = torch.linalg.matrix_exp(_cross(angles)) / scale[:, None, :]
        extent = torch.tensor(LOCALIZER_SHAPE[::-1], device=self._device) / side
        center = (boxes.mean(dim=2).flip(1) + 0.5) * 2 / side - 1
        # The heart lies anywhere in the middle half of the window: scans are not centered on it.
        shift = center[:, :, None] - turn @ (self._uniform(-0.5, 0.5, count, 3, 1) * extent[:, None])
        grid = F.affine_grid(
            torch.cat([turn * extent, shift], dim=2), [count, 3, *LOCALIZER_SHAPE], align_corners=False
        )
        return F.grid_sample(fields, grid, align_corners=False)

    def _crop(self, heart: Tensor) -> Tensor:
        """Fields of view (B, 1, D, H, W): the whole window, a box about the heart, or a part that misses it."""
        kept = torch.ones_like(heart)
        for field, target in zip(kept, heart, strict=True):
            kind, axis, side = (float(v) for v in self._uniform(0, 1, 3))
            (low, high), size = _extent(target[0]).unbind(1), torch.tensor(LOCALIZER_SHAPE, device=self._device)
            if kind < _WITHOUT_HEART:
                # Mostly above or below the heart: necks and abdomens are what people scan beside it.
                which = 0 if axis < 0.7 else 1 if axis < 0.85 else 2
                cut = int(low[which]) if side < 0.6 else int(size[which] - 1 - high[which])
                region = slice(max(cut, 1), None) if side < 0.6 else slice(0, int(size[which]) - max(cut, 1))
                field.select(0, 0)[tuple(region if i == which else slice(None) for i in range(3))] = 0
            elif kind < 0.75:
                margin = self._uniform(-2, 14, 3, 2)
                start = (low - margin[:, 0]).round().clamp(min=0).int().tolist()
                end = (high + 1 + margin[:, 1]).round().int().tolist()
                mask = torch.zeros_like(field[0])
                mask[tuple(slice(a, b) for a, b in zip(start, end, strict=True))] = 1
                field *= mask
        return kept

    def _scenery(self, view: Tensor) -> Tensor:
        """Random shapes (B, 1, D, H, W) of any contrast, from nearly none (an organ of one color) to full."""
        count = len(view)
        parts = [self._uniform(0, 1, count, 1, n, n, n) for n in (6, 14)]
        noise = torch.stack(
            [F.interpolate(part, LOCALIZER_SHAPE, mode="trilinear", align_corners=True) for part in parts]
        ).mean(0)
        levels = self._uniform(0, 1, count, 1) + self._uniform(-1, 1, count, 1) * self._uniform(0, 1, count, 8)
        number = ((noise - 0.25) * 16).clamp(0, 7.99).long()
        return levels.clamp(0, 1).gather(1, number.flatten(1)).reshape(view.shape)

    def _staged(self, view: Tensor, inside: Tensor, heart: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Random scenery fills the room outside the field of view in some samples, and takes the place of the heart in
        others.

        Training volumes may show little but the heart; a localizer that met nothing else sees one in every abdomen.
        """
        axes = (len(view), 1, 1, 1, 1)
        scenery = self._scenery(view)
        filled = (self._uniform(0, 1, *axes) < _IN_SCENERY).float()
        view = torch.lerp(view, inside * view + (1 - inside) * scenery, filled)
        inside = torch.maximum(inside, filled.expand_as(inside))
        removed = (self._uniform(0, 1, *axes) < _REPLACED).float()
        # The hull leaves the right heart outside, so the scenery covers three voxels (24 mm) more.
        place = F.max_pool3d(heart, 7, stride=1, padding=3) * removed
        return torch.lerp(view, scenery, place), inside, heart * (1 - removed)

    def _recolored(self, view: Tensor) -> Tensor:
        """``view`` (B, 1, D, H, W) in 0..1 with another look, again in 0..1."""
        count = len(view)

        def some(share: float) -> Tensor:
            return (self._uniform(0, 1, count, 1, 1, 1, 1) < share).float()

        view = torch.lerp(view, _unit(self._curve(view)), some(0.8))
        view = torch.lerp(view, _unit(self._random_network(view)), some(0.5) * self._uniform(0.3, 1, count, 1, 1, 1, 1))
        bias = F.interpolate(
            self._uniform(-0.5, 0.5, count, 1, 3, 3, 3), LOCALIZER_SHAPE, mode="trilinear", align_corners=True
        )
        view = view * (bias * some(0.5)).exp()
        view = torch.lerp(
            view,
            F.avg_pool3d(view, 3, stride=1, padding=1, count_include_pad=False),
            some(0.4) * self._uniform(0, 1, count, 1, 1, 1, 1),
        )
        noise = torch.randn(view.shape, generator=self._random).to(self._device)
        return _unit(view + noise * self._uniform(0, 0.12, count, 1, 1, 1, 1) * some(0.7))

    def _curve(self, view: Tensor) -> Tensor:
        """A random piecewise linear curve of the intensity: half of them rise, the others go up and down."""
        count, knots = len(view), 9
        free = self._uniform(0, 1, count, knots)
        rising = free.square().cumsum(dim=1)
        rising = (rising - rising[:, :1]) / (rising[:, -1:] - rising[:, :1]).clamp(min=1e-3)
        table = torch.where(self._uniform(0, 1, count, 1) < 0.5, rising, free)
        table = torch.where(self._uniform(0, 1, count, 1) < 0.3, 1 - table, table)
        position = view.clamp(0, 1).flatten(1) * (knots - 1)
        left = position.floor().clamp(max=knots - 2)
        low, high = table.gather(1, left.long()), table.gather(1, left.long() + 1)
        return torch.lerp(low, high, position - left).reshape(view.shape)

    def _random_network(self, view: Tensor) -> Tensor:
        """Three random convolutions of kernel 1 or 3, another network for every sample."""
        count, width = len(view), 2
        size = 3 if float(self._uniform(0, 1, 1)) < 0.5 else 1

        def layers() -> Iterator[tuple[Tensor, Tensor]]:
            for channels_in, channels_out in ((1, width), (width, width), (width, 1)):
                weight = torch.randn((count * channels_out, channels_in, size, size, size), generator=self._random)
                offset = torch.randn((count * channels_out,), generator=self._random)
                yield weight.to(self._device) / (channels_in * size**3) ** 0.5, offset.to(self._device) * 0.3

        return through_network(view.transpose(0, 1), layers()).transpose(0, 1)


def _extent(mask: Tensor) -> Tensor:
    """(3, 2) first and last index of the voxels set in ``mask`` (D, H, W) along each axis; the middle if there are
    none.
    """
    found = mask.nonzero().float()
    if len(found) == 0:
        return (
            (torch.tensor(mask.shape, device=mask.device).float()[:, None] - 1)
            / 2
            * torch.ones(1, 2, device=mask.device)
        )
    return torch.stack([found.amin(0), found.amax(0)], dim=1)


def _cross(vector: Tensor) -> Tensor:
    """(B, 3, 3) matrices of the cross product with ``vector`` (B, 3); their exponential turns about it."""
    x, y, z = vector.unbind(1)
    zero = torch.zeros_like(x)
    return torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], dim=1).reshape(-1, 3, 3)


def _unit(view: Tensor) -> Tensor:
    """Each sample scaled to 0..1."""
    low, high = view.amin((1, 2, 3, 4), keepdim=True), view.amax((1, 2, 3, 4), keepdim=True)
    return (view - low) / (high - low).clamp(min=1e-6)
