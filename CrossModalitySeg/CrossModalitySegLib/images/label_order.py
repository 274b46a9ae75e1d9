"""Whether label maps mean what they are taken for: a structure that surrounds another one lies around it, and
those whose places in people are known lie there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..anatomy import LARGEST_LABEL_SET
from ..errors import Code, UserError
from ..label_set import OTHER_STRUCTURES, LabelSet, Layout, Structure
from .volume import Volume

_LEAST_AROUND, _CLEARLY_AROUND = 0.15, 0.4
"""Part of the surface of a structure that the one around it covers: less is absurd, and as much decides which label is
the outer one. Of the left ventricle's blood in real anatomies it is 0.83 to 0.87, at 4 mm half of that; no other
structure covers more than a third of another.
"""
_FEW_VOXELS = 100

_ENOUGH_VOXELS = 2_000_000


def check_order(labels: Volume, label_set: LabelSet, name: str, on_note: Callable[[str], None]) -> None:
    """Refuse a label map whose numbers must mean something else than they are taken for.

    Args:
        labels: Values of ``label_set`` (D, H, W); a single slice is not looked at.
        label_set: What the values are taken for, and which structure surrounds which.
        name: The file, for sentences.
        on_note: Gets a sentence where a structure does not lie around the one that it surrounds, and nothing else does
            either; and where structures that somebody named with --labels lie as if they were exchanged.

    Raises:
        UserError: BAD_LABELS where another structure does, or where structures lie in the places of each other, with a
            guess of what was meant.
    """
    found = _values_in(labels.array)
    for outer in label_set.structures:
        if outer.surrounds and 1 not in labels.array.shape:
            inner = label_set.by_name(outer.surrounds)
            if {outer.value, inner.value} <= found:
                _check_around(name, surrounded(labels.array), found, outer, inner, on_note)
    if 1 not in labels.array.shape and (layout := LARGEST_LABEL_SET.layout):
        _check_places(name, labels, label_set, layout, on_note)


def check_complete(maps: Sequence[Volume], label_set: LabelSet, name: str) -> None:
    """Refuse a data set in which a structure never occurs.

    Args:
        maps: All its label maps (D, H, W), class indices of ``label_set``.
        label_set: The structures that must each be in one of them.
        name: What to call the data set in the sentence.

    Raises:
        UserError: BAD_LABELS naming what is missing and what was found.
    """
    found = set().union(*(_values_in(labels.array) for labels in maps))
    missing = [structure.name for structure in label_set.structures if structure.value not in found]
    if missing:
        held = ", ".join(f"{value} {label_set.by_value(value).name}" for value in sorted(found - {0})) or "none"
        raise UserError(
            Code.BAD_LABELS,
            f"No label map of {name} holds {', '.join(missing)}; the labels there are taken for {held}.",
            "If the structures are there under other numbers, state them with --labels NAME=NUMBER,...; a model learns "
            f"only what is labeled. {OTHER_STRUCTURES}",
        )


def _values_in(labels: NDArray[np.uint8]) -> set[int]:
    """The values in an array (D, H, W); plane by plane, since numpy widens what it counts to 64 bits."""
    return set().union(*(np.flatnonzero(np.bincount(plane.ravel())).tolist() for plane in labels))


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
        on_note(f"Warning: {sentence} If the numbers mean something else, state it with --labels.")
        return
    raise UserError(
        Code.BAD_LABELS,
        sentence + _guess(around, found, outer.name, inner.name),
        f"State which number is which structure with --labels, for instance --labels {outer.name}=2,{inner.name}=3,...",
    )


def surrounded(labels: NDArray[np.uint8]) -> dict[tuple[int, int], float]:
    """Part 0..1 of the surface of one label (second) that another (first) touches, for all pairs of labels in an array
    (D, H, W).
    """
    found: dict[tuple[int, int], float] = {}
    for inner in sorted(_values_in(labels) - {0}):
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
            {(outer, inner): float(counts[outer] / counts.sum()) for outer in range(1, len(counts)) if outer != inner}
        )
    return found


def _guess(around: dict[tuple[int, int], float], found: set[int], outer_name: str, inner_name: str) -> str:
    outer, inner = max(around, key=lambda pair: around[pair])
    for collection, order in LARGEST_LABEL_SET.numberings.items():
        if (order.get(outer), order.get(inner)) == (outer_name, inner_name) and found - {0} <= order.keys():
            return (
                f" These look like the numbers of {collection}: "
                f"{', '.join(f'{number} {name}' for number, name in order.items())}."
            )
    return f" It looks as if {outer} was {outer_name} and {inner} {inner_name}."


def _check_places(
    name: str, labels: Volume, label_set: LabelSet, layout: Layout, on_note: Callable[[str], None]
) -> None:
    """Compare all ways to name the structures; hearts that lie otherwise, and files that say so, fit none."""
    middles = _middles_mm(labels, label_set)
    origin_mm = middles.get(layout.origin)
    if origin_mm is None:
        return
    found = [one for one in layout.places_mm if one in middles]
    places_mm = {one: middles[one] - origin_mm for one in found}
    # First without those that decide least.
    steady = [one for one in found if one not in layout.variable]
    wrong = _exchanged(places_mm, steady, layout) or _exchanged(places_mm, found, layout)
    if not wrong:
        return
    sentence = (
        f"In {name} the labels taken for {' and '.join(one for one, _ in wrong)} do not lie where these do. It "
        f"looks as if {', '.join(f'{one} was {other}' for one, other in wrong)}, or as if the file's "
        "directions were wrong."
    )
    if label_set.numbers:
        on_note(f"Warning: {sentence}")
        return
    raise UserError(
        Code.BAD_LABELS,
        sentence,
        "State which number is which structure with --labels NAME=NUMBER,..., or correct the directions in the file's "
        "header.",
    )


def _exchanged(
    places_mm: Mapping[str, NDArray[np.float64]], found: Sequence[str], layout: Layout
) -> list[tuple[str, str]]:
    """Which of the structures ``found`` lie where another one does, and that other one; none unless the places
    decide.
    """
    if len(found) < 2:
        return []
    places = np.array([places_mm[one] for one in found])
    orders = ((_misfit_mm(places, order, layout), order) for order in permutations(found))
    best_mm, meant = min(orders, key=lambda one: one[0])
    if best_mm > layout.fits_mm or _misfit_mm(places, found, layout) < best_mm + layout.misfit_mm:
        return []
    return [(one, other) for one, other in zip(found, meant, strict=True) if one != other]


def _middles_mm(labels: Volume, label_set: LabelSet) -> dict[str, NDArray[np.float64]]:
    """Centroids (x, y, z) of the structures of ``labels`` that are known, by the name under which they are."""
    stride = max(1, round((labels.array.size / _ENOUGH_VOXELS) ** (1 / 3)))
    few = labels.array[tuple(slice(None, None, min(stride, max(1, size // 16))) for size in labels.array.shape)]
    steps = np.array(labels.array.shape) / few.shape
    middles = {}
    for structure in label_set.structures:
        known = LARGEST_LABEL_SET.called(structure.name, structure.code)
        mask = few == structure.value
        if known is not None and np.count_nonzero(mask) >= _FEW_VOXELS:
            middles[known.name] = labels.geometry.physical(np.array(ndimage.center_of_mass(mask)) * steps)
    return middles


def _misfit_mm(places: NDArray[np.float64], order: Sequence[str], layout: Layout) -> float:
    """Root mean square deviation of ``places`` (N, 3) from where the structures of ``order`` lie in a body of that
    size.
    """
    expected = np.array([layout.places_mm[one] for one in order])
    scale = np.clip((places * expected).sum() / max((places**2).sum(), 1e-9), *layout.sizes)
    return float(np.sqrt(((scale * places - expected) ** 2).sum(axis=1).mean()))
