"""Sample data: virtual patients, made on demand and kept, so that nothing needs to be downloaded to try the
module.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import slicer

from ..environment import home
from ..jobs.folder import Event
from ..jobs.outcome import Outcome
from ..scene.segmentations import segmentation_of_label_map
from .context import Context
from .task import Task

_COUNT = 4
"""Virtual patients of each modality: as many CT volumes as an adaptation should have at least."""

_OF_SAMPLE = "CrossModalitySeg.Sample"
"""Attribute of the segmentation that came with a virtual MR."""


class SampleTask(Task[Path]):
    """Makes virtual MR and CT patients in the folder ``place``; ``result`` is that folder. Those that are there already
    are kept.

    >>> folder = SampleTask(Context()).start().wait()
    >>> slicer.util.loadVolume(str(next((folder / "ct_train").glob("*_image.nii.gz"))))
    """

    verb = "cohort"
    title = "Virtual patients"
    resumable = False

    def __init__(
        self, context: Context, place: Path | None = None, count: int = _COUNT, spacing_mm: float = 2.0
    ) -> None:
        super().__init__(context)
        self._place, self._count, self._spacing_mm = place or home() / "samples", count, spacing_mm

    def _prepare(self) -> Generator[float, None, None]:
        yield 1.0

    def _description(self) -> Event:
        return {
            "verb": "cohort",
            "out": str(self._place),
            "mr": self._count,
            "ct": self._count,
            "spacing_mm": self._spacing_mm,
        }

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[Path, str]]:
        yield 1.0
        return self._place, f"{self._count} MR and {self._count} CT patients are in {self._place}."

    def _tidy_up(self) -> None:
        self.folder.remove()


def load_ct() -> list[slicer.vtkMRMLScalarVolumeNode]:
    """Load the CT volume of a virtual patient; the heart of the virtual MR, which is another patient's, is hidden."""
    volume = slicer.util.loadVolume(str(_image("ct")), {"name": "Virtual CT"})
    for node in slicer.util.getNodesByClass("vtkMRMLSegmentationNode"):
        if node.GetAttribute(_OF_SAMPLE):
            node.SetDisplayVisibility(False)
    return [volume]


def load_mr() -> list[slicer.vtkMRMLNode]:
    """Load the MR volume of a virtual patient and its labels, as a segmentation like those that the module makes."""
    image = _image("mr")
    volume = slicer.util.loadVolume(str(image), {"name": "Virtual MR"})
    label_map = slicer.util.loadLabelVolume(
        str(image.with_name(image.name.replace("_image", "_label"))), {"show": False}
    )
    try:
        segmentation = segmentation_of_label_map(label_map, volume)
    finally:
        slicer.mrmlScene.RemoveNode(label_map)
    segmentation.SetAttribute(_OF_SAMPLE, "MR")
    return [volume, segmentation]


def _image(modality: str) -> Path:
    """The image of the first virtual patient, made first where there is none."""
    folder = SampleTask(Context()).start().wait()
    return min((folder / f"{modality}_train").glob("*_image.nii.gz"))
