"""What becomes of one volume while a segmenter learns, kept beside the checkpoints for the page of the training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..events import Reporter
from ..extras import installed
from ..files import DAMAGED, replacing
from ..images.volume import Volume
from ..label_set import LabelSet
from ..learning.supervised import Fit

PAGE = "training.html"
_NAME = "labels-{:08d}.npz"
_SHOWN, _KEPT = 6, 12


class ThroughTime:
    """Label maps of ``image`` by step, in files in ``work``, so that a training that is resumed shows those of before.

    ``truth`` holds the labels of the volume where they may be opened. Nothing is done where no page can be drawn.
    """

    def __init__(self, work: Path, image: Volume, label_set: LabelSet, truth: Volume | None = None) -> None:
        self._work, self._image, self._label_set, self._truth = work, image, label_set, truth
        self.wanted = installed("matplotlib") and installed("jinja2")

    def keep(self, step: int, labels: NDArray[np.uint8]) -> None:
        """Keep the label map ``labels`` (D, H, W) of ``step``, unless there is one; of many some are let go."""
        path = self._work / _NAME.format(step)
        if not self.wanted or path.exists():
            return
        with replacing(path, lasting=False) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, labels=labels)
        kept = _files(self._work)
        if len(kept) > _KEPT:
            for between in kept[1:-1:2]:
                between.unlink()

    def write(self, title: str, fit: Fit, reporter: Reporter) -> None:
        """Write the page of the training beside the checkpoints; nothing where no page can be drawn.

        Args:
            title: What to call the training.
            fit: Its curves are shown.
            reporter: Gets a warning where the disk fails, which costs no more than the page.
        """
        if not self.wanted:
            return
        from ..evaluation.training_page import write_training_page

        moments = {step: Volume(labels, self._image.geometry) for step, labels in self._read().items()}
        steps = sorted(moments)
        few = {steps[index] for index in np.linspace(0, len(steps) - 1, _SHOWN).round().astype(int)} if steps else set()
        shown = {step: moments[step] for step in few}
        try:
            write_training_page(self._work / PAGE, title, fit.curves, self._image, shown, self._label_set, self._truth)
        except OSError as error:
            reporter.log(f"Warning: the page of the training could not be written: {error}")

    def _read(self) -> dict[int, NDArray[np.uint8]]:
        found = {}
        for path in _files(self._work):
            try:
                with np.load(path) as arrays:
                    found[int(path.stem.rpartition("-")[2])] = arrays["labels"]
            except DAMAGED:
                continue  # cut or damaged: a picture less
        return {step: labels for step, labels in found.items() if labels.shape == self._image.geometry.shape}


def discard_moments(work: Path) -> None:
    """Remove the label maps in ``work``, which only the page needs."""
    for path in _files(work):
        path.unlink(missing_ok=True)


def _files(work: Path) -> list[Path]:
    return sorted(work.glob("labels-*.npz"))
