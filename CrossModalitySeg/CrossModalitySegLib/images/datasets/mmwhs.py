"""A folder in the names of MM-WHS 2017: ``mr_train_1001_image.nii.gz`` with ``mr_train_1001_label.nii.gz``, at any
depth.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from ...errors import Code, UserError
from .subjects import Modality, Subject, volume_stem

_STEM = re.compile(r"(?P<name>(?P<modality>mr|ct)_(?:train|test)_(?P<number>\d+))_(?P<kind>image|label)")


def find(folder: Path) -> list[Subject]:
    """The subjects in MM-WHS names under ``folder``, sorted by name; empty if there are none.

    Raises ``BAD_DATASET`` if two files claim to be the same image or label map.
    """
    files: dict[tuple[str, str], Path] = {}
    matches: dict[str, re.Match[str]] = {}
    for path in sorted(folder.rglob("*")):
        match = _STEM.fullmatch(volume_stem(path) or "")
        if match is None or not path.is_file():
            continue
        key = (match["name"], match["kind"])
        if key in files:
            raise UserError(
                Code.BAD_DATASET,
                f"{files[key]} and {path} are the same {match['kind']} twice.",
                "Remove or rename one of them.",
            )
        files[key] = path
        matches[match["name"]] = match
    return [
        Subject(
            name,
            int(match["number"]),
            cast(Modality, match["modality"]),
            files[name, "image"],
            files.get((name, "label")),
        )
        for name, match in sorted(matches.items())
        if (name, "image") in files
    ]
