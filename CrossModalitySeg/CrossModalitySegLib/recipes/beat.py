"""The phases of a beat, seen by the network in their order, and what the phases around each say."""

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
class Sight:
    """An image that the network has seen; ``slab`` says whether it is a slice or a few, ``pixel_source`` where its
    pixel size comes from.
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
    """``count`` phases in their order. ``look(number, known)`` has the network see one, unless its posterior is
    ``known``; it is asked ahead of a phase's turn, too.

    Of at most nine phases the posterior is held, of three the volume, however long the series is.
    """

    def __init__(self, count: int, look: Callable[[int, Posterior | None], Sight]) -> None:
        self._count, self._look = count, look
        self._ahead: dict[int, Sight] = {}
        self._posteriors: dict[int, Posterior | None] = {}

    def sight(self, number: int) -> Sight:
        """The phase ``number`` (0..), consistent with those around it where all of them show a heart; raises what
        ``look`` raises.
        """
        found = self._ahead.pop(number, None) or self._look(number, self._posteriors.get(number))
        self._posteriors[number] = found.posterior
        around = neighbors_of(number, self._count)
        for other in around:
            if other not in self._posteriors:
                self._posteriors[other] = self._seen_ahead(other, keep=number < other <= number + REACH)
        ends = {end % self._count for end in range(-REACH, REACH)}
        self._posteriors = {key: one for key, one in self._posteriors.items() if key in {*around, *ends, number}}
        said = [one for other in around if (one := self._posteriors[other]) is not None and _shows_heart(one)]
        if not around or len(said) < len(around) or not _shows_heart(found.posterior):
            return found
        return replace(found, posterior=with_neighbors(found.posterior, said[:REACH], said[REACH:]))

    def _seen_ahead(self, number: int, keep: bool) -> Posterior | None:
        try:
            sight = self._look(number, None)
        except Stopped:
            raise
        except Exception as error:  # its own turn will say why
            log.warning("Phase %d has nothing to say", number + 1, exc_info=error)
            return None
        if keep:
            self._ahead[number] = sight
        return sight.posterior


def _shows_heart(posterior: Posterior) -> bool:
    return posterior.region.source != "middle"
