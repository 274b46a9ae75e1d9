"""Random changes of whole batches on the device: rotation, scaling and shear (paper, section 4), and optional intensity
ones.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from ..settings import Augmentation
from .appearance import randomize_appearance
from .distributed import UNSHARDED, Shard


def augment(
    images: Tensor, labels: Tensor | None, settings: Augmentation, generator: torch.Generator, shard: Shard = UNSHARDED
) -> tuple[Tensor, Tensor | None]:
    """Random affine map of each sample, the same for image and labels, then optional intensity changes of the image.

    Args:
        images: (B, 3, H, W), normalized.
        labels: Class indices (B, H, W), or None.
        settings: Ranges of the random parameters.
        generator: Source of the random numbers, on the CPU. On a GPU, noise comes from generators there that this one
            seeds.
        shard: The part of the batch that this process has; random numbers are drawn for the batches of all processes.

    Returns:
        Images (B, 3, H, W) and labels (B, H, W), or None.
    """
    affine = shard.of(_affine(shard.size * len(images), settings, generator)).to(images.device)
    grid = F.affine_grid(affine, list(images.shape), align_corners=False)
    images = F.grid_sample(images, grid, padding_mode="border", align_corners=False)
    if labels is not None:
        labels = F.grid_sample(labels[:, None].float(), grid, mode="nearest", align_corners=False)[:, 0].to(
            labels.dtype
        )
    if settings.appearance > 0:
        images = randomize_appearance(images, settings.appearance, generator, shard)
    return (change_intensity(images, generator, shard) if settings.intensity else images), labels


def _affine(batch: int, settings: Augmentation, generator: torch.Generator) -> Tensor:
    """(batch, 2, 3) maps from output to input coordinates in [-1, 1]."""
    limits = (
        math.radians(settings.rotation_deg),
        settings.shear,
        settings.scaling,
        settings.scaling,
        2 * settings.translation,
        2 * settings.translation,
    )
    drawn = 2 * torch.rand(len(limits), batch, generator=generator) - 1
    angle, shear, wider, higher, shift_x, shift_y = drawn * torch.tensor(limits)[:, None]
    cos, sin = angle.cos(), angle.sin()
    return torch.stack([(1 + wider) * cos, shear - sin, shift_x, sin, (1 + higher) * cos, shift_y], 1).view(batch, 2, 3)


def change_intensity(images: Tensor, generator: torch.Generator, shard: Shard = UNSHARDED) -> Tensor:
    """Random gamma (0.7..1.5), contrast (0.75..1.25), brightness (+-0.25), noise (up to 0.15) and blur of each sample.

    Args:
        images: (B, 3, H, W), normalized to zero mean and unit variance; brightness and noise are in this unit.
        generator: Source of the random numbers, on the CPU.
        shard: The part of the batch that this process has.

    Returns:
        (B, 3, H, W).
    """
    total = shard.size * len(images)
    # A column for each change: exponent, contrast, brightness, strength of the blur, whether there is one, spread of
    # the noise.
    drawn = shard.of(torch.rand(total, 6, 1, 1, 1, generator=generator)).to(images.device)
    start, width = images.new_tensor([[0.7, 0.75, -0.25, 0, 0, 0], [0.8, 0.5, 0.5, 1, 1, 0.15]]).view(2, 6, 1, 1, 1)
    exponent, contrast, brightness, blur, blurred, spread = (start + width * drawn).unbind(1)
    low, high = images.amin((1, 2, 3), keepdim=True), images.amax((1, 2, 3), keepdim=True)
    span = (high - low).clamp_min(1e-6)
    images = ((images - low) / span).pow(exponent) * span + low
    images = images * contrast + brightness
    images = torch.lerp(images, F.avg_pool2d(images, 3, 1, 1, count_include_pad=False), blur * (blurred < 0.3))
    seeds = shard.of(torch.randint(2**62, (total,), generator=generator)).tolist()
    return images + torch.stack([_noise(images[0], seed) for seed in seeds]) * spread


def _noise(like: Tensor, seed: int) -> Tensor:
    """Standard normal numbers, made on the device of ``like``: there are too many to be sent to a GPU."""
    return torch.randn(like.shape, generator=torch.Generator(like.device).manual_seed(seed), device=like.device)
