"""The label table: every name, value, colour and code of a cardiac structure lives here, and everyone asks it."""

from __future__ import annotations

from dataclasses import dataclass

BACKGROUND = 0
"""Class index of everything that is none of the four structures."""


@dataclass(frozen=True)
class Structure:
    """One segmented structure.

    ``index`` is the class index inside networks and label maps we write (1..4); ``mmwhs_values`` are the raw values of
    the MM-WHS 2017 label files, the canonical one first; ``colour`` is sRGB in 0..255; ``snomed_code`` belongs to the
    coding scheme SCT.
    """

    index: int
    name: str
    title: str
    mmwhs_values: tuple[int, ...]
    colour: tuple[int, int, int]
    snomed_code: str
    snomed_meaning: str


MYO = Structure(1, "Myo", "Left ventricular myocardium", (205,), (60, 100, 230), "74281007", "Myocardium")
# 421 is a stray value in the label file of subject 1010: left atrium with one bit off.
LA = Structure(2, "LA", "Left atrium", (420, 421), (220, 50, 47), "82471001", "Left atrium")
LV = Structure(3, "LV", "Left ventricle blood", (500,), (50, 180, 80), "87878005", "Left ventricle")
AA = Structure(4, "AA", "Ascending aorta", (820,), (250, 210, 50), "54247002", "Ascending aorta")

STRUCTURES: tuple[Structure, ...] = (AA, LA, LV, MYO)
"""The four structures, in the order in which people read them (tables, figures, panels)."""

NAMES: tuple[str, ...] = tuple(structure.name for structure in STRUCTURES)

CLASS_COUNT = 1 + len(STRUCTURES)

MMWHS_BACKGROUND_VALUES: tuple[int, ...] = (0, 550, 600, 850)
"""Raw MM-WHS values that are background here: nothing, right atrium, right ventricle, pulmonary artery."""


def by_name(name: str) -> Structure:
    """Return the structure called ``name`` ("AA", "LA", "LV" or "Myo"); raises ``KeyError`` otherwise."""
    return {structure.name: structure for structure in STRUCTURES}[name]


def raw_to_index() -> dict[int, int]:
    """Map every known raw MM-WHS value, background ones included, to its class index."""
    table = dict.fromkeys(MMWHS_BACKGROUND_VALUES, BACKGROUND)
    for structure in STRUCTURES:
        table.update(dict.fromkeys(structure.mmwhs_values, structure.index))
    return table
