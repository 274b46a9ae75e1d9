"""Names after the Brain Imaging Data Structure (BIDS) for results: ``sub-01/ses-1/anat/sub-01_ses-1_ct_dseg.nii.gz``,
its record as the sidecar, and what a folder of derivatives must hold beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .. import __version__
from ..files import replacing
from ..label_set import LabelSet
from .inputs import Case

DESCRIPTION, TABLE = "dataset_description.json", "dseg.tsv"
VERSION = "1.10.0"
"""Of BIDS."""
_ENTITY = re.compile(r"([a-zA-Z]+)-([a-zA-Z0-9]+)")


def named(cases: Sequence[Case]) -> list[Case]:
    """``cases`` with names after BIDS.

    Entities (``sub-01``, ``ses-1``, ``acq-gated``) in the names of a file and its folders are kept. Where no subject is
    among them, all of the name without its signs is the subject. Cases that come to one name are distinguished by
    ``run-2``, ``run-3``.
    """
    found: list[Case] = []
    used: set[str] = set()
    for case in cases:
        entities = _entities(case.name)
        number = 1
        while (name := _joined(entities | ({"run": str(number)} if number > 1 else {}))).casefold() in used:
            number += 1
        used.add(name.casefold())
        found.append(replace(case, name=name))
    return found


def _entities(name: str) -> dict[str, str]:
    path = PurePosixPath(name)
    parts = [*path.parts[:-1], *path.name.split("_")]
    entities = {match[1]: match[2] for part in parts if (match := _ENTITY.fullmatch(part))}
    if "sub" in entities:
        return {"sub": entities.pop("sub")} | ({"ses": entities.pop("ses")} if "ses" in entities else {}) | entities
    return {"sub": re.sub("[^a-zA-Z0-9]", "", name) or "unknown"}


def _joined(entities: dict[str, str]) -> str:
    parts = [f"{key}-{value}" for key, value in entities.items()]
    places = [part for part in parts if part.startswith(("sub-", "ses-"))]
    return "/".join([*places, "anat", "_".join([*parts, "dseg"])])


def describe(folder: Path, label_set: LabelSet) -> list[Path]:
    """Write into ``folder``, unless they are there, what it is, and which value is which structure; returns both
    paths.
    """
    rows = [f"{one.value}\t{one.title or one.name}\t{one.name}\t{one.css}" for one in label_set.in_value_order]
    description = {
        "Name": "Segmentations by CrossModalitySeg",
        "BIDSVersion": VERSION,
        "DatasetType": "derivative",
        "GeneratedBy": [{"Name": "CrossModalitySeg", "Version": __version__}],
    }
    contents = {
        DESCRIPTION: json.dumps(description, indent=2) + "\n",
        TABLE: "\n".join(["index\tname\tabbreviation\tcolor", *rows]) + "\n",
    }
    for name, text in contents.items():
        if not (folder / name).exists():
            with replacing(folder / name) as temporary:
                temporary.write_text(text, encoding="utf-8")
    return [folder / name for name in contents]
