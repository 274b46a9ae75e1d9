"""Random changes of whole batches on the device: rotation, scaling and shear (paper, section 4), and optional intensity ones."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from ..settings import Augmentation


def augment(images: Tensor, labels: Tensor | None, settings: Augmentation, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
    """One random affine map per sample for ``images`` (B, 3, H, W) and ``labels`` (B, H, W) alike, then intensity changes.

    Random numbers come from the CPU ``generator`` alone, so a batch can be replayed on any device.
    """
    grid = F.affine_grid(_affine(len(images), settings, generator).to(images.device), list(images.shape), align_corners=False)
    images = F.grid_sample(images, grid, padding_mode="border", align_corners=False)
    if labels is not None:
        labels = F.grid_sample(labels[:, None].float(), grid, mode="nearest", align_corners=False)[:, 0].to(labels.dtype)
    return (change_intensity(images, generator) if settings.intensity else images), labels


def _affine(batch: int, settings: Augmentation, generator: torch.Generator) -> Tensor:
    """(batch, 2, 3) maps from output to input coordinates in [-1, 1]."""

    def uniform(limit: float) -> Tensor:
        return (2 * torch.rand(batch, generator=generator) - 1) * limit

    angle, shear = uniform(math.radians(settings.rotation_deg)), uniform(settings.shear)
    scale_x, scale_y = 1 + uniform(settings.scaling), 1 + uniform(settings.scaling)
    cos, sin = angle.cos(), angle.sin()
    matrix = torch.stack([scale_x * cos, shear - sin, sin, scale_y * cos], 1).view(batch, 2, 2)
    shift = torch.stack([uniform(2 * settings.translation), uniform(2 * settings.translation)], 1)
    return torch.cat([matrix, shift[..., None]], 2)


def change_intensity(images: Tensor, generator: torch.Generator) -> Tensor:
    """Random gamma (0.7..1.5), contrast (0.75..1.25), brightness (+-0.25 standard deviations), noise (up to 0.15) and blur.

    ``images`` (B, 3, H, W) are normalised to zero mean and unit variance.
    """
    count, device = len(images), images.device

    def uniform(low: float, high: float) -> Tensor:
        return (low + (high - low) * torch.rand(count, 1, 1, 1, generator=generator)).to(device)

    low, high = images.amin((1, 2, 3), keepdim=True), images.amax((1, 2, 3), keepdim=True)
    span = (high - low).clamp_min(1e-6)
    images = ((images - low) / span).pow(uniform(0.7, 1.5)) * span + low
    images = images * uniform(0.75, 1.25) + uniform(-0.25, 0.25)
    blurred = F.avg_pool2d(images, 3, 1, 1, count_include_pad=False)
    images = torch.lerp(images, blurred, uniform(0, 1) * (uniform(0, 1) < 0.3))
    noise = torch.randn(images.shape, generator=generator).to(device)
    return images + noise * uniform(0, 0.15)
