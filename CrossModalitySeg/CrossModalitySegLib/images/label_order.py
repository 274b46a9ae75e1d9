"""Whether label maps mean what they are taken for: left ventricular blood lies within its muscle, in every heart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..errors import Code, UserError
from .volume import Volume

_LEAST_AROUND, _CLEARLY_AROUND = 0.15, 0.4
"""Part of the surface of the left ventricle's blood that its muscle covers: less is absurd, and as much tells which label is the muscle.
In real anatomies it is 0.83 to 0.87, at 4 mm half of that; no other structure covers more than a third of another."""
_FEW_VOXELS = 100

KNOWN_ORDERS: Mapping[str, Mapping[int, str]] = {
    "ACDC": {1: "RV", 2: "Myo", 3: "LV"},
    "M&Ms": {1: "LV", 2: "Myo", 3: "RV"},
}
"""What public collections of cardiac MR number otherwise: Bernard et al., IEEE TMI 2018; Campello et al., IEEE TMI 2021."""


def check_order(maps: Sequence[tuple[str, Volume]], index_of: Mapping[str, int]) -> None:
    """Refuse a data set whose numbers must mean something else than they are taken for.

    Args:
        maps: The label maps of a data set, each with the name of its file; class indices (D, H, W).
        index_of: Class index of each structure, by name; "Myo" and "LV" among them.

    Raises:
        UserError: BAD_LABELS where the muscle does not surround the blood of the left ventricle, with a guess of what was meant, or
            where a structure is missing in all of ``maps``.
    """
    muscle, blood = index_of["Myo"], index_of["LV"]
    present = [{int(index) for index in np.flatnonzero(np.bincount(labels.array.ravel()))} for _, labels in maps]
    for (name, labels), found in zip(maps, present, strict=True):
        if not {muscle, blood} <= found or 1 in labels.array.shape:
            continue
        around = surrounded(labels.array)
        share, best = around.get((muscle, blood), 1.0), max(around.values(), default=0.0)
        if share < _LEAST_AROUND or (best >= _CLEARLY_AROUND and share < best / 2):
            raise UserError(
                Code.BAD_LABELS,
                f"In {name} the label taken for Myo ({muscle}) does not lie around that taken for LV ({blood}).{_guess(around, found)}",
                "Say which number is which structure with --labels, for instance --labels Myo=2,LV=3.",
            )
    missing = [structure for structure, index in index_of.items() if all(index not in found for found in present)]
    if missing and maps:
        raise UserError(
            Code.BAD_LABELS,
            f"None of the {len(maps)} label maps holds {', '.join(missing)}; {maps[0][0]} holds the labels {_listed(present[0])}.",
            "If the structures are there under other numbers, say so with --labels; a model can only learn what is labelled.",
        )


def surrounded(labels: NDArray[np.uint8]) -> dict[tuple[int, int], float]:
    """Part 0..1 of the surface of one label (second) that another (first) touches, for all pairs of labels in an array (D, H, W)."""
    found: dict[tuple[int, int], float] = {}
    for inner in np.flatnonzero(np.bincount(labels.ravel()))[1:]:
        mask = labels == inner
        if np.count_nonzero(mask) < _FEW_VOXELS:
            continue
        place = tuple(slice(max(0, part.start - 2), part.stop + 2) for part in ndimage.find_objects(mask.view(np.uint8))[0])
        inside = mask[place]
        # Two voxels, since labels of different sources leave small gaps.
        shell = ndimage.binary_dilation(inside, np.ones((3, 3, 3)), 2) & ~inside
        counts = np.bincount(labels[place][shell], minlength=int(labels.max()) + 1)
        found.update({(int(outer), int(inner)): float(counts[outer] / counts.sum()) for outer in range(1, len(counts)) if outer != inner})


def _guess(around: dict[tuple[int, int], float], found: set[int]) -> str:
    (outer, inner), share = max(around.items(), key=lambda item: item[1])
    if share < _CLEARLY_AROUND:
        return ""
    for collection, order in KNOWN_ORDERS.items():
        if order.get(outer) == "Myo" and order.get(inner) == "LV" and found - {0} <= order.keys():
            return f" These look like the numbers of {collection}: {', '.join(f'{index} {name}' for index, name in order.items())}."
    return f" It looks as if {outer} was Myo and {inner} LV."


def _listed(found: set[int]) -> str:
    return ", ".join(str(index) for index in sorted(found - {0})) or "of nothing"
