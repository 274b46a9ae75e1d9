"""The card of a model: everything a person or a program must know to use its weights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, NonNegativeFloat, SerializeAsAny, model_validator

from ..anatomy import DEFAULT_LABEL_SET
from ..choices import FORMER, MethodName, SizeName
from ..environment import versions
from ..renames import with_current_names
from ..settings import Depth, Labels, NetworkSettings, Preprocessing, WithNetwork
from .conditions import Conditions

LONGEST_NAME = 120
"""Characters of a model's name."""

SHA256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provenance(_Frozen):
    """Where the training data come from and under which license they may be used."""

    data: str
    license: str


class Training(_Frozen):
    """What the weights were learned from, and how: enough to learn them again where the same data are (``repeat``).

    ``job`` holds the fields of the job ``verb`` but for names and places, and ``inputs`` the SHA-256 of what it read,
    in its order, by the part that it played ("data images", "data labels", "model"): a model is passed on, and the name
    of a file may be that of a patient. ``processes`` are those that learned together.
    """

    verb: Literal["train", "adapt"]
    job: dict[str, Any]  # checked by the class of the job
    inputs: dict[str, list[SHA256]]
    conditions: Conditions
    processes: Annotated[int, Field(ge=1)] = 1


class DiceLine(_Frozen):
    """The Dice to expect of a structure by its soft Dice (``inference/predictor.py``): ``bias`` + ``slope`` x soft
    Dice, cut to 0..1.
    """

    bias: FiniteFloat
    slope: NonNegativeFloat

    def at(self, soft_dice: float) -> float:
        """The Dice to expect of a structure.

        Args:
            soft_dice: Its soft Dice, 0 to 1.

        Returns:
            ``bias`` + ``slope`` x ``soft_dice``, cut to 0..1.

        Examples:
            >>> DiceLine(bias=0.25, slope=0.5).at(0.5)
            0.5
        """
        return min(max(self.bias + self.slope * soft_dice, 0.0), 1.0)


class Agreement(_Frozen):
    """How well expected and true Dice agree over so many ``results``, each volume left out of the fit of its own
    expectation.

    ``pearson`` and ``spearman`` are correlations -1..1, None where they do not exist; ``mean_absolute_error`` is in
    Dice, 0..1.
    """

    results: int
    pearson: FiniteFloat | None
    spearman: FiniteFloat | None
    mean_absolute_error: FiniteFloat


class Calibration(_Frozen):
    """How reliable the model is, measured on labeled ``volumes`` of ``data`` from which it has not learned.

    Logits are divided by ``temperature`` before confidence and soft Dice are read from them; no label depends on it.
    ``lines`` and ``left_out`` go by structure name, ``left_out`` also by "all", the structures pooled. A model that was
    adapted afterwards keeps the calibration of its source, and ``modality`` then shows that it is extrapolated.
    """

    modality: Literal["mr", "ct", "any"]
    data: str
    volumes: Annotated[int, Field(ge=1)]
    temperature: Annotated[float, Field(gt=0, le=100)]
    lines: dict[str, DiceLine] = {}
    left_out: dict[str, Agreement] = {}

    def expected_dice(self, soft_dice: Mapping[str, float | None]) -> dict[str, float]:
        """What the calibration expects of a result.

        Args:
            soft_dice: Soft Dice, 0 to 1, by structure name; None for a structure that was not found. It must hold every
                structure that was calibrated.

        Returns:
            Expected Dice, 0 to 1, by name of the calibrated structures; 0 for one that was not found.
        """
        found = {name: soft_dice[name] for name in self.lines}
        return {name: 0.0 if value is None else self.lines[name].at(value) for name, value in found.items()}


class ModelCard(_Frozen, WithNetwork):
    """What stands in ``card.json`` of a model archive.

    ``labels`` are the structures that it segments; cards from before there was a choice are of heart-4. ``depth`` is
    the adaptation depth and ``adapted_from`` the SHA-256 of the source archive; both are None unless the model was
    adapted. ``volume_ranges_ml`` holds the smallest and largest volume of each structure among the training subjects.
    ``members`` maps every other file of the archive to its SHA-256; ``write_archive`` fills it.
    """

    card: Literal[1] = 1
    """Version of this schema."""
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    """Name in the library."""
    modality: Literal["mr", "ct", "any"]
    """What it segments; "any" both."""
    labels: Labels = DEFAULT_LABEL_SET
    preprocessing: Preprocessing
    """How a volume becomes what the network sees."""
    network: SerializeAsAny[NetworkSettings]
    """Size of the network; its class belongs to ``architecture``."""
    size: SizeName
    """Size of the settings it was made with, changed or not."""
    method: MethodName
    """Whose settings it was made with, changed or not."""
    cut_slices: bool = False
    """Whether only the part of a slice near the heart may be computed. A network that learned from slices in which the
    heart never lay elsewhere knows their borders, and draws worse where they are cut.
    """
    depth: Depth | None = None
    adapted_from: SHA256 | None = None
    training: Training | None = None
    """None for what was taken over, and in cards of versions that did not write it."""
    complete: bool = True
    """False if the training was stopped early; the same job, started again, goes on and replaces the model."""
    provenance: Provenance
    """Data and license."""
    volume_ranges_ml: dict[str, tuple[FiniteFloat, FiniteFloat]] = {}
    metrics: dict[str, FiniteFloat | None] = {}
    """Named scores; None where one is not available."""
    calibration: Calibration | None = None
    """None if the model was never calibrated: then its expected Dice is not known."""
    created: date = Field(default_factory=date.today)
    """Day on which it was made."""
    versions: dict[str, str] = Field(default_factory=versions)
    """Versions of the libraries that made it."""
    members: dict[str, SHA256] = {}

    @model_validator(mode="before")
    @classmethod
    def _open_old_cards(cls, values: Any) -> Any:
        """Earlier cards had other names of fields, and a preset for size and method; the earliest named the four
        structures in the order of their values.
        """
        values = with_current_names(values)
        if isinstance(values, dict) and values.get("preset") in tuple(FORMER):
            size, method = FORMER[values["preset"]]
            values = {"size": size, "method": method} | {k: v for k, v in values.items() if k != "preset"}
        if not isinstance(values, dict) or "structures" not in values or "labels" in values:
            return values
        expected = [structure.name for structure in DEFAULT_LABEL_SET.in_value_order]
        if list(values["structures"]) != expected:
            raise ValueError(f"structures must be {', '.join(expected)} in this order")
        return {key: value for key, value in values.items() if key != "structures"}

    @model_validator(mode="after")
    def _knows_the_structures(self) -> ModelCard:
        if unknown := set(self.volume_ranges_ml) - set(self.labels.names):
            raise ValueError(f"volume_ranges_ml names unknown structures: {', '.join(sorted(unknown))}")
        if self.calibration and (unknown := set(self.calibration.lines) - set(self.labels.names)):
            raise ValueError(f"calibration names unknown structures: {', '.join(sorted(unknown))}")
        if any(low < 0 or low > high for low, high in self.volume_ranges_ml.values()):
            raise ValueError("volume_ranges_ml must be pairs (smallest, largest) that are not negative")
        return self
