"""What several of these tests stand on."""

from __future__ import annotations

import pytest

from CrossModalitySegLib import events, verbs
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.job import Job


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that reach the recipes, which do nothing."""
    jobs: list[Job] = []

    def note(job: Job, reporter: Reporter) -> events.Result:
        jobs.append(job)
        return events.Result(outputs=[])

    monkeypatch.setattr(verbs, "run", note)
    return jobs
