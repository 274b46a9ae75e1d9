"""A short slice of what ``growth.py`` measures for hours: nothing grows over forty segmentations in one worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from growth import Course, Sample


def course(*last: tuple[float, int]) -> Course:
    """A hundred samples that stay, and then others of memory and handles."""
    one = Course("any")
    one.samples = [Sample(500.0, 20, 4, 2, 0, 0.0)] * 100 + [Sample(mb, count, 4, 2, 0, 0.0) for mb, count in last]
    return one


def test_growth_is_distinguished_from_the_usual_up_and_down() -> None:
    assert course((520.0, 21)).grown() == []
    assert course((600.0, 21)).grown() == ["memory_mb"]
    assert course((520.0, 30)).grown() == ["handles"]


@pytest.mark.timeout(1200)
@pytest.mark.long
def test_forty_segmentations_grow_nothing(repository: Path) -> None:
    command = [sys.executable, str(repository / "Testing" / "faults" / "growth.py")]
    sizes = ["--segmentations", "40", "--minutes", "0", "--panels", "0"]
    done = subprocess.run([*command, *sizes], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "grown: nothing" in done.stdout, done.stdout + done.stderr
