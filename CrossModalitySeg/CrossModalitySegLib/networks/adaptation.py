"""The domain adaptation module (DAM): a trainable copy of the segmenter's layers 1..d (paper, section 3.2)."""

from __future__ import annotations

import copy

from torch import Tensor, nn

from .segmenter import STAGES_UP_TO, Segmenter, run_stages


class DomainAdaptationModule(nn.Module):
    """Layers 1..``depth`` of ``segmenter``, started from its weights, with batch norm statistics of its own.

    Plug and play: ``segmenter`` itself is left untouched, so the source domain still runs through it.
    """

    def __init__(self, segmenter: Segmenter, depth: int) -> None:
        super().__init__()
        self.depth = depth
        self.stages = nn.ModuleDict({name: copy.deepcopy(segmenter.stages[name]) for name in STAGES_UP_TO[depth]})

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Outputs of its stages by name for target slices (B, 3, H, W); the last one enters the frozen upper layers."""
        return run_stages(self.stages.items(), x)

    @property
    def last(self) -> str:
        """Name of the stage whose output enters the frozen upper layers."""
        return STAGES_UP_TO[self.depth][-1]


def target_features(dam: DomainAdaptationModule, segmenter: Segmenter, x: Tensor) -> dict[str, Tensor]:
    """Feature maps of the target path: DAM, then the frozen upper layers.

    Args:
        dam: Layers 1 to d of the target.
        segmenter: Source segmenter, whose layers above d are used.
        x: Triplets of slices (B, 3, H, W), normalized.

    Returns:
        Output of every stage by its name, and "logits" (B, C, H, W).
    """
    early = dam(x)
    return early | segmenter.features_behind(dam.depth, early[dam.last])


def adapted_segmenter(segmenter: Segmenter, dam: DomainAdaptationModule) -> Segmenter:
    """Join DAM and upper layers to what runs on the target at prediction time.

    Args:
        segmenter: Source segmenter; it stays as it is.
        dam: Layers 1 to d of the target.

    Returns:
        A copy of ``segmenter`` whose early layers are copies of those of ``dam``.

    References:
        Dou et al., IJCAI 2018, section 3.2.
    """
    adapted = copy.deepcopy(segmenter)
    for name, stage in dam.stages.items():
        adapted.stages[name] = copy.deepcopy(stage)
    return adapted
