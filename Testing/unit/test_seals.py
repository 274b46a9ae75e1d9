"""A turned bit in a JSON file that is trusted later is noticed, whatever bit it is."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.recipes.work import INPUTS, same_inputs
from CrossModalitySegLib.seals import read_sealed, sealed, unsealed

VALUES = {"seed": 7, "roi_mm": (0.1, 1e-9), "name": "Herz ä", "settings": {"ema": None, "steps": [1, 2]}}


def test_what_was_sealed_comes_back() -> None:
    plain = json.loads(json.dumps(VALUES))
    assert read_sealed(json.dumps(sealed(VALUES), indent=2)) == plain
    assert unsealed(VALUES) == VALUES, "what a person wrote has no seal"


def test_no_turned_bit_changes_a_value_in_silence() -> None:
    written = json.dumps(sealed(VALUES)).encode()
    rng, plain = random.Random(0), json.loads(json.dumps(VALUES))
    for _ in range(500):
        content = bytearray(written)
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        try:
            found = read_sealed(bytes(content))
        except ValueError:
            continue
        # Only the name of the seal itself can be hit, and then it is an entry that nobody knows.
        assert found == plain or set(found) - set(plain)


@pytest.mark.parametrize("text", ["[]", "7", "{", ""])
def test_whatever_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own errors are among them
        read_sealed(text)


def test_a_job_that_was_changed_is_not_done(tmp_path: Path) -> None:
    folder = JobFolder(tmp_path)
    folder.put({"verb": "cohort", "out": "a", "seed": 1})
    folder.put({"verb": "cohort", "out": "a", "seed": 1})
    folder.job_file.write_text(folder.job_file.read_text().replace('"seed": 1', '"seed": 3'))
    with pytest.raises(UserError, match="changed after it was written") as caught:
        folder.description()
    assert caught.value.code is Code.BAD_SETTINGS
    folder.job_file.write_text('{"verb": "cohort", "out": "b"}')
    assert folder.description()["out"] == "b", "a job that a person wrote has no seal"


@pytest.mark.parametrize(("old", "new"), [("a1", "a5"), ("{", "["), ('"seal"', '"sea,"')])
def test_damaged_notes_of_inputs_are_reported(old: str, new: str, tmp_path: Path) -> None:
    inputs = {"data": {"mr_1001": "a1b2"}}
    same_inputs(tmp_path, inputs, begun=False)
    same_inputs(tmp_path, inputs, begun=True)
    file = tmp_path / INPUTS
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(UserError, match="is damaged") as caught:
        same_inputs(tmp_path, inputs, begun=True)
    assert caught.value.code is Code.BAD_CHECKPOINT
