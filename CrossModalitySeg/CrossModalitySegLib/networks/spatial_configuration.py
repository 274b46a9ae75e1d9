"""SpatialConfiguration-Net in 3D (Payer et al., STACOM 2017, doi:10.1007/978-3-319-75541-0_20).

One network scores the local appearance of each voxel. Another, which sees only the output of the first, at low
resolution, scores where each structure can lie. Their product is the result.
"""

from __future__ import annotations

from monai.networks.nets import BasicUNet
from torch import Tensor, nn

_COARSER = 4
"""Voxels along each axis of which the spatial configuration sees one."""


class SpatialConfigurationNet(nn.Module):
    """From a normalized heart region (B, 1, D, H, W) to the logits (B, ``class_count``, D, H, W).

    Sides are multiples of 16 and at least 48: below, the deepest maps are smaller than a kernel, where bfloat16 weight
    gradients are wrong (``blocks.Conv2d``).

    The authors' code has a U-Net of four levels and 64 to 512 maps, no normalization, and learns in 40 000 updates.
    Here the U-Net is MONAI's of five levels and ``width`` to 8 x ``width`` maps; instance norm, and a configuration
    that begins as a factor of about 1, let it learn in hundreds.
    """

    def __init__(self, width: int, class_count: int) -> None:
        super().__init__()
        features = (width, width, 2 * width, 4 * width, 8 * width, width)
        self.appearance = BasicUNet(
            spatial_dims=3, in_channels=1, out_channels=class_count, features=features, upsample="nontrainable"
        )
        factor = nn.Conv3d(2 * width, class_count, 5, padding=2)
        nn.init.ones_(factor.bias)  # type: ignore[arg-type]
        self.configuration = nn.Sequential(
            nn.AvgPool3d(_COARSER),
            *_block(class_count, 2 * width),
            *_block(2 * width, 2 * width),
            *_block(2 * width, 2 * width),
            factor,
            nn.Upsample(scale_factor=_COARSER, mode="trilinear"),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, C, D, H, W) of ``x`` (B, 1, D, H, W)."""
        appearance = self.appearance(x).tanh()
        return appearance * self.configuration(appearance)


def _block(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    return (
        nn.Conv3d(inputs, outputs, 5, padding=2, bias=False),
        nn.InstanceNorm3d(outputs, affine=True),
        nn.LeakyReLU(0.1),
    )
