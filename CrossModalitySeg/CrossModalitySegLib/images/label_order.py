"""Whether label maps mean what they are taken for: left ventricular blood lies within its muscle, in every heart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..anatomy import LabelSet, Structure
from ..errors import Code, UserError
from .volume import Volume

_LEAST_AROUND, _CLEARLY_AROUND = 0.15, 0.4
"""Part of the surface of the left ventricle's blood that its muscle covers: less is absurd, and as much tells which
label is the muscle. In real anatomies it is 0.83 to 0.87, at 4 mm half of that; no other structure covers more than a
third of another.
"""
_FEW_VOXELS = 100

_KNOWN_ORDERS: Mapping[str, Mapping[int, str]] = {
    "ACDC": {1: "RV", 2: "Myo", 3: "LV"},
    "M&Ms": {1: "LV", 2: "Myo", 3: "RV"},
}
"""What public collections of cardiac MR number otherwise: Bernard et al., IEEE TMI 2018; Campello et al., IEEE TMI
2021.
"""


def check_order(labels: Volume, label_set: LabelSet, name: str, on_note: Callable[[str], None]) -> None:
    """Refuse a label map whose numbers must mean something else than they are taken for.

    Args:
        labels: Values of ``label_set`` (D, H, W); a single slice is not looked at.
        label_set: What the values are taken for, and which structure surrounds which.
        name: The file, for sentences.
        on_note: Gets a sentence where a structure does not lie around the one that it surrounds, as the muscle of the
            left ventricle its blood, and nothing else does either.

    Raises:
        UserError: BAD_LABELS where another structure does, with a guess of what was meant.
    """
    found = {int(value) for value in np.flatnonzero(np.bincount(labels.array.ravel()))}
    for outer in label_set.structures:
        if outer.surrounds and 1 not in labels.array.shape:
            inner = label_set.by_name(outer.surrounds)
            if {outer.value, inner.value} <= found:
                _check_around(name, surrounded(labels.array), found, outer, inner, on_note)


def check_complete(maps: Sequence[Volume], label_set: LabelSet, name: str) -> None:
    """Raise ``BAD_LABELS`` where a structure of ``label_set`` is missing in all ``maps`` of the data set ``name``."""
    found = set().union(
        *({int(value) for value in np.flatnonzero(np.bincount(labels.array.ravel()))} for labels in maps)
    )
    missing = [structure.name for structure in label_set.structures if structure.value not in found]
    if missing:
        held = ", ".join(f"{value} {label_set.by_value(value).name}" for value in sorted(found - {0})) or "none"
        raise UserError(
            Code.BAD_LABELS,
            f"No label map of {name} holds {', '.join(missing)}; the labels there are taken for {held}.",
            "If the structures are there under other numbers, say so with --labels NAME=NUMBER,...; a model learns "
            "only what is labelled.",
        )


def _check_around(
    name: str,
    around: dict[tuple[int, int], float],
    found: set[int],
    outer: Structure,
    inner: Structure,
    on_note: Callable[[str], None],
) -> None:
    share, best = around.get((outer.value, inner.value), 1.0), max(around.values(), default=0.0)
    if share >= (best / 2 if best >= _CLEARLY_AROUND else _LEAST_AROUND):
        return
    sentence = (
        f"In {name} the label taken for {outer.name} ({outer.value}) does not lie around that taken for {inner.name} "
        f"({inner.value})."
    )
    if best < _CLEARLY_AROUND:
        on_note(f"Warning: {sentence} If the numbers mean something else, say so with --labels.")
        return
    raise UserError(
        Code.BAD_LABELS,
        sentence + _guess(around, found, outer.name, inner.name),
        f"Say which number is which structure with --labels, for instance --labels {outer.name}=2,{inner.name}=3,...",
    )


def surrounded(labels: NDArray[np.uint8]) -> dict[tuple[int, int], float]:
    """Part 0..1 of the surface of one label (second) that another (first) touches, for all pairs of labels in an array
    (D, H, W).
    """
    found: dict[tuple[int, int], float] = {}
    for inner in np.flatnonzero(np.bincount(labels.ravel()))[1:]:
        mask = labels == inner
        if np.count_nonzero(mask) < _FEW_VOXELS:
            continue
        place = tuple(
            slice(max(0, part.start - 2), part.stop + 2) for part in ndimage.find_objects(mask.view(np.uint8))[0]
        )
        inside = mask[place]
        # Two voxels, since labels of different sources leave small gaps.
        shell = ndimage.binary_dilation(inside, np.ones((3, 3, 3)), 2) & ~inside
        counts = np.bincount(labels[place][shell], minlength=int(labels.max()) + 1)
        found.update(
            {
                (int(outer), int(inner)): float(counts[outer] / counts.sum())
                for outer in range(1, len(counts))
                if outer != inner
            }
        )
    return found


def _guess(around: dict[tuple[int, int], float], found: set[int], outer_name: str, inner_name: str) -> str:
    outer, inner = max(around, key=lambda pair: around[pair])
    for collection, order in _KNOWN_ORDERS.items():
        if (order.get(outer), order.get(inner)) == (outer_name, inner_name) and found - {0} <= order.keys():
            return (
                f" These look like the numbers of {collection}: "
                f"{', '.join(f'{number} {name}' for number, name in order.items())}."
            )
    return f" It looks as if {outer} was {outer_name} and {inner} {inner_name}."
