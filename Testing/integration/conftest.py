"""Processes are started through Qt: the real one, offscreen, with PythonQt's manners."""

from __future__ import annotations

from stand_ins.fixtures import until

__all__ = ["until"]
