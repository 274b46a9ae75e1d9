"""Chunks become lines, lines become events, and everything else is told apart from them."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from CrossModalitySegLib import events
from CrossModalitySegLib.jobs.lines import LineBuffer, parse_event
from CrossModalitySegLib.jobs.protocol import encode


@given(
    text=st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), cuts=st.lists(st.integers(0, 60))
)
def test_lines_survive_any_chunks(text: str, cuts: list[int]) -> None:
    data, buffer, lines = f"{text}\n{text}".encode(), LineBuffer(), []
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    for start, end in pairwise(places):
        lines += buffer.feed(data[start:end])
    assert [*lines, *buffer.close()] == ([text, text] if text else [""])


EVENTS = [
    events.Hello(version="1", verb="segment"),
    events.Progress(fraction=0.5, remaining_s=None, stage="half"),
    events.Progress(fraction=1, remaining_s=3.5, stage="half"),
    events.Metric(name="loss", step=1, value=None),
    events.Preview(path="/tmp/a.png"),
    events.CaseDone(title="a", files=["/a.nii.gz"], segmentation="/out/a.seg.nrrd", volumes_ml={"LV": 120.0}),
    events.Log(message="grüß"),
    events.Result(outputs=["/a"], summary={"a": [1]}),
    events.Error(code="bad_input", sentence="No.", remedy="Yes."),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event)
def test_every_event_of_the_protocol_is_understood_without_pydantic(event: events.Event) -> None:
    line = encode(event)
    assert parse_event(line) == json.loads(line)


def test_every_kind_of_event_is_among_the_examples() -> None:
    kinds = {
        kind.model_fields["event"].default
        for kind in (
            events.Hello,
            events.Progress,
            events.Metric,
            events.Preview,
            events.CaseDone,
            events.Log,
            events.Result,
            events.Error,
        )
    }
    assert {event.event for event in EVENTS} == kinds


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event)
def test_an_event_that_lacks_something_is_none(event: events.Event) -> None:
    whole = json.loads(encode(event))
    required = [name for name in whole if name not in ("event", "pid", "protocol", "version", "device")]
    for name in required:
        assert parse_event(json.dumps({key: value for key, value in whole.items() if key != name})) is None, name


@pytest.mark.parametrize(
    "line",
    ["", "x", "[]", '"hello"', "{}", '{"event": "dance"}', '{"event": ["hello"]}', '{"event": "progr', "null", "7"],
)
def test_rubbish_is_not_an_event(line: str) -> None:
    assert parse_event(line) is None
