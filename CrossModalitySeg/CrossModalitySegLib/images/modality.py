"""Whether a volume looks like CT or like MR, by its values alone."""

from __future__ import annotations

from typing import Literal

import numpy as np

from .volume import Volume

_AIR_BELOW_HU = -500.0
_HIGHEST_HU = 32_000.0


def guess_modality(volume: Volume) -> Literal["ct", "mr"] | None:
    """ "ct" where a good part of the voxels lies far below water on the Hounsfield scale, "mr" where none is negative.

    None where neither holds, as after normalisation. Air and lung fill some tenth of every chest CT at about -1000 HU,
    while MR scanners write magnitudes, which are never negative.
    """
    sample = np.asarray(volume.array).reshape(-1)[:: max(1, volume.array.size // 200_000)]
    lowest, highest = float(sample.min()), float(sample.max())
    if highest < _HIGHEST_HU and float((sample <= _AIR_BELOW_HU).mean()) > 0.002:
        return "ct"
    # Resampling may undershoot zero by a little.
    return "mr" if lowest >= -0.02 * max(highest, 0.0) and highest > 0 else None
