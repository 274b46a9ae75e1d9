"""How long an adaptation or a training would take on this machine, and how much memory: asked before it is started."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from ..choices import method_for
from ..durations import duration_in_words
from ..errors import Code, UserError
from ..jobs.folder import Event
from ..jobs.outcome import Outcome
from .context import Context
from .task import Task


@dataclass(frozen=True)
class Estimate:
    """``duration_s`` of the whole job on ``device``; ``memory_gb`` it takes at its peak and ``available_gb`` there is,
    in 1e9 bytes.
    """

    duration_s: float
    memory_gb: float
    available_gb: float
    device: str

    @property
    def fits(self) -> bool:
        """Whether the memory suffices, a tenth kept free for others."""
        return self.memory_gb < 0.9 * self.available_gb

    @property
    def sentence(self) -> str:
        """The estimate in words."""
        where = "this machine's CPU" if self.device == "cpu" else self.device
        return (
            f"About {duration_in_words(self.duration_s)} on {where}, "
            f"with {self.memory_gb:.1f} of {self.available_gb:.1f} GB of memory."
        )


class EstimateTask(Task[Estimate]):
    """Measures a few steps of ``verb`` "train" or "adapt" of ``method`` at ``size``; an adaptation needs its source
    ``model``.

    >>> EstimateTask(Context(), "train", size="paper").start().wait().sentence
    "About 5 h on this machine's CPU, with 6.1 of 23.0 GB of memory."
    """

    verb = "estimate"
    title = "Estimating time and memory"
    resumable = False

    def __init__(
        self,
        context: Context,
        of: str,
        *,
        size: str,
        method: str | None = None,
        depth: int | None = None,
        model: Path | None = None,
    ) -> None:
        super().__init__(context)
        self._of, self._size, self._method, self._depth, self._model = of, size, method, depth, model

    def _prepare(self) -> Generator[float, None, None]:
        method_for(self._size, self._method)
        if self._of == "adapt" and (self._model is None or not self._model.is_file()):
            raise UserError(
                Code.BAD_MODEL,
                "No source model is chosen.",
                "Train one from labeled volumes in the section below, or import one.",
            )
        yield 1.0

    def _description(self) -> Event:
        job: Event = {
            "verb": "estimate",
            "of": self._of,
            "size": self._size,
            "method": self._method,
            "device": self.context.device,
        }
        return (
            job | ({"depth": self._depth} if self._depth else {}) | ({"model": str(self._model)} if self._model else {})
        )

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[Estimate, str]]:
        yield 1.0
        assert outcome.result is not None
        summary = outcome.result["summary"]
        estimate = Estimate(summary["duration_s"], summary["memory_gb"], summary["available_gb"], summary["device"])
        return estimate, estimate.sentence

    def _tidy_up(self) -> None:
        self.folder.remove()
