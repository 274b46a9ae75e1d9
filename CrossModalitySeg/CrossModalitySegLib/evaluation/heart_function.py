"""Function of a heart from its volumes over the beat: ejection fraction, stroke volume, and how much labels flicker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from ..anatomy import LV, MYO, RV
from ..label_set import LabelSet
from .measurements.masks import own
from .measurements.measuring import MUSCLE_G_ML

Interval = tuple[float, float]

_LEAST_EF_PERCENT = 5.0
"""Less than this no living heart ejects, and less may be noise: on virtual hearts that beat, results are up to 3 points
off (docs/how-to/beat.md).
"""


class Ventricle(BaseModel):
    """One ventricle through the beat.

    Attributes:
        ed_phase: Phase of the largest volume, from 1 on: end of diastole.
        es_phase: Phase of the smallest volume: end of systole.
        edv_ml: Volume at the end of diastole.
        esv_ml: Volume at the end of systole.
        stroke_ml: What is ejected.
        ef_percent: Ejection fraction: ``stroke_ml`` by ``edv_ml``.
        ef_interval_percent: Between what the true one lies if both segmentations have the Dice that is expected of
            them; None where it is not known.
    """

    model_config = ConfigDict(frozen=True)

    ed_phase: int
    es_phase: int
    edv_ml: float
    esv_ml: float
    stroke_ml: float
    ef_percent: float
    ef_interval_percent: Interval | None = None


class HeartFunction(BaseModel):
    """A heart through its beat.

    Attributes:
        ventricles: LV, then RV where the label set has it, by name of structure; what no phase shows is left out.
        lv_mass_g: Mass of the left ventricle's wall at its end of diastole.
        flicker: By name of structure, the share of its voxels that change for a single phase and back.
        left_out: Phases, from 1 on, that were not segmented.
        findings: What speaks against these numbers, in sentences.
    """

    model_config = ConfigDict(frozen=True)

    ventricles: dict[str, Ventricle]
    lv_mass_g: float | None = None
    flicker: dict[str, float] | None = None
    left_out: tuple[int, ...] = ()
    findings: tuple[str, ...] = ()


def heart_function(
    volumes_ml: Sequence[Mapping[str, float] | None],
    label_set: LabelSet,
    expected_dice: Sequence[Mapping[str, float] | None] = (),
    flicker: Mapping[str, float] | None = None,
) -> HeartFunction:
    """Measure the function of a heart.

    Args:
        volumes_ml: By phase, the volume of each structure by name; None for a phase that is left out.
        label_set: The structures.
        expected_dice: By phase, 0..1 by name of structure; None for a phase without one.
        flicker: As ``Flicker`` counts it.

    Returns:
        The measurements.

    Examples:
        >>> from CrossModalitySegLib.anatomy import HEART_4
        >>> beat = [{"LV": 120.0, "Myo": 100.0}, {"LV": 48.0, "Myo": 100.0}]
        >>> heart_function(beat, HEART_4).ventricles["LV"].ef_percent
        60.0
    """
    ventricles, mass_g, findings = {}, None, []
    there = {phase: volumes for phase, volumes in enumerate(volumes_ml) if volumes is not None}
    for known in (LV, RV):
        structure = own(label_set, known)
        if structure is None or not any(volumes.get(structure.name) for volumes in there.values()):
            continue
        # A phase in which it was not found, or not drawn, is not one in which it is empty.
        series = {phase: volumes[structure.name] for phase, volumes in there.items() if volumes[structure.name]}
        if without := [str(phase + 1) for phase in there if phase not in series]:
            findings.append(
                f"{structure.name} is missing in phases {', '.join(without)}, which do not count for its function."
            )
        ed, es = max(series, key=series.__getitem__), min(series, key=series.__getitem__)
        dice = [(expected_dice[at] or {}).get(structure.name) if expected_dice else None for at in (ed, es)]
        ventricles[structure.name] = Ventricle(
            ed_phase=ed + 1,
            es_phase=es + 1,
            edv_ml=round(series[ed], 2),
            esv_ml=round(series[es], 2),
            stroke_ml=round(series[ed] - series[es], 2),
            ef_percent=round(100 * (1 - series[es] / series[ed]), 2),
            ef_interval_percent=_ef_interval(series[ed], series[es], dice[0], dice[1]),
        )
        muscle = own(label_set, MYO)
        if known == LV and muscle is not None:
            mass_g = round(there[ed].get(muscle.name, 0.0) * MUSCLE_G_ML, 2) or None
    shares = None if flicker is None else {name: round(share, 5) for name, share in flicker.items()}
    left_out = tuple(phase + 1 for phase, volumes in enumerate(volumes_ml) if volumes is None)
    still = [name for name, one in ventricles.items() if one.ef_percent < _LEAST_EF_PERCENT]
    return HeartFunction(
        ventricles=ventricles,
        lv_mass_g=mass_g,
        flicker=shares,
        left_out=left_out,
        findings=(*findings, *(_stillness(name, ventricles[name].ef_percent) for name in still)),
    )


def _stillness(name: str, ef_percent: float) -> str:
    return (
        f"The volume of {name} differs by {ef_percent:.1f} % between the phases, less than in any heart that beats: "
        "they may show one moment, or the segmentations may be wrong."
    )


def volume_interval(volume_ml: float, dice: float) -> Interval:
    """Between what a true volume lies.

    Two sets have a Dice of at most 2 min(V, W) / (V + W), so W is between V D / (2 - D) and V (2 - D) / D.

    Args:
        volume_ml: Volume V of a segmentation in ml.
        dice: Its Dice D with the truth, above 0 to 1.

    Returns:
        Least and largest volume W in ml.

    Examples:
        >>> [round(ml, 1) for ml in volume_interval(100.0, 0.9)]
        [81.8, 122.2]
    """
    factor = dice / (2 - dice)
    return volume_ml * factor, volume_ml / factor


def _ef_interval(edv_ml: float, esv_ml: float, ed_dice: float | None, es_dice: float | None) -> Interval | None:
    """The widest that both Dice allow: one volume too large, the other too small."""
    if not ed_dice or not es_dice:
        return None
    ed_low, ed_high = volume_interval(edv_ml, ed_dice)
    es_low, es_high = volume_interval(esv_ml, es_dice)
    return round(100 * max(0.0, 1 - es_high / ed_low), 2), round(100 * (1 - es_low / ed_high), 2)


class Flicker:
    """Counts, phase after phase, the voxels whose label is another for a single phase, and the same before and after.

    Two neighbors of each phase are looked at, so that the beat itself, which comes and goes in several, counts little.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self._structures = label_set.structures
        self._changed = dict.fromkeys(label_set.names, 0)
        self._all = dict.fromkeys(label_set.names, 0)

    def add(self, before: NDArray, phase: NDArray, after: NDArray) -> None:
        """Count in three phases that follow one another.

        Args:
            before: Class indices (D, H, W) of the phase before.
            phase: Those of the phase in question, on the same grid.
            after: Those of the phase behind it.
        """
        lonely = (before == after) & (phase != before)
        for one in self._structures:
            self._changed[one.name] += int(
                ((phase == one.value) & lonely).sum() + ((before == one.value) & lonely).sum()
            )
            self._all[one.name] += int((phase == one.value).sum())

    def shares(self) -> dict[str, float]:
        """By name of structure, 0..; structures that no phase shows are left out."""
        return {name: self._changed[name] / count for name, count in self._all.items() if count}
