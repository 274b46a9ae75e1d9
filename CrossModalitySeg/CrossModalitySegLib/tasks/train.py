"""Train a model: labeled volumes of one modality, as files or segmentations of the scene, become a source model in the
library.

The structures of the segmentations decide which ones the model learns.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..choices import method_for
from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from ..scene.export import write_labels, write_volume
from ..scene.labels import common_label_set
from ..scene.volumes import check_volume
from .context import Context
from .exporting import DATA, shared_out
from .learn import LearningTask
from .names import file_stems, new_model
from .task import memory_of

if TYPE_CHECKING:
    import slicer

    from ..scene.volumes import MarkedNode

Labeled = Path | Sequence[tuple["slicer.vtkMRMLScalarVolumeNode | None", "MarkedNode"]]
"""A folder of labeled volumes, or pairs (volume node, node of its segmentation or label map)."""


class TrainTask(LearningTask):
    """Trains a segmenter on ``data``, whose images are of ``modality`` "mr" or "ct", as ``size`` and ``method`` of
    ``choices.py`` say.

    >>> task = TrainTask(Context(), [(mrNode, segmentationNode)], name="MR", size="tiny").start()
    """

    verb = "train"
    title = "Train model"

    def __init__(
        self,
        context: Context,
        data: Labeled = (),
        *,
        name: str = "",
        size: str = "tiny",
        method: str | None = None,
        modality: str = "mr",
        folder: JobFolder | None = None,
    ) -> None:
        """``folder`` goes on with an unfinished job, which then says itself what is to be done."""
        self.title = f"Train {modality.upper()} model" if folder is None else memory_of(folder)["title"]
        super().__init__(context, folder)
        self._data, self._name, self._size, self._method, self._modality = data, name, size, method, modality

    def _prepare(self) -> Generator[float, None, None]:
        method_for(self._size, self._method)
        self._out = new_model(self.context.models, self._name)
        if isinstance(self._data, Path):
            if not self._data.is_dir():
                raise UserError(
                    Code.BAD_DATASET,
                    f"The folder {self._data} does not exist.",
                    "Choose a folder with labeled volumes.",
                )
            return
        if not self._data:
            raise UserError(
                Code.BAD_INPUT,
                "No segmentation is chosen.",
                "Choose segmentations of the volumes, with segments AA, LA, LV and Myo.",
            )
        pairs = []
        for node, marked in self._data:
            if node is None:
                remedy = "Choose its source volume in the Segment Editor, load that volume, or choose a folder."
                raise UserError(
                    Code.BAD_INPUT,
                    f"{marked.GetName()} does not state on which volume of the scene it was made.",
                    remedy,
                )
            pairs.append((check_volume(node), marked))
        images, labels = self.folder.path / DATA / "images", self.folder.path / DATA / "labels"
        images.mkdir(parents=True)
        labels.mkdir()
        label_set = common_label_set([marked for _, marked in pairs])
        (self.folder.path / DATA / "labels.json").write_text(json.dumps(label_set.to_json()), encoding="utf-8")
        stems = list(file_stems(volume.GetName() for volume, _ in pairs))
        steps = [write_volume(volume, images / f"{stem}.nrrd") for (volume, _), stem in zip(pairs, stems, strict=True)]
        for (volume, marked), stem in zip(pairs, stems, strict=True):
            steps.append(write_labels(marked, volume, labels / f"{stem}.nrrd", label_set=label_set))
        yield from shared_out(steps)

    def _description(self) -> Event:
        return {
            "verb": "train",
            "data": str(self._data) if isinstance(self._data, Path) else DATA,
            "out": str(self._out),
            "modality": self._modality,
            "size": self._size,
            "method": self._method,
            "device": self.context.device,
        }
