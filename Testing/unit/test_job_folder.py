"""What a job folder says of its job, without reading all of what a long job has written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from CrossModalitySegLib.jobs import folder as folders
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.lines import Event

HELLO: Event = {"event": "hello", "verb": "train"}
PROGRESS: Event = {"event": "progress", "fraction": 0.5, "remaining_s": 60.0, "stage": "Training"}
METRIC: Event = {"event": "metric", "name": "loss", "step": 1, "value": 0.5}
RESULT: Event = {"event": "result", "outputs": [], "summary": {}, "stopped": False}
STOPPED = RESULT | {"stopped": True}
ERROR: Event = {"event": "error", "code": "bad_input", "sentence": "Bad.", "remedy": "Choose another one."}
PASSING = ERROR | {"code": "disk_full"}
HALF_LINE = '{"event": "result", "outp'


def written(path: Path, *events: Event, rest: str = "") -> JobFolder:
    path.mkdir(exist_ok=True)
    (path / "job.json").write_text("{}")
    lines = "".join(f"{json.dumps(event)}\n" for event in events)
    (path / "events.jsonl").write_text(lines + rest, encoding="utf-8")
    return JobFolder(path)


@pytest.mark.parametrize(
    ("events", "finished", "failed"),
    [
        ((), False, False),
        ((HELLO, PROGRESS), False, False),
        ((HELLO, PROGRESS, RESULT), True, False),
        ((HELLO, STOPPED), False, False),
        ((HELLO, ERROR), False, True),
        ((HELLO, PASSING), False, False),
        ((HELLO, ERROR, HELLO, RESULT), True, False),
        ((HELLO, RESULT, HELLO, PROGRESS), False, False),
        ((HELLO, RESULT, METRIC), True, False),
    ],
)
def test_the_end_of_the_last_start_counts(
    tmp_path: Path, events: tuple[Event, ...], finished: bool, failed: bool
) -> None:
    folder = written(tmp_path / "job", *events, rest=HALF_LINE)
    assert (folder.finished, folder.failed_permanently, folder.over) == (finished, failed, finished or failed)
    assert folder.events() == list(events)
    assert [one.path for one in JobFolder.unfinished(tmp_path)] == ([] if finished or failed else [folder.path])


def test_events_are_read_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [HELLO | {"verb": f"Grüße\u2028{number}"} for number in range(40)]
    folder = written(tmp_path / "job", *events)
    folder.events_file.write_text("\n".join(json.dumps(event, ensure_ascii=False) for event in events), "utf-8")
    for size in (1, 7, 64, 1 << 16):
        monkeypatch.setattr(folders, "_BLOCK_BYTES", size)
        assert folder.events() == events


@pytest.mark.parametrize("end", [RESULT, ERROR, METRIC])
def test_of_a_long_training_only_the_end_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: Event) -> None:
    folder = written(tmp_path / "job")
    many = f"{json.dumps(METRIC)}\n{json.dumps(PROGRESS)}\n" * 100_000
    folder.events_file.write_text(f"{json.dumps(HELLO)}\n{many}{json.dumps(end)}\n", encoding="utf-8")
    parsed: list[str] = []

    def parse(line: str) -> Event | None:
        parsed.append(line)
        return real(line)

    real = folders.parse_event
    monkeypatch.setattr(folders, "parse_event", parse)
    assert folder.finished == (end is RESULT)
    assert folder.failed_permanently == (end is ERROR)
    assert folder.fraction == 0.5
    assert len(JobFolder.unfinished(tmp_path)) == (end is METRIC)
    assert len(parsed) < 100
