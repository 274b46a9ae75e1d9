"""Predictions for the phases of a beat in their order, each made consistent with the phases around it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..errors import Stopped
from ..images.volume import Volume
from ..inference.segment_volume import Posterior
from ..inference.temporal import LEAST_PHASES, REACH, with_neighbors
from ..models.heart_model import HeartModel
from .records import PixelSource

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CasePrediction:
    """What the network predicts for an image; ``slab``: it is a slice or a few, ``pixel_source``: where its pixel size
    comes from.
    """

    volume: Volume
    slab: bool
    pixel_source: PixelSource | None
    model: HeartModel
    posterior: Posterior


def neighbors_of(number: int, count: int) -> list[int]:
    """The phases around ``number`` (0..) of ``count`` in a beat, whose first phase follows the last, in the order of
    time; none where the beat is too short.

    >>> neighbors_of(0, 10), neighbors_of(0, 7)
    ([8, 9, 1, 2], [])
    """
    steps = (*range(-REACH, 0), *range(1, REACH + 1))
    return [(number + step) % count for step in steps] if count >= LEAST_PHASES else []


class Beat:
    """``count`` phases in their order. ``predict_case(number, known)`` predicts one, unless its posterior is
    ``known``; it is called ahead of a phase's turn, too.

    Of at most nine phases the posterior is held, of three the volume, however long the series is.
    """

    def __init__(self, count: int, predict_case: Callable[[int, Posterior | None], CasePrediction]) -> None:
        self._count, self._predict_case = count, predict_case
        self._ahead: dict[int, CasePrediction] = {}
        self._posteriors: dict[int, Posterior | None] = {}

    def predict(self, number: int) -> CasePrediction:
        """The phase ``number`` (0..), consistent with those around it where all of them show a heart; raises what
        ``predict_case`` raises.
        """
        found = self._ahead.pop(number, None) or self._predict_case(number, self._posteriors.get(number))
        self._posteriors[number] = found.posterior
        around = neighbors_of(number, self._count)
        for other in around:
            if other not in self._posteriors:
                self._posteriors[other] = self._predict_ahead(other, keep=number < other <= number + REACH)
        ends = {end % self._count for end in range(-REACH, REACH)}
        self._posteriors = {key: one for key, one in self._posteriors.items() if key in {*around, *ends, number}}
        neighbors = [one for other in around if (one := self._posteriors[other]) is not None and _shows_heart(one)]
        if not around or len(neighbors) < len(around) or not _shows_heart(found.posterior):
            return found
        return replace(found, posterior=with_neighbors(found.posterior, neighbors[:REACH], neighbors[REACH:]))

    def _predict_ahead(self, number: int, keep: bool) -> Posterior | None:
        try:
            prediction = self._predict_case(number, None)
        except Stopped:
            raise
        except Exception as error:  # reported when its own turn comes
            log.warning("Phase %d cannot be used for its neighbors", number + 1, exc_info=error)
            return None
        if keep:
            self._ahead[number] = prediction
        return prediction.posterior


def _shows_heart(posterior: Posterior) -> bool:
    return posterior.region.source != "middle"
