"""Adapt a model from MR to CT or the other way: source model, its volumes, and unlabeled volumes of the target make a
model in the library.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from ..choices import WITHOUT_SOURCE, method_for
from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from .context import Context
from .exporting import DATA, Volumes, check_chosen, write_images
from .learn import LearningTask
from .names import new_model
from .task import memory_of


class AdaptTask(LearningTask):
    """Adapts ``model`` (path) from the MR volumes in the folder ``source`` to ``target``; labels there are never
    opened.

    ``name`` is that of the new model; ``size`` and ``method`` are names of ``choices.py``, of which "self-training" can
    do without ``source`` and is better with labeled volumes there; ``depth`` is 13, 21 or 31, None for the method's;
    ``direction`` "mr-ct" or "ct-mr".

    >>> task = AdaptTask(Context(), Path("MR.cms"), Path("mr_volumes"), [ctNode], name="CT", size="tiny").start()
    >>> task.wait()
    PosixPath('/home/ada/.local/share/CrossModalitySeg/models/CT.cms')
    """

    verb = "adapt"
    title = "Adapt model"

    def __init__(
        self,
        context: Context,
        model: Path | None = None,
        source: Path | None = None,
        target: Volumes = (),
        *,
        name: str = "",
        size: str = "tiny",
        method: str | None = None,
        depth: int | None = None,
        direction: str = "mr-ct",
        folder: JobFolder | None = None,
    ) -> None:
        """``folder`` goes on with an unfinished job, which then says itself what is to be done."""
        self._source_modality, _, self._target_modality = direction.partition("-")
        self.title = (
            f"Adapt {self._source_modality.upper()} model to {self._target_modality.upper()}"
            if folder is None
            else memory_of(folder)["title"]
        )
        super().__init__(context, folder)
        self._model, self._source, self._target = model, source, target
        self._name, self._size, self._method, self._depth = name, size, method, depth

    def _prepare(self) -> Generator[float, None, None]:
        if self._model is None or not self._model.is_file():
            raise UserError(
                Code.BAD_MODEL,
                "No source model is chosen.",
                "Train one from labeled volumes in the section below, or import one.",
            )
        method = method_for(self._size, self._method)
        source_missing = self._source is None and method not in WITHOUT_SOURCE
        if source_missing or (self._source is not None and not self._source.is_dir()):
            raise UserError(
                Code.BAD_DATASET,
                f"The folder of {self._source_modality.upper()} volumes does not exist.",
                "Choose the folder from which the source model was trained.",
            )
        self._out = new_model(self.context.models, self._name)
        check_chosen(self._target, "Choose at least one volume; four or more make a better model.")
        if not isinstance(self._target, Path):
            yield from write_images(self.folder.path / DATA / "images", self._target)

    def _description(self) -> Event:
        return {
            "verb": "adapt",
            "model": str(self._model),
            "source": str(self._source) if self._source else None,
            "target": str(self._target) if isinstance(self._target, Path) else DATA,
            "out": str(self._out),
            "source_modality": self._source_modality,
            "target_modality": self._target_modality,
            "size": self._size,
            "method": self._method,
            "settings": {"depth": self._depth} if self._depth else {},
            "device": self.context.device,
        }
