"""Which structures the label files of a data set mark: its ``labels.json``, an option, or the four of the papers.

``labels.json`` lies in the folder of the volumes, or in the one above (a cohort has one for its MR and its CT). It
holds the name of a set that ships, such as "heart-7", or describes one (``label_set.LabelSet.from_json``):

    {"name": "abdomen", "structures": [{"value": 1, "name": "liver"}, {"value": 2, "name": "spleen", "raw_values":
    {"scanner": 7}}]}
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from ...anatomy import DEFAULT_LABEL_SET, SHIPPED, read_label_set
from ...errors import Code, UserError
from ...files import replacing
from ...label_set import BACKGROUND, LabelSet

LABEL_FILE = "labels.json"


def label_set_of(folder: Path, chosen: str | None = None, usual: LabelSet = DEFAULT_LABEL_SET) -> LabelSet:
    """The structures marked in the label files of ``folder``.

    Args:
        folder: where the volumes are.
        chosen: name of a set that ships, or path of a file like ``labels.json``; it goes before what ``folder`` says.
            Or which number of the label files is which of their structures, such as "RV=1,Myo=2,LV=3"; "background" for
            the others.
        usual: what is taken where neither is given.

    Raises:
        UserError: BAD_LABELS for a file that describes no label set.
    """
    if chosen and "=" in chosen:
        return _numbered(label_set_of(folder, usual=usual), chosen)
    if chosen in SHIPPED:
        return SHIPPED[chosen]
    for path in [Path(chosen)] if chosen else [folder / LABEL_FILE, folder.parent / LABEL_FILE]:
        if path.is_file():
            return _read(path)
    if chosen:
        sentence = f"{chosen} is neither a label set that ships nor a file that describes one."
        raise UserError(Code.BAD_LABELS, sentence, f"Name {', '.join(SHIPPED)} or a JSON file.")
    return usual


def write_label_file(folder: Path, label_set: LabelSet) -> Path:
    """Write ``labels.json``, replacing an earlier one.

    Args:
        folder: Folder of the volumes, or the one above.
        label_set: Their structures: a set that ships is written as its name, another with its whole description.

    Returns:
        The path that was written.
    """
    path = folder / LABEL_FILE
    with replacing(path) as temporary:
        shipped = SHIPPED.get(label_set.name) == label_set
        temporary.write_text(
            json.dumps(label_set.name if shipped else label_set.to_json(), indent=1) + "\n", encoding="utf-8"
        )
    return path


def _numbered(label_set: LabelSet, text: str) -> LabelSet:
    """``label_set`` whose label files hold the numbers that ``text`` gives to its structures."""
    numbers = {BACKGROUND: BACKGROUND}
    for part in text.split(","):
        name, _, number = (one.strip() for one in part.partition("="))
        structure = label_set.called(name)
        if not (number.isascii() and number.isdigit()) or (structure is None and name.lower() != "background"):
            names = ", ".join(one.name for one in (*label_set.structures, *label_set.background))
            raise UserError(
                Code.BAD_LABELS,
                f"--labels {text} cannot be understood at {part.strip()!r}.",
                f"Write NAME=NUMBER,...; the names are {names}, background.",
            )
        if int(number) in numbers:
            raise UserError(
                Code.BAD_LABELS, f"--labels {text} gives the number {number} twice.", "Every number is one structure."
            )
        numbers[int(number)] = structure.value if structure in label_set.structures else BACKGROUND
    return replace(label_set, numbers=numbers)


def _read(path: Path) -> LabelSet:
    try:
        return read_label_set(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(
            Code.BAD_LABELS,
            f"{path} describes no label set: {error}.",
            "Correct it; each structure needs a value 1, 2, ... and a name.",
        ) from error
