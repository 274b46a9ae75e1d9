"""All results of a folder on one page that needs nothing else, and as a table: what needs a check comes first."""

from __future__ import annotations

import base64
import csv
import io
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..files import replacing
from .pages import template_environment

MARK = "CrossModalitySeg overview"
"""Stands in the page, and marks it as one of this package."""
THUMBNAIL_PX = 1000


@dataclass(frozen=True)
class Result:
    """One result.

    ``file`` is its path below the folder, with ``/``; ``preview`` the PNG beside it, None where there is none. ``ok``
    and ``findings`` are those of the quality check; ``expected_dice`` is empty if not known. ``edited`` if the
    file is not as it was written.
    """

    file: str
    input: str
    model: str
    ok: bool
    findings: Sequence[str]
    volumes_ml: Mapping[str, float]
    expected_dice: Mapping[str, float] = field(default_factory=dict)
    preview: Path | None = None
    edited: bool = False

    @property
    def mean_dice(self) -> float | None:
        """Mean of the expected Dice."""
        return statistics.fmean(self.expected_dice.values()) if self.expected_dice else None


def in_order(results: Sequence[Result]) -> list[Result]:
    """Flagged results first; within either part the lowest expected Dice, then those without one, by name."""
    return sorted(results, key=lambda one: (one.ok, one.mean_dice is None, one.mean_dice or 0.0, one.file))


def write_table(path: Path, results: Sequence[Result]) -> Path:
    """Write a table of results, replacing an earlier one.

    Args:
        path: File to write (.csv).
        results: A line each, in the order of the page.

    Returns:
        ``path``.
    """
    structures, calibrated = _structures(results), any(one.expected_dice for one in results)
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        dice = [f"{name}_expected_dice" for name in structures] if calibrated else []
        volumes = [f"{name}_ml" for name in structures]
        table.writerow(["result", "input", "model", "flag", "findings", "edited", *volumes, *dice])
        for one in in_order(results):
            numbers = [one.volumes_ml.get(name) for name in structures]
            numbers += [one.expected_dice.get(name) for name in structures] if calibrated else []
            flag = "ok" if one.ok else "check"
            cells = ["" if number is None else round(number, 4) for number in numbers]
            edited = "yes" if one.edited else "no"
            table.writerow([one.file, one.input, one.model, flag, " ".join(one.findings), edited, *cells])
    return path


def write_page(path: Path, results: Sequence[Result], failed: Mapping[str, str]) -> Path:
    """Write a page of results, replacing an earlier one. Thumbnails are part of it; a click opens the preview beside
    the result.

    Args:
        path: File to write (.html), in the folder of the results.
        results: What is shown, what needs a check first.
        failed: Inputs without a result, with the reason.

    Returns:
        ``path``.

    Raises:
        ImportError: jinja2 is missing.
    """
    html = (
        template_environment()
        .get_template("overview.html.j2")
        .render(
            mark=MARK,
            results=in_order(results),
            structures=_structures(results),
            calibrated=any(one.expected_dice for one in results),
            failed=failed,
            folder=path.parent,
            thumbnail=_thumbnail,
        )
    )
    with replacing(path) as temporary:
        temporary.write_text(html, encoding="utf-8")
    return path


def is_page(path: Path) -> bool:
    """Whether a file is a page that ``write_page`` has written.

    Args:
        path: File, which may be missing.

    Returns:
        True if ``MARK`` stands in its first 600 characters; False also where it cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return MARK in file.read(600)
    except (OSError, ValueError):
        return False


def _structures(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(name for one in results for name in one.volumes_ml))


def _thumbnail(preview: Path) -> str:
    """``preview`` in small, as the address of an image; "" where it cannot be read."""
    from PIL import Image

    try:
        with Image.open(preview) as image:
            small = image.convert("RGB")
    except OSError:
        return ""
    small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
