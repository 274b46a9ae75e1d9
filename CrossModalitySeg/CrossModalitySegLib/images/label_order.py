"""Whether label maps mean what they are taken for: left ventricular blood lies within its muscle, in every heart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..anatomy import LabelSet, Structure
from ..errors import Code, UserError
from .volume import Volume

_LEAST_AROUND, _CLEARLY_AROUND = 0.15, 0.4
"""Part of the surface of the left ventricle's blood that its muscle covers: less is absurd, and as much tells which label is the muscle.
In real anatomies it is 0.83 to 0.87, at 4 mm half of that; no other structure covers more than a third of another."""
_FEW_VOXELS = 100

_KNOWN_ORDERS: Mapping[str, Mapping[int, str]] = {
    "ACDC": {1: "RV", 2: "Myo", 3: "LV"},
    "M&Ms": {1: "LV", 2: "Myo", 3: "RV"},
}
"""What public collections of cardiac MR number otherwise: Bernard et al., IEEE TMI 2018; Campello et al., IEEE TMI 2021."""


def check_order(maps: Sequence[tuple[str, Volume]], label_set: LabelSet) -> None:
    """Refuse a data set whose numbers must mean something else than they are taken for.

    Args:
        maps: The label maps of a data set, each with the name of its file; values of ``label_set`` (D, H, W).
        label_set: What the values are taken for, and which structure surrounds which.

    Raises:
        UserError: BAD_LABELS where a structure does not lie around the one that it surrounds, as the muscle of the left ventricle its
            blood, with a guess of what was meant; and where a structure is missing in all of ``maps``.
    """
    present = [{int(value) for value in np.flatnonzero(np.bincount(labels.array.ravel()))} for _, labels in maps]
    for outer in label_set.structures:
        if outer.surrounds:
            inner = label_set.by_name(outer.surrounds)
            for (name, labels), found in zip(maps, present, strict=True):
                if {outer.value, inner.value} <= found and 1 not in labels.array.shape:
                    _check_around(name, surrounded(labels.array), found, outer, inner)
    missing = [structure.name for structure in label_set.structures if all(structure.value not in found for found in present)]
    if missing and maps:
        listed = ", ".join(str(value) for value in sorted(present[0] - {0})) or "none"
        raise UserError(
            Code.BAD_LABELS,
            f"No label map holds {', '.join(missing)}; of the labels, {maps[0][0]} holds {listed}.",
            "If the structures are there under other numbers, say so with --labels NAME=NUMBER,...; a model learns only what is labelled.",
        )


def _check_around(name: str, around: dict[tuple[int, int], float], found: set[int], outer: Structure, inner: Structure) -> None:
    share, best = around.get((outer.value, inner.value), 1.0), max(around.values(), default=0.0)
    if share >= _LEAST_AROUND and (best < _CLEARLY_AROUND or share >= best / 2):
        return
    raise UserError(
        Code.BAD_LABELS,
        f"In {name} the label taken for {outer.name} ({outer.value}) does not lie around that taken for {inner.name} ({inner.value})."
        f"{_guess(around, found, outer.name, inner.name)}",
        f"Say which number is which structure with --labels, for instance --labels {outer.name}=2,{inner.name}=3,...",
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


def _guess(around: dict[tuple[int, int], float], found: set[int], outer_name: str, inner_name: str) -> str:
    (outer, inner), share = max(around.items(), key=lambda item: item[1])
    if share < _CLEARLY_AROUND:
        return ""
    for collection, order in _KNOWN_ORDERS.items():
        if (order.get(outer), order.get(inner)) == (outer_name, inner_name) and found - {0} <= order.keys():
            return f" These look like the numbers of {collection}: {', '.join(f'{number} {name}' for number, name in order.items())}."
    return f" It looks as if {outer} was {outer_name} and {inner} {inner_name}."
