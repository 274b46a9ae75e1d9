"""The two ends of an adaptation: which modality has labels, which is adapted to, and what the supervised models are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..job import Direction

_SUPERVISED = {"mr": "Seg-MRI", "ct": "Seg-CT"}
"""The paper's names of the models that learn from the labels of a modality."""


@dataclass(frozen=True)
class Domains:
    """Labels come from the modality ``source``; ``target`` is the one that is adapted to and tested on."""

    source: Literal["mr", "ct"]
    target: Literal["mr", "ct"]

    @property
    def source_model(self) -> str:
        """The model that is adapted; as a method it is tested on the source."""
        return _SUPERVISED[self.source]

    @property
    def supervised(self) -> str:
        """The model that learns from target labels: the upper end of the gap."""
        return _SUPERVISED[self.target]

    @property
    def fine_tuned(self) -> str:
        """The source model after learning from target labels ("supervised transfer learning" in the paper)."""
        return f"{self.supervised}-STL"


DOMAINS: dict[Direction, Domains] = {"mr-ct": Domains("mr", "ct"), "ct-mr": Domains("ct", "mr")}
