"""The label sets that ship. Anybody's own is a ``labels.json`` beside the volumes (``datasets/label_file.py``)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .label_set import LabelSet, Layout, Structure

MM_WHS = "MM-WHS"
"""Name of the raw values of the MM-WHS 2017 label files."""

MYO = Structure(
    1,
    "Myo",
    "Left ventricular myocardium",
    (60, 100, 230),
    "74281007",
    "Myocardium",
    {MM_WHS: (205,)},
    surrounds="LV",
    volume_ml=(90, 200),
)
# 421 is a stray value in the label file of subject 1010: left atrium with one bit off.
LA = Structure(
    2, "LA", "Left atrium", (220, 50, 47), "82471001", "Left atrium", {MM_WHS: (420, 421)}, volume_ml=(40, 100)
)
LV = Structure(
    3, "LV", "Left ventricle blood", (50, 180, 80), "87878005", "Left ventricle", {MM_WHS: (500,)}, volume_ml=(80, 180)
)
AA = Structure(
    4, "AA", "Ascending aorta", (250, 210, 50), "54247002", "Ascending aorta", {MM_WHS: (820,)}, volume_ml=(15, 50)
)
RA = Structure(
    5, "RA", "Right atrium", (0, 170, 190), "73829009", "Right atrium", {MM_WHS: (550,)}, volume_ml=(45, 130)
)
RV = Structure(
    6,
    "RV",
    "Right ventricle blood",
    (150, 90, 190),
    "53085002",
    "Right ventricle",
    {MM_WHS: (600,)},
    volume_ml=(90, 230),
)
PA = Structure(
    7, "PA", "Pulmonary artery", (240, 130, 40), "81040000", "Pulmonary artery", {MM_WHS: (850,)}, volume_ml=(18, 75)
)

HEART_4 = LabelSet("heart-4", (AA, LA, LV, MYO), "heart", background=(RA, RV, PA))
"""The four structures of the papers on adaptation from MR to CT."""

# Means over 13 anatomies (Rodero et al., PLOS Comput Biol 17(4):e1008851, 2021) and five scans, from which hearts
# deviate by 4 to 10 mm, the pulmonary artery, of which more or less is labeled, by 24; its place does not distinguish
# it from the aorta. The worst of these 18 hearts deviates by 22 mm, with a stump of the pulmonary artery by 26; an
# exchange of left atrium and aorta adds 18 mm at least. Hearts of children and failing ones are half or twice as large.
_HEART_LAYOUT = Layout(
    origin="LV",
    places_mm={
        "LA": (-39, 29, 36),
        "AA": (-44, -8, 50),
        "RA": (-66, -3, 15),
        "RV": (-28, -30, -2),
        "PA": (-28, -10, 53),
    },
    variable=frozenset({"PA"}),
    fits_mm=28.0,
    misfit_mm=12.0,
    sizes=(0.5, 2.0),
)

# Bernard et al., IEEE TMI 2018; Campello et al., IEEE TMI 2021.
_HEART_NUMBERINGS = {"ACDC": {1: "RV", 2: "Myo", 3: "LV"}, "M&Ms": {1: "LV", 2: "Myo", 3: "RV"}}

HEART_7 = LabelSet(
    "heart-7", (AA, LA, LV, MYO, RA, RV, PA), "heart", layout=_HEART_LAYOUT, numberings=_HEART_NUMBERINGS
)
"""The seven structures of MM-WHS 2017."""

SHIPPED: dict[str, LabelSet] = {one.name: one for one in (HEART_4, HEART_7)}
"""The label sets that ship, by name; the smallest first."""

DEFAULT_LABEL_SET = HEART_4
"""Taken where none is named, and what files of versions without a choice are of."""

LARGEST_LABEL_SET = HEART_7
"""Every structure that is known by name without a ``labels.json``."""


def as_label_set(found: object) -> LabelSet:
    """The label set that is meant.

    Args:
        found: The name of a set that ships, or an object as ``LabelSet.to_json`` writes it, or a label set itself.

    Returns:
        The label set.

    Raises:
        ValueError: With a sentence that says what is wrong.

    Examples:
        >>> as_label_set("heart-7").class_count
        8
    """
    if isinstance(found, str):
        if found not in SHIPPED:
            raise ValueError(f"there is no label set {found!r}; {' and '.join(SHIPPED)} ship")
        return SHIPPED[found]
    return LabelSet.from_json(found)


def fitting(names: Iterable[str]) -> LabelSet:
    """The label set for structures of which only the names are known.

    Args:
        names: Names, titles or meanings, in any case; those that no set knows are passed over.

    Returns:
        The smallest set that ships and has all of them; the smallest of all where none is known.

    Examples:
        >>> fitting(["LV", "Myo"]).name, fitting(["LV", "RV"]).name
        ('heart-4', 'heart-7')
    """
    known = [name for name in names if LARGEST_LABEL_SET.called(name)]
    fits = (one for one in SHIPPED.values() if all(one.called(name) in one.structures for name in known))
    return next(fits, DEFAULT_LABEL_SET)


def read_label_set(text: str | bytes) -> LabelSet:
    """Read a label set from JSON.

    Args:
        text: Content of a ``labels.json``.

    Returns:
        As ``as_label_set``.

    Raises:
        ValueError: It is no JSON, or not that of a label set.
    """
    return as_label_set(json.loads(text))
