"""A segmenter as other programs call one: from one box in one channel to a value for each class, whatever it sees
inside.
"""

from __future__ import annotations

import warnings

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .unet3d import STEP

_PLANES = ("axial", "coronal", "sagittal")


class _Slices(nn.Module):
    """Slice by slice, each with its two neighbors, as ``images.preprocessing.slices_of`` orders them."""

    def __init__(self, network: nn.Module, plane: int) -> None:
        super().__init__()
        self.network, self.plane = network, plane

    def forward(self, x: Tensor) -> Tensor:
        """Logits (1, C, X, Y, Z) of a box (1, 1, X, Y, Z) whose axes lead to the left, to the back and up."""
        box = x[0, 0].permute(2, 1, 0)
        if self.plane == 0:
            slices = box
        elif self.plane == 1:
            slices = box.flip([0]).permute(1, 0, 2)
        else:
            slices = box.flip([0]).permute(2, 0, 1)
        found = []
        for number in range(slices.shape[0]):
            before, behind = max(number - 1, 0), min(number + 1, slices.shape[0] - 1)
            triplet = torch.stack([slices[before], slices[number], slices[behind]])
            found.append(self.network(triplet.unsqueeze(0))[0])
        logits = torch.stack(found, 1)
        if self.plane == 1:
            logits = logits.permute(0, 2, 1, 3).flip([1])
        elif self.plane == 2:
            logits = logits.permute(0, 2, 3, 1).flip([1])
        return logits.permute(0, 3, 2, 1).unsqueeze(0)


class _Whole(nn.Module):
    """All of the box at once, all of it taken for scanned."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        """As that of ``_Slices``."""
        sides = x.shape[2:]
        box = F.pad(x, [n for side in reversed(sides) for n in (0, -side % STEP)], mode="replicate")
        field = F.pad(torch.ones_like(x), [n for side in reversed(sides) for n in (0, -side % STEP)])
        logits: Tensor = self.network(torch.cat([box, field], 1).permute(0, 1, 4, 3, 2)).permute(0, 1, 4, 3, 2)
        return logits[:, :, : sides[0], : sides[1], : sides[2]]


def box_network(
    segmenter: nn.Module, dimension: int, plane: str, shape: tuple[int, int, int]
) -> torch.jit.ScriptModule:
    """``segmenter`` as TorchScript, from (1, 1, X, Y, Z) float32 to logits (1, C, X, Y, Z).

    Args:
        segmenter: of a model, on the CPU.
        dimension: 2 for one that sees three slices at a time, 3 for one that sees the box and its field of view.
        plane: of the slices.
        shape: sides (D, H, W) of the box in voxels.

    Returns:
        A module whose axes X, Y, Z lead to the patient's left, to the back and up ("LPS").
    """
    depth, height, width = shape
    with warnings.catch_warnings(), torch.inference_mode(False), torch.no_grad():
        warnings.simplefilter("ignore")  # it is outdated; bundles know nothing newer that needs no Python of ours
        if dimension == 3:
            # Not checked, which took four fifths of the time: it has no branches to miss, and a test compares it.
            return torch.jit.trace(_Whole(segmenter.eval()), torch.zeros(1, 1, width, height, depth), check_trace=False)
        side = height if plane == "axial" else depth
        traced = torch.jit.trace(segmenter.eval(), torch.zeros(1, 3, side, side), check_trace=False)
        return torch.jit.script(_Slices(traced, _PLANES.index(plane)))
