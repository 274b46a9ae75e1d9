"""A folder of anybody's images, labeled or not, in one of three layouts.

``images/NAME.*`` with ``labels/NAME.*``; or side by side ``NAME.*`` or ``NAME_image.*`` with ``NAME_label.*``,
``NAME_seg.*`` or ``NAME.seg.nrrd``; an image may also be a folder with one DICOM series.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from ...errors import Code, UserError
from ..io.dicom import Series, find_series
from ..io.source import Source, path_of
from .subjects import Modality, Subject, volume_stem

log = logging.getLogger(__name__)

_LABEL_ENDINGS = ("_label", "_seg")
_ROLES = re.compile(r"(_image|_label|_seg)+$", re.IGNORECASE)
_DICOM_ENDING = re.compile(r"\.(dcm|dicom|ima)$", re.IGNORECASE)
S = TypeVar("S", bound=Source)


def find(folder: Path, modality: Modality | None) -> list[Subject]:
    """The subjects under ``folder``, sorted by name, all taken for ``modality``; empty if there is no volume.

    What is left out of DICOM series is logged.

    Raises ``BAD_DATASET`` if a name is taken twice, a label map has no image, or a folder mixes DICOM series.
    """
    if (folder / "images").is_dir():
        images: dict[str, Source] = _unique(
            [*((_key(path, folder / "images"), path) for path in _files(folder / "images")), *_dicom(folder / "images")]
        )
        labels = _unique((_key(path, folder / "labels"), path) for path in _files(folder / "labels"))
    else:
        files = _files(folder)
        images = _unique([*((_key(path, folder), path) for path in files if not _is_label(path)), *_dicom(folder)])
        labels = _unique((_key(path, folder), path) for path in files if _is_label(path))
    if images and (orphans := sorted(labels.keys() - images.keys())):
        raise UserError(
            Code.BAD_DATASET,
            f"The label map {labels[orphans[0]]} has no image.",
            "Name it like its image, or remove it.",
        )
    return [Subject(name, None, modality, path, labels.get(name)) for name, path in sorted(images.items())]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and volume_stem(path) is not None)


def _is_label(path: Path) -> bool:
    return path.name.lower().endswith(".seg.nrrd") or (volume_stem(path) or "").lower().endswith(_LABEL_ENDINGS)


def _key(path: Path, root: Path) -> str:
    """The subject's name: the path below ``root`` without the part that distinguishes image and label."""
    stem = _ROLES.sub("", volume_stem(path) or "")
    return "_".join([*path.parent.relative_to(root).parts, stem])


def _unique(named: Iterable[tuple[str, S]]) -> dict[str, S]:
    result: dict[str, S] = {}
    for name, source in named:
        if name in result:
            raise UserError(
                Code.BAD_DATASET,
                f"{path_of(result[name])} and {path_of(source)} would both be the subject {name}.",
                "Remove or rename one of them.",
            )
        result[name] = source
    return result


def _dicom(folder: Path) -> Iterator[tuple[str, Series]]:
    """DICOM series by name: a series is named by its folder, a single image by its file."""
    by_folder: dict[Path, list[Series]] = {}
    found = find_series([folder])
    for sentence in found.left_out:
        log.warning("%s", sentence)
    for series in found.series:
        by_folder.setdefault(series.folder, []).append(series)
    for place, stacks in by_folder.items():
        parts = place.relative_to(folder).parts
        for series in stacks:
            if len(stacks) == 1:
                yield "_".join(parts) or place.name, series
            elif len(series.files) == 1:
                yield "_".join([*parts, _DICOM_ENDING.sub("", series.files[0].name)]), series
            else:
                raise UserError(
                    Code.BAD_DATASET,
                    f"The folder {place} mixes {len(stacks)} DICOM series.",
                    "Put each series into a folder of its own.",
                )
