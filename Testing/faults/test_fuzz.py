"""A short slice of the fuzzing of readers; ``fuzz.py`` does ten thousand."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import fuzz
import fuzz_files


@pytest.mark.timeout(1200)
def test_sixty_mutated_files_end_in_an_image_or_a_sentence(tmp_path: Path) -> None:
    lines: list[str] = []
    tallies = fuzz.fuzz(60, seed=1, keep=tmp_path / "kept", report=lines.append)
    assert sum(tally.bad for tally in tallies.values()) == 0, "\n".join([*lines, fuzz.table(tallies)])
    counts = [tally.read + sum(tally.refused.values()) for tally in tallies.values()]
    assert sum(counts) == 60 and min(counts) >= 60 // len(counts)


@pytest.mark.parametrize("seed", [3, 4])
def test_a_seed_gives_the_same_files(seed: int, tmp_path: Path) -> None:
    for name, kind in fuzz_files.kinds(tmp_path).items():
        one, again = (fuzz_files.make(kind, random.Random(f"{seed} {name}")) for _ in range(2))
        assert one == again, name
