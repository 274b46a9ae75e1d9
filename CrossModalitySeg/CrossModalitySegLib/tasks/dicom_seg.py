"""Save a segmentation of the scene, as it is now, as a DICOM segmentation of the series that its volume was loaded
from.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import refuse_existing, replacing
from ..jobs.folder import Event
from ..jobs.outcome import Outcome
from ..scene.export import write_labels
from ..scene.labels import label_set_of
from ..scene.save import dicom_files
from .context import Context
from .task import Task

if TYPE_CHECKING:
    import slicer

_LABELS, _OUTPUT = "labels.nrrd", "result.dcm"


class DicomSegTask(Task[Path]):
    """Writes ``segmentation`` of ``volume`` to the file ``path``, which is ``result``; one that is there is replaced
    with ``overwrite``.

    >>> DicomSegTask(Context(), segmentationNode, volumeNode, Path("heart.dcm")).start().wait()
    """

    verb = "dicom_seg"
    title = "Save as DICOM SEG"
    resumable = False

    def __init__(
        self,
        context: Context,
        segmentation: slicer.vtkMRMLSegmentationNode,
        volume: slicer.vtkMRMLScalarVolumeNode | None,
        path: Path,
        overwrite: bool = False,
    ) -> None:
        super().__init__(context)
        self._segmentation, self._volume, self._path, self._overwrite = segmentation, volume, path, overwrite

    def _prepare(self) -> Generator[float, None, None]:
        self._files = dicom_files(self._volume)
        refuse_existing(self._path, self._overwrite)
        yield from write_labels(self._segmentation, self._volume, self.folder.path / _LABELS, world=False)

    def _description(self) -> Event:
        label_set = label_set_of(self._segmentation).to_json()
        return {
            "verb": "dicom_seg",
            "labels": _LABELS,
            "label_set": label_set,
            "files": [str(file) for file in self._files],
            "out": _OUTPUT,
        }

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[Path, str]]:
        refuse_existing(self._path, self._overwrite)
        with replacing(self._path) as temporary:
            shutil.copyfile(outcome.outputs[0], temporary)
        yield 1.0
        return self._path, f"Saved {self._path.name}."

    def _tidy_up(self) -> None:
        self.folder.remove()
