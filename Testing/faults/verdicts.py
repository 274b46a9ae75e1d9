"""What a fault left behind is compared with an undisturbed run: the verdict, and the table of many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios import Scenario
from warm import Ended

PASSED = ("same", "reported", "refused")


@dataclass(frozen=True)
class Fault:
    """Number of the fault in the campaign, what it disturbs, and how."""

    number: int
    scenario: str
    kind: str
    at: int = 0
    value: str = ""


@dataclass
class Undisturbed:
    """The end of a scenario to which nothing happens: its ``results``, all ``files``, the ``writes`` and the seconds of
    a CPU.
    """

    results: dict[str, str]
    files: list[str]
    writes: int
    cpu_s: float
    exchanged: dict[str, str] = field(default_factory=dict)
    """Its results with the exchanged input."""


@dataclass(frozen=True)
class Traces:
    """What is there to judge a fault by, once the same command was started again.

    Attributes:
        first: How the first start ended, or both where two were at once.
        second: How the second one ended.
        between: The ``results`` after the first start.
        end: Those after the second.
        changed: Name of the file that was changed in between; "" if none was.
        free: Whether nobody holds a lock any longer.
        files: Names of all files at the end.
    """

    first: list[Ended]
    second: Ended
    between: dict[str, str]
    end: dict[str, str]
    changed: str
    free: bool
    files: set[str]


@dataclass
class Verdict:
    """How it ended: "same" or "refused" or "reported" (the same or another result, with a note of what was found), or
    what was wrong with it.
    """

    fault: Fault
    outcome: str
    why: str = ""
    first: str = ""
    second: str = ""
    elapsed_s: float = 0.0

    @property
    def passed(self) -> bool:
        return self.outcome in PASSED


def verdict_on(fault: Fault, scenario: Scenario, this: Undisturbed, left: Traces) -> Verdict:
    """The verdict on ``fault``, by what it ``left``."""
    outcome, why = _outcome(fault, scenario, this, left)
    shown = [f"{ended.code}: {ended.output[-600:]}" for ended in left.first]
    second = f"{left.second.code}: {left.second.output[-1200:]}"
    return Verdict(fault, outcome, why, "\n".join(shown), second)


def _outcome(fault: Fault, scenario: Scenario, this: Undisturbed, left: Traces) -> tuple[str, str]:
    """The outcome, and why."""
    second, end, changed = left.second, left.end, left.changed
    for ended in [*left.first, second]:
        if ended.left:
            return "process left", ""
        if "HUNG" in ended.stderr:
            return "hung", ""
        # A worker's stderr is its log, which holds tracebacks.
        if "Unexpected" in ended.output or "Traceback" in (ended.stdout if scenario.worker else ended.output):
            return "unforeseen", "the sentence is not one of ours"
    for name, value in left.between.items():
        if name != changed and value not in ("stopped", this.results.get(name), this.exchanged.get(name)):
            return "half", f"{name} is {value} after the first start"
    if not left.free:
        return "lock left", ""
    refused = second.code == 1 and _sentence(second)
    if second.code and not refused:
        return "lost", f"the second start ended with {second.code} and no sentence"
    same = end == this.results or (fault.kind == "input exchanged between runs" and end == this.exchanged)
    if refused and not ("exists already" in second.output and same):
        if changed:
            return "refused", ""
        return "lost", "the second start refused although nothing was changed"
    if not same:
        if changed and any(name in second.output for name in (changed, Path(changed).name)):
            return "reported", ""
        differing = sorted(name for name in end.keys() | this.results.keys() if end.get(name) != this.results.get(name))
        return "silent", f"another result without a word: {', '.join(differing)}"
    if strange := sorted(left.files - set(this.files)):
        return "file left", ", ".join(strange)
    return "same", ""


def _sentence(ended: Ended) -> bool:
    """Whether it says what was wrong, in a sentence and a remedy: in the shell, or as the event of a worker."""
    return "Error: " in ended.stderr or '"event":"error"' in ended.stdout


def verdict_of(values: dict[str, Any]) -> Verdict:
    """The verdict of which these are the values."""
    return Verdict(**values | {"fault": Fault(**values["fault"])})


def table(verdicts: list[Verdict]) -> str:
    """Kinds of faults by how they ended, as text."""
    outcomes = [*PASSED, *sorted({v.outcome for v in verdicts} - set(PASSED))]
    width = max((len(v.fault.kind) for v in verdicts), default=10)
    lines = [f"{'':{width}}{'faults':>9}" + "".join(f"{name:>14}" for name in outcomes)]

    def line(name: str, of: list[Verdict]) -> str:
        counts = Counter(v.outcome for v in of)
        return f"{name:{width}}{len(of):>9}" + "".join(f"{counts[outcome] or '':>14}" for outcome in outcomes)

    for part in ("kind", "scenario"):
        for name in sorted({getattr(v.fault, part) for v in verdicts}):
            lines.append(line(name, [v for v in verdicts if getattr(v.fault, part) == name]))
        lines.append("")
    return "\n".join([*lines, line("all", verdicts)])
