"""The curves of a stage: kept for the report, saved in its checkpoints, and reported live."""

from __future__ import annotations

import math

from ..events import Reporter

Curves = dict[str, list[tuple[int, float | None]]]
"""Points (step, value) by curve name; None where the value was not finite."""


class History:
    """Collects the points of every curve and passes them on to ``reporter``."""

    def __init__(self, reporter: Reporter, curves: Curves | None = None) -> None:
        self._reporter = reporter
        self.curves: Curves = {name: [(step, value) for step, value in points] for name, points in (curves or {}).items()}

    def record(self, step: int, **values: float | None) -> None:
        """Add one point to each named curve."""
        for name, value in values.items():
            finite = value if value is not None and math.isfinite(value) else None
            self.curves.setdefault(name, []).append((step, finite))
            self._reporter.metric(name, step, finite)

    def last(self, name: str) -> float | None:
        """Newest value of a curve."""
        return self.curves[name][-1][1] if self.curves.get(name) else None
