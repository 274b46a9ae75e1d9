"""Images drawn from tissue maps, anew at every training step: what scanners, contrast agents and people could show of
one anatomy.

Half-random looks in the manner of SynthSeg (Billot et al., Med Image Anal 2023, doi:10.1016/j.media.2023.102789): gray
values are drawn for each tissue, and each tissue is split at random into regions of their own (Zalevskyi et al.,
FetalSynthSeg, 2024), here around plausible Hounsfield units or MR signals. Everything runs in torch on the device that
trains.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from ..images.preprocessing import CENTER_HU, HIGH_HU, LOW_HU, SCALE_HU
from ..phantoms.tissue_map import CODES, LABELS, Code
from ..phantoms.tissues import Tissue
from .appearance import through_network
from .drawing import Draw, enlarged
from .findings import with_findings

AIR_HU = -1000.0
DENSE_HU = 800.0
"""Contrast agent from which streaks go out more often than not."""

LEFT: tuple[int, ...] = (Code.LA, Code.LV, Code.AA, Tissue.LEFT_BLOOD, Code.CORONARY)
RIGHT: tuple[int, ...] = (Code.RA, Code.RV, Code.PA, Tissue.RIGHT_BLOOD)
MUSCLE_OF_HEART: tuple[int, ...] = (Code.MYO, Code.LV_MUSCLE, Code.RV_MUSCLE, Tissue.MYOCARDIUM)
SOFT: tuple[int, ...] = (
    Tissue.MUSCLE,
    Tissue.SKIN,
    Tissue.LIVER,
    Tissue.SPLEEN,
    Tissue.STOMACH,
    Tissue.DISC,
    Tissue.CORD,
    Tissue.WALL,
    Tissue.CARTILAGE,
    Code.PERICARDIUM,
)


def normalized_hu(hu: Tensor) -> Tensor:
    """Hounsfield units as a network sees them: between lung and dense contrast agent, zero at muscle, about one at
    enhanced blood.
    """
    return (hu.clamp(LOW_HU, HIGH_HU) - CENTER_HU) / SCALE_HU


def labels_of(codes: Tensor) -> Tensor:
    """Class indices (int64) of codes."""
    table = torch.zeros(CODES, dtype=torch.int64, device=codes.device)
    for code, label in LABELS.items():
        table[code] = label
    return table[codes.long()]


def ct_values(draw: Draw, wide: bool) -> Tensor:
    """HU (4, CODES): gray values of every code in each of four regions. ``wide`` contrast goes from none to a bolus,
    and apart in right and left.
    """
    hu = torch.zeros(4, CODES, device=draw.device)
    n = draw.number

    def set_(codes: int | tuple[int, ...], value: float, apart: float) -> None:
        """One mean, from which the four regions differ by ``apart``."""
        rows = value + apart * draw.normal(4)
        for code in codes if isinstance(codes, tuple) else (codes,):
            hu[:, code] = rows

    split = 1.0 if draw.chance(0.7) else 0.3
    set_(Tissue.AIR, AIR_HU, 0)
    set_(Tissue.GAS, -950, 20)
    set_(Tissue.LUNG, n(-900, -720), 50 * split)
    set_(Tissue.FAT, n(-120, -70), 14 * split)
    set_(Code.EPICARDIAL_FAT, n(-120, -45), 22 * split)
    for soft in SOFT:
        set_(soft, n(15, 110), 22 * split)
    set_(Tissue.WALL, n(10, 90), 15 * split)
    set_(Code.PERICARDIUM, n(-50, 100), 35 * split)
    set_(Tissue.TRABECULAR_BONE, n(90, 350), 60 * split)
    set_(Tissue.CORTICAL_BONE, n(350, 1000), 120 * split)
    kind = n()
    plain = n(30, 55)
    if wide and kind < 0.18:  # no contrast agent
        left = right = plain
        cava = lower = plain
        muscle = plain + n(-4, 22)
    elif wide and kind < 0.31:  # venous: all blood alike
        left = n(110, 220)
        right, cava, lower = left + n(-25, 25), left + n(-20, 30), left + n(-40, 20)
        muscle = min(n(70, 135), left - 25)
    elif wide and kind < 0.43:  # pulmonary: right bright, left dark
        right, left = n(250, 700), n(60, 260)
        cava, lower = n(300, 2400), n(40, 200)
        muscle = min(n(50, 120), left - 15) if left > 90 else n(40, 75)
    else:  # arterial
        left = n(180, 560) if wide else n(260, 480)
        right = n(70, 650) if wide else n(150, 420)
        cava, lower = (n(100, 2400) if draw.chance(0.5) else right), n(50, 260)
        muscle = n(60, 150)
    mixing = 0.25 if draw.chance(0.4) else 0.06
    set_(LEFT, left, 0.03 * left)
    for part in (Code.LA, Code.LV, Code.AA, Tissue.LEFT_BLOOD):
        hu[:, part] += n(-0.07, 0.07) * left
    set_(Code.CORONARY, n(0.5, 1.0) * left, 10)
    set_(RIGHT, right, 0.05 * right)
    for part in (Code.RA, Code.RV, Code.PA):
        hu[:, part] = plain + (right - plain) * (1 + (mixing * draw.normal(4))).clamp(0.15, 1.7)
    if draw.chance(0.4):  # contrast agent from above meets blood without it from below
        hu[:, Code.RA] = lower + (min(cava, 1300) - lower) * draw.uniform(0, 1, 4)
        hu[:, Code.RV] = torch.lerp(hu[:, Code.RV], hu[:, Code.RA], draw.number(0, 0.5))
    set_(Code.SUPERIOR_CAVA, cava, 0.2 * cava)
    set_(Tissue.INFERIOR_VENA_CAVA, lower, 0.15 * lower)
    set_(MUSCLE_OF_HEART, muscle, 7)
    set_(Code.LUNG_VESSEL, 0.8 * (left if draw.chance(0.5) else right), 20)
    return hu


def mr_values(draw: Draw) -> Tensor:
    """Signals (4, CODES) on the scale of normalized HU x ``SCALE_HU``: bright or black blood, bright or saturated fat,
    random where anything goes.
    """
    n = draw.number
    hu = (100 + 250 * draw.uniform(-1.5, 1.5, 1, CODES)).expand(4, CODES) + 30 * draw.normal(4, CODES)
    dark = n(-420, -250)
    code: int
    for code in (Tissue.AIR, Tissue.GAS, Tissue.LUNG, Tissue.CORTICAL_BONE):
        hu[:, code] = dark + 40 * draw.normal(4)
    blood, muscle = (n(250, 650), n(-150, 150)) if draw.chance(0.75) else (n(-350, -100), n(50, 350))
    for code in (*LEFT, *RIGHT, Code.SUPERIOR_CAVA, Tissue.INFERIOR_VENA_CAVA, Code.LUNG_VESSEL):
        hu[:, code] = blood + n(-50, 50) + 25 * draw.normal(4)
    for code in MUSCLE_OF_HEART:
        hu[:, code] = muscle + 10 * draw.normal(4)
    hu[:, Tissue.WALL] = muscle + 60 * draw.normal(1)
    fat = n(-200, 700)
    for code in (Tissue.FAT, Code.EPICARDIAL_FAT):
        hu[:, code] = fat + 60 * draw.normal(4)
    return hu


def random_values(draw: Draw) -> Tensor:
    """Gray values (4, CODES) drawn for each tissue alike, as in SynthSeg; each blood pool and the muscle stay of one
    value.
    """
    hu = 100 + 250 * (draw.uniform(-2.5, 2.5, 1, CODES) + 0.35 * draw.normal(4, CODES))
    for group in ((Code.LA,), (Code.LV,), (Code.AA,), (Code.RA,), (Code.RV,), (Code.PA,), MUSCLE_OF_HEART):
        value = 100 + 250 * draw.uniform(-2.0, 2.5, 1)
        for code in group:
            hu[:, code] = value + 12 * draw.normal(4)
    if draw.chance(0.6):
        for code in (Code.LV, Code.AA, Tissue.LEFT_BLOOD):
            hu[:, code] = hu[:, Code.LA] + 10 * draw.normal(4)
    return hu


def smoothed(image: Tensor, sigma_px: tuple[float, float, float]) -> Tensor:
    """``image`` (D, H, W) under a Gaussian of these standard deviations, axis by axis."""
    x = image
    for axis, sigma in enumerate(sigma_px):
        if sigma < 0.2:
            continue
        reach = max(1, math.ceil(2.5 * sigma))
        weights = [math.exp(-0.5 * (step / sigma) ** 2) for step in range(-reach, reach + 1)]
        n = x.shape[axis]
        before, after = x.narrow(axis, 0, 1), x.narrow(axis, n - 1, 1)
        wide = torch.cat([before] * reach + [x] + [after] * reach, dim=axis)
        x = torch.zeros_like(x)
        for step, weight in enumerate(weights):
            x.add_(wide.narrow(axis, step, n), alpha=weight / sum(weights))
    return x


def pose(draw: Draw, shape: tuple[int, int, int], spacing_mm: float, strength: float) -> Tensor:
    """Points (D, H, W, 3) in mm (z, y, x) about the middle: a patch of ``shape`` that is turned, scaled and bent at
    random.
    """
    return bent(draw, [centered(n, spacing_mm, draw.device) for n in shape], strength)


def centered(count: int, spacing_mm: float, device: torch.device) -> Tensor:
    """Places of ``count`` points in a row, in mm about their middle."""
    return (torch.arange(count, device=device) - (count - 1) / 2) * spacing_mm


def bent(draw: Draw, axes_mm: Sequence[Tensor], strength: float) -> Tensor:
    """Points (D, H, W, 3) in mm of the grid of three ``axes_mm``, each of two places or more, turned, scaled and bent
    at random about their origin.
    """
    angles = draw.normal(3) * strength * math.radians(12)
    scale = torch.exp(draw.normal(1) * 0.1 * strength + draw.normal(3) * 0.05 * strength)
    (sx, sy, sz), (cx, cy, cz) = angles.sin(), angles.cos()
    one, zero = torch.ones_like(cx), torch.zeros_like(cx)
    about = [
        torch.stack([one, zero, zero, zero, cx, -sx, zero, sx, cx]).view(3, 3),
        torch.stack([cy, zero, sy, zero, one, zero, -sy, zero, cy]).view(3, 3),
        torch.stack([cz, -sz, zero, sz, cz, zero, zero, zero, one]).view(3, 3),
    ]
    matrix = about[0] @ about[1] @ about[2] @ torch.diag(scale)
    grid = torch.stack(torch.meshgrid(*axes_mm, indexing="ij"), dim=-1) @ matrix.T
    shape = [len(axis) for axis in axes_mm]
    for scale_mm, reach_mm in ((70.0, 5.0), (30.0, 1.5)):
        coarse = [math.ceil(len(axis) * float(axis.diff().mean()) / scale_mm) + 2 for axis in axes_mm]
        amount = reach_mm * strength * draw.number(0.2, 1.2)
        grid += torch.stack([enlarged(draw.normal(*coarse) * amount, shape) for _ in range(3)], dim=-1)
    return grid


_SHARES = {"any": (0.07, 0.05), "ct": (0.0, 0.05), "mr": (1.0, 0.3)}
"""By modality, how many looks are of MR, and how many of none; the others are of CT."""


def draw_sample(
    codes: Tensor,
    spacing_mm: float,
    center_px: Tensor,
    shape: tuple[int, int, int],
    out_mm: float,
    generator: torch.Generator,
    wide: float,
    modality: str = "any",
) -> tuple[Tensor, Tensor]:
    """One training sample from a tissue map.

    Args:
        codes: map (D, H, W) uint8.
        spacing_mm: voxel size of the map.
        center_px: place (z, y, x) in the map on which the patch is centered.
        shape: voxels of the patch.
        out_mm: voxel size of the patch.
        generator: of ``codes``' device.
        wide: 0..1, how far looks and shapes go beyond the usual.
        modality: whose looks are drawn, "ct", "mr" or "any"; some of all are of no modality.

    Returns:
        The network's input (2, D, H, W) float32, image and field of view, and class indices (D, H, W) int64.
    """
    draw = Draw(generator, codes.device)
    points = pose(draw, shape, out_mm, 0.6 + 0.7 * wide * draw.number()) / spacing_mm + center_px
    low = points.amin((0, 1, 2)).floor().long() - 3
    high = points.amax((0, 1, 2)).ceil().long() + 4
    size = torch.tensor(codes.shape, device=codes.device)
    low, high = low.clamp(min=0), torch.minimum(high, size)
    near = codes[low[0] : high[0], low[1] : high[1], low[2] : high[2]].long()
    extent = torch.tensor(near.shape, device=codes.device)
    grid = (2 * (points - low) / (extent - 1) - 1).flip(-1)[None]
    inside = (points >= 0).all(-1) & (points <= size - 1).all(-1)

    values, ct = gray_values(draw, wide, *_SHARES[modality])
    image = painted(draw, values, near)
    blur = draw.number(0.3, 1.5) / spacing_mm
    image = smoothed(image, (blur, blur, blur))
    flat = F.grid_sample(image[None, None], grid, mode="bilinear", padding_mode="border", align_corners=True)[0, 0]
    label = F.grid_sample(near[None, None].float(), grid, mode="nearest", padding_mode="border", align_corners=True)[
        0, 0
    ].long()
    if draw.chance(0.5 * wide):  # thick slices
        flat = _thick(flat, out_mm, draw)
    flat = flat + noise(draw, flat.shape, (out_mm,) * 3, ct)
    bolus = float(values[:, Code.SUPERIOR_CAVA].mean()) > DENSE_HU
    if ct and draw.chance((0.5 if bolus else 0.1) * wide):
        flat = flat + streaks(draw, label == int(Code.SUPERIOR_CAVA), out_mm)
    if not ct or draw.chance(0.1 * wide):
        flat = flat + draw.number(0, 90) * draw.field(flat.shape, max(flat.shape) / 2)
    if draw.chance(0.15 * wide):
        flat = random_network(draw, flat)
    image = normalized_hu(flat)
    field = inside & _view(draw, shape, wide)
    classes = labels_of(label)
    classes[~inside] = 0
    image = torch.where(field, image, normalized_hu(torch.tensor(AIR_HU)).item())
    return torch.stack([image, field.float()]), classes


def gray_values(draw: Draw, wide: float, mr_share: float, random_share: float) -> tuple[Tensor, bool]:
    """Gray values (4, CODES) of a look, and whether it is one of CT. Of the widest looks ``mr_share`` are of MR (1:
    none is of CT) and ``random_share`` of no modality, of narrower ones fewer.
    """
    kind = draw.number()
    if mr_share < 1 and kind >= (mr_share + random_share) * wide:
        return ct_values(draw, draw.chance(wide)), True
    return random_values(draw) if kind < random_share * wide else mr_values(draw), False


def painted(draw: Draw, values: Tensor, codes: Tensor) -> Tensor:
    """An image (D, H, W) of ``codes`` (D, H, W): each tissue in up to four regions, with findings."""
    regions = (draw.field(codes.shape, draw.number(8, 40)) > draw.number(-0.6, 0.6)).long()
    regions = regions + 2 * (draw.field(codes.shape, draw.number(6, 25)) > draw.number(-0.6, 0.6)).long()
    return with_findings(draw, values.flatten()[regions * CODES + codes], codes)


def _thick(image: Tensor, spacing_mm: float, draw: Draw) -> Tensor:
    """``image`` as a stack of thick slices along z, or coarse in all axes, brought back to its grid."""
    factor = [max(1.0, draw.number(1.0, 8.0) / spacing_mm), 1.0, 1.0]
    if draw.chance(0.2):
        factor = [max(1.0, draw.number(1.0, 4.0) / spacing_mm)] * 3
    small = [max(4, round(n / f)) for n, f in zip(image.shape, factor, strict=True)]
    x = F.interpolate(image[None, None], size=small, mode="area")
    return F.interpolate(x, size=image.shape, mode="trilinear", align_corners=False)[0, 0]


def noise(draw: Draw, shape: torch.Size, spacing_mm: tuple[float, float, float], ct: bool) -> Tensor:
    """Correlated noise; CT from 4 to 60 HU, quiet scans more often."""
    level = 4 + 56 * draw.number() ** 2 if ct else draw.number(5, 50)
    grains = draw.normal(*shape)
    if draw.chance(0.7):
        sigma_mm = draw.number(0.3, 1.3)
        grains = smoothed(grains, (sigma_mm / spacing_mm[0], sigma_mm / spacing_mm[1], sigma_mm / spacing_mm[2]))
        grains = grains / grains.std().clamp_min(1e-3)
    return level * grains


def streaks(draw: Draw, dense: Tensor, spacing_mm: float) -> Tensor:
    """Bands that go out from the ``dense`` bolus in the superior vena cava, within each slice, weaker with distance."""
    _, h, w = dense.shape
    y, x = torch.meshgrid(torch.arange(h, device=draw.device), torch.arange(w, device=draw.device), indexing="ij")
    found = dense.nonzero()
    if not len(found):
        return torch.zeros_like(dense, dtype=torch.float32)
    _, cy, cx = found.float().mean(0)
    angle, distance = torch.atan2(y - cy, x - cx), torch.hypot(y - cy, x - cx) * spacing_mm
    waves = torch.zeros(h, w, device=draw.device)
    for _ in range(5):
        waves = waves + torch.sin(angle * float(int(draw.number(2, 18))) + draw.number(0, 6.3))
    strength = draw.number(10, 60) * torch.exp(-distance / draw.number(25, 80))
    along = dense.any(2).any(1).float()
    return (waves * strength)[None] * along[:, None, None]


def random_network(draw: Draw, image: Tensor) -> Tensor:
    """``image`` through a shallow network of random weights, blended with itself."""
    mean, spread = image.mean(), image.std()
    kept = ((image - mean) / spread)[None, None]

    def layers() -> Iterator[tuple[Tensor, Tensor]]:
        for inputs, outputs in itertools.pairwise([1, 2, 2, 2, 1]):
            side = 1 if draw.chance(0.6) else 3
            yield draw.normal(outputs, inputs, side, side, side), draw.normal(outputs)

    x = through_network(kept, layers())
    x = (x - x.mean()) / x.std().clamp_min(1e-4)
    blend = draw.number()
    return torch.lerp(kept, x, blend)[0, 0] * spread + mean


def _view(draw: Draw, shape: tuple[int, int, int], wide: float) -> Tensor:
    """Field of view (D, H, W) bool: all of the patch, a round one, one that ends inside it, or a heart box."""
    field = torch.ones(shape, dtype=torch.bool, device=draw.device)
    if draw.chance(0.15 + 0.2 * wide):
        axis = int(draw.number(0, 2.999))
        cut = int(draw.number(0.0, 0.45) * shape[axis])
        index = torch.arange(shape[axis], device=draw.device)
        keep = index >= cut if draw.chance(0.5) else index < shape[axis] - cut
        view = [1, 1, 1]
        view[axis] = -1
        field &= keep.view(view)
    if draw.chance(0.1):
        y, x = torch.meshgrid(*(torch.linspace(-1, 1, n, device=draw.device) for n in shape[1:]), indexing="ij")
        field &= (torch.hypot(y, x) < draw.number(0.8, 1.2))[None]
    if draw.chance(0.15 * wide):
        sides = [int(draw.number(0.5, 0.9) * side) for side in shape]
        first = [int(draw.number(0.25, 0.75) * (side - own)) for side, own in zip(shape, sides, strict=True)]
        box = torch.zeros_like(field)
        box[tuple(slice(begin, begin + own) for begin, own in zip(first, sides, strict=True))] = True
        field &= box
    return field
