"""What is segmented: a label set names its structures, their values, colors and codes, and is data that travels with
every model. Those that ship are in ``anatomy.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

BACKGROUND = 0
"""Value of everything that is none of the structures of a set."""

_PALETTE = (
    (220, 50, 47),
    (50, 180, 80),
    (60, 100, 230),
    (250, 210, 50),
    (0, 170, 190),
    (150, 90, 190),
    (240, 130, 40),
    (160, 160, 160),
)
"""Colors of structures that have none of their own, by value."""
_NAME = re.compile(r"[\w.-]{1,32}")
_MOST_VALUES = 254
"""Label maps hold one byte a voxel, and 255 is "not known" in training."""
OTHER_STRUCTURES = (
    "Other structures are declared in a file labels.json beside the images, as docs/how-to/your-data.md describes."
)
"""What helps, in the remedy of an error, where files mark no structure of the label set that was taken for theirs."""


@dataclass(frozen=True)
class Structure:
    """One segmented structure.

    ``value`` is its class index inside networks and its voxel value in label maps that we write, 1, 2, ...; ``name`` is
    short and fit for files and tables, ``title`` is for people. ``color`` is sRGB in 0..255. ``code`` and ``meaning``
    belong to SNOMED CT, empty where there is none. ``raw_values`` are its voxel values in label files of known data
    sets, by name of the data set, the usual value first. ``surrounds`` names the structure that it encloses;
    ``volume_ml`` is the range of volumes in healthy adults, None if not known.
    """

    value: int
    name: str
    title: str = ""
    color: tuple[int, int, int] = (0, 0, 0)
    code: str = ""
    meaning: str = ""
    raw_values: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    surrounds: str = ""
    volume_ml: tuple[float, float] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Whatever a segment may be called, in lower case."""
        return frozenset(word.lower() for word in (self.name, self.title, self.meaning) if word)

    @property
    def css(self) -> str:
        """The color as "#rrggbb"."""
        return "#{:02x}{:02x}{:02x}".format(*self.color)


@dataclass(frozen=True)
class Layout:
    """Where the structures of a label set lie in people, by which exchanged labels are noticed.

    ``places_mm`` holds, by name, where the middle of a structure lies in LPS, seen from that of ``origin``;
    ``variable`` names those whose places deviate so far that they are compared last. ``fits_mm`` is the root mean
    square deviation from these places up to which structures lie as they do in people, ``misfit_mm`` by how much more
    is absurd. Bodies are ``sizes`` (least, most) times as large as the mean.
    """

    origin: str
    places_mm: Mapping[str, tuple[float, float, float]]
    variable: frozenset[str]
    fits_mm: float
    misfit_mm: float
    sizes: tuple[float, float]


@dataclass(frozen=True)
class LabelSet:
    """The structures that a model segments, in the order in which people read them.

    ``subject`` says in a word what they make together, for sentences such as "No heart was found". ``background`` are
    structures that data sets of these organs mark and that count as background here.

    Raises ``ValueError`` unless values are 1, 2, ... without gaps and names differ.

    >>> from CrossModalitySegLib.anatomy import HEART_4
    >>> HEART_4.names
    ('AA', 'LA', 'LV', 'Myo')
    >>> HEART_4.by_value(3).title
    'Left ventricle blood'
    """

    name: str
    structures: tuple[Structure, ...]
    subject: str = "region"
    background: tuple[Structure, ...] = ()
    numbers: Mapping[int, int] | None = field(default=None, compare=False, repr=False)
    """From the voxel values of label files to the values here, where they were given; else the values found decide."""
    layout: Layout | None = field(default=None, compare=False, repr=False)
    """Where the structures lie, None if not known; only the sets that ship have one."""
    numberings: Mapping[str, Mapping[int, str]] = field(default_factory=dict, compare=False, repr=False)
    """How public collections number some of the structures otherwise, by name of the collection: guesses for a sentence
    where numbers cannot mean what they are taken for.
    """

    def __post_init__(self) -> None:
        if not self.structures:
            raise ValueError(f"the label set {self.name} has no structure")
        if (
            sorted(structure.value for structure in self.structures) != list(range(1, self.class_count))
            or self.class_count > _MOST_VALUES
        ):
            raise ValueError(
                f"the values of the label set {self.name} must be 1, 2, ... {len(self.structures)}, each once"
            )
        names = [structure.name.lower() for structure in (*self.structures, *self.background)]
        if len(set(names)) < len(names):
            raise ValueError(f"two structures of the label set {self.name} have the same name")
        for structure in self.structures:
            if structure.surrounds and structure.surrounds not in self.names:
                raise ValueError(
                    f"{structure.name} surrounds {structure.surrounds}, which is not a structure of the label set "
                    f"{self.name}"
                )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the structures, in the order in which people read them."""
        return tuple(structure.name for structure in self.structures)

    @property
    def values(self) -> dict[str, int]:
        """The value of each structure, by its name."""
        return {structure.name: structure.value for structure in self.structures}

    @cached_property
    def in_value_order(self) -> tuple[Structure, ...]:
        """The structures from value 1 on."""
        return tuple(sorted(self.structures, key=lambda structure: structure.value))

    @property
    def class_count(self) -> int:
        """How many classes a network has: the structures and the background."""
        return 1 + len(self.structures)

    def by_name(self, name: str) -> Structure:
        """The structure called ``name``.

        Args:
            name: Short name as in ``names``, e.g. "LV"; upper and lower case differ.

        Returns:
            The structure.

        Raises:
            KeyError: There is none of this name.
        """
        return {structure.name: structure for structure in self.structures}[name]

    def by_value(self, value: int) -> Structure:
        """The structure of a class index.

        Args:
            value: 1 to ``class_count`` - 1; the background, 0, is no structure.

        Returns:
            The structure.
        """
        return self.in_value_order[value - 1]

    def called(self, word: str, code: str = "") -> Structure | None:
        """The structure that somebody else's word or code means.

        Args:
            word: Name, title or meaning of a structure, or of one of the background, in any case.
            code: SNOMED CT code, which counts as well as the word; "" for none.

        Returns:
            The first that fits, which may be one of ``background``; None if none does.

        Examples:
            >>> from CrossModalitySegLib.anatomy import HEART_4
            >>> HEART_4.called("left ventricle blood").name
            'LV'
        """
        for structure in (*self.structures, *self.background):
            if word.strip().lower() in structure.words or (code and structure.code == code):
                return structure
        return None

    @property
    def data_sets(self) -> tuple[str, ...]:
        """Names of the data sets whose raw values are known."""
        return tuple(dict.fromkeys(name for structure in self.structures for name in structure.raw_values))

    def raw_to_value(self, data_set: str | None) -> dict[int, int]:
        """The voxel values that a label file may hold, and what they are here.

        Args:
            data_set: One of ``data_sets``, e.g. "MM-WHS"; None means the values of this set themselves.

        Returns:
            From each value in the file to the class index, 0 for what counts as background.

        Examples:
            >>> from CrossModalitySegLib.anatomy import HEART_4
            >>> HEART_4.raw_to_value("MM-WHS")[500], HEART_4.raw_to_value(None)[3]
            (3, 3)
        """
        if data_set is None:
            return {BACKGROUND: BACKGROUND, **{structure.value: structure.value for structure in self.structures}}
        table = {BACKGROUND: BACKGROUND}
        for structure in self.background:
            table.update(dict.fromkeys(structure.raw_values.get(data_set, ()), BACKGROUND))
        for structure in self.structures:
            table.update(dict.fromkeys(structure.raw_values.get(data_set, ()), structure.value))
        return table

    def data_set_of(self, values: Iterable[int]) -> str | None:
        """Whose numbers a label file holds.

        Args:
            values: The voxel values that occur in it, 0 for background among them or not.

        Returns:
            The one of ``data_sets`` that knows most of them; None where this set's own values know as many.

        Examples:
            >>> from CrossModalitySegLib.anatomy import HEART_4
            >>> HEART_4.data_set_of([0, 205, 500]), HEART_4.data_set_of([0, 1, 3])
            ('MM-WHS', None)
        """
        found = set(values)
        return min((None, *self.data_sets), key=lambda data_set: len(found - self.raw_to_value(data_set).keys()))

    def fingerprint(self) -> str:
        """What is the same for two sets only if both read the same structures out of the same label files.

        Returns:
            A text: all that tells sets apart, and ``numbers``, which a comparison of two sets leaves out.
        """
        return repr(self) + (f" {sorted(self.numbers.items())}" if self.numbers is not None else "")

    def values_text(self) -> str:
        """What a label file may hold, for the remedy of an error."""
        own = (
            f"the values 0 to {self.class_count - 1} "
            f"({', '.join(f'{one.value} {one.name}' for one in self.in_value_order)})"
        )
        raw = [
            f"those of {name} ({', '.join(map(str, sorted(self.raw_to_value(name))[1:]))})" for name in self.data_sets
        ]
        return " or ".join([own, *raw])

    def to_json(self) -> dict[str, object]:
        """As ``from_json`` reads it; what is at its default is left out."""
        described: dict[str, object] = {
            "name": self.name,
            "subject": self.subject,
            "structures": [_to_json(one) for one in self.structures],
        }
        return described | ({"background": [_to_json(one) for one in self.background]} if self.background else {})

    @classmethod
    def from_json(cls, found: object) -> LabelSet:
        """Read a label set.

        Args:
            found: An object as ``to_json`` writes it. Of a structure, ``value`` and ``name`` are needed; title and
                color have defaults.

        Returns:
            The label set; ``found`` itself if it is one already.

        Raises:
            ValueError: With a sentence that says what is wrong.

        Examples:
            >>> LabelSet.from_json({"name": "abdomen", "structures": [{"value": 1, "name": "liver"}]}).class_count
            2
        """
        if isinstance(found, LabelSet):
            return found
        found = _checked(
            found,
            "a label set",
            {"name": str, "subject": str, "structures": list, "background": list},
            {"name", "structures"},
        )
        structures, background = (
            tuple(_structure(one) for one in found.get(key, ())) for key in ("structures", "background")
        )
        return cls(found["name"], structures, found.get("subject", "region"), background)


def terminology_entry(structure: Structure, context: str) -> str:
    """The structure as the terminologies of 3D Slicer write it.

    Args:
        structure: What is named.
        context: Name of the terminology context, which comes first.

    Returns:
        Context, category, type, modifier, anatomic context, region and region modifier, separated by "~"; "" for a
        structure without a code.

    Examples:
        >>> from CrossModalitySegLib.anatomy import HEART_4
        >>> terminology_entry(HEART_4.by_name("LA"), "here").split("~")[:2]
        ['here', 'SCT^123037004^Anatomical Structure']
    """
    if not structure.code:
        return ""
    kind = f"SCT^{structure.code}^{structure.meaning}"
    return "~".join(
        [context, "SCT^123037004^Anatomical Structure", kind, "^^", "Anatomic codes - DICOM master list", "^^", "^^"]
    )


def code_in(entry: str) -> str:
    """The SNOMED CT code of what a terminology entry names.

    Args:
        entry: A text that holds an entry as of ``terminology_entry``, as the tags of a segment do.

    Returns:
        The code of the type, behind that of the category; "" if there is no entry in the text.

    Examples:
        >>> code_in("here~SCT^123037004^Anatomical Structure~SCT^82471001^Left atrium~^^")
        '82471001'
    """
    found = re.search(r"~[^~]*~SCT\^(\w+)\^", entry)
    return found[1] if found else ""


_KINDS: dict[str, type | tuple[type, ...]] = {
    "value": int,
    "name": str,
    "title": str,
    "color": list,
    "code": str,
    "meaning": str,
    "raw_values": dict,
    "surrounds": str,
    "volume_ml": list,
}


def _structure(found: object) -> Structure:
    found = _checked(found, "a structure", _KINDS, {"value", "name"})
    name, value = found["name"], found["value"]
    if not _NAME.fullmatch(name) or name == "mean":
        raise ValueError(
            f"{name!r} cannot be the name of a structure: use letters, digits, dots and dashes, at most 32"
        )
    color = tuple(found.get("color", _PALETTE[(value - 1) % len(_PALETTE)]))
    if len(color) != 3 or not all(isinstance(channel, int) and 0 <= channel <= 255 for channel in color):
        raise ValueError(f"the color of {name} must be three whole numbers from 0 to 255")
    raw = {
        data_set: tuple(values) if isinstance(values, list) else (values,)
        for data_set, values in found.get("raw_values", {}).items()
    }
    if not all(isinstance(one, int) and one > 0 for values in raw.values() for one in values):
        raise ValueError(f"the raw values of {name} must be whole numbers above 0")
    volume_ml = tuple(found["volume_ml"]) if "volume_ml" in found else None
    if volume_ml is not None and not (
        len(volume_ml) == 2
        and all(isinstance(ml, int | float) for ml in volume_ml)
        and 0 <= volume_ml[0] <= volume_ml[1]
    ):
        raise ValueError(f"the volumes of {name} must be two numbers of ml, the smaller one first")
    rest = {key: found[key] for key in ("code", "meaning", "surrounds") if key in found}
    return Structure(value, name, found.get("title") or name, color, raw_values=raw, volume_ml=volume_ml, **rest)


def _checked(
    found: object, what: str, kinds: Mapping[str, type | tuple[type, ...]], needed: set[str]
) -> dict[str, Any]:  # the type of each value depends on its key, as ``kinds`` says
    if not isinstance(found, dict):
        raise ValueError(f"{what} is described by {found!r}, which is not an object with {', '.join(sorted(needed))}")
    if missing := sorted(needed - found.keys()):
        raise ValueError(f"{what} lacks {', '.join(missing)}")
    for key, value in found.items():
        if key not in kinds:
            raise ValueError(f"{what} has no {key}; it has {', '.join(kinds)}")
        if not isinstance(value, kinds[key]) or isinstance(value, bool):
            raise ValueError(f"{key} of {what} cannot be {value!r}")
    return found


def _to_json(structure: Structure) -> dict[str, object]:
    values: dict[str, object] = {one.name: getattr(structure, one.name) for one in fields(structure)}
    values["raw_values"] = {name: list(raw) for name, raw in structure.raw_values.items()}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in ("", None, {})
    }
