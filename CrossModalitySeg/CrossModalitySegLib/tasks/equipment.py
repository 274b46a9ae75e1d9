"""What the Python that runs the workers has: packages, a torch that computes, devices, and the models of the
library.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import Any

import qt

from ..errors import UserError
from ..jobs.interpreter import Interpreter
from ..jobs.process import Answer, Command
from .context import Context

_TIP_LENGTH = 300
_REPAIR = "Press Install or repair under Settings, or choose a Python that has the packages."


@dataclass(frozen=True)
class Model:
    """A model of the library; ``problem`` says in a sentence what is wrong with its file, and is empty if nothing
    is.
    """

    name: str
    path: Path
    shipped: bool
    problem: str = ""
    modality: str = ""
    size: str = ""
    method: str = ""
    depth: int | None = None
    complete: bool = True
    created: str = ""
    provenance: str = ""
    """What it was made from and under which license, as short as a tool-tip must be."""


@dataclass(frozen=True)
class Equipment:
    """``problem`` is empty if the Python can do the work. ``devices`` maps "cpu", "cuda:0", ... to a description."""

    python: str = ""
    versions: dict[str, str] | None = None
    missing: tuple[str, ...] = ()
    memory_gb: float = 0.0
    models: tuple[Model, ...] = ()
    devices: dict[str, str] | None = None
    problem: str = ""

    @property
    def usable(self) -> bool:
        """Whether everything was looked at, and is there."""
        return self.devices is not None and not self.problem

    @property
    def text(self) -> str:
        """The equipment in one sentence."""
        if self.problem:
            return self.problem
        if self.devices is None:
            return "Looking at what this Python has ..."
        versions = self.versions or {}
        return (
            f"Python {versions.get('python')}, PyTorch {versions.get('torch')}: "
            f"{'; '.join(f'{name} ({text})' for name, text in self.devices.items())}."
        )


class EquipmentCheck:
    """Looks at the Python of ``context`` without blocking; ``on_news`` gets an ``Equipment`` twice: at once with the
    models, then with the devices.

    >>> check = EquipmentCheck(Context(), lambda equipment: print(equipment.text))
    """

    def __init__(self, context: Context, on_news: Callable[[Equipment], None]) -> None:
        self._on_news = on_news
        self._command: Command | None = None
        self._equipment = Equipment()
        try:
            interpreter = context.interpreter()
        except UserError as error:
            self.running = False
            on_news(replace(self._equipment, problem=f"{error.sentence} {error.remedy}"))
            return
        self.running = True
        self._equipment = replace(self._equipment, python=interpreter.program)
        self._command = Command(interpreter, ["-u", "-m", "CrossModalitySegLib.cli.doctor"], self._line, self._end)

    def abandon(self) -> None:
        """Ask no further."""
        self.running = False
        if self._command is not None:
            self._command.abandon()

    def _line(self, line: str) -> None:
        try:
            answer = json.loads(line)
        except ValueError:
            return  # a library that prints while it is imported
        if not isinstance(answer, dict):
            return
        if "models" in answer:
            models = tuple(map(_model, answer["models"]))
            self._equipment = replace(
                self._equipment,
                versions=answer["versions"],
                missing=tuple(answer["missing"]),
                memory_gb=answer["memory_gb"],
                models=models,
            )
            if self._equipment.missing:
                self._equipment = replace(
                    self._equipment, problem=f"This Python lacks {', '.join(self._equipment.missing)}. {_REPAIR}"
                )
            self._on_news(self._equipment)
        elif "devices" in answer:
            self._equipment = replace(
                self._equipment, devices={device["name"]: device["text"] for device in answer["devices"]}
            )
            if answer["problem"] and not self._equipment.problem:
                self._equipment = replace(self._equipment, problem=f"{answer['problem']} {_REPAIR}")

    def _end(self, answer: Answer) -> None:
        self.running = False
        if self._equipment.devices is None and not self._equipment.problem:
            last = (answer.errors.strip().splitlines() or ["It printed nothing."])[-1]
            self._equipment = replace(self._equipment, problem=f"This Python cannot run the worker. {last}")
        self._on_news(self._equipment)


def check_equipment(context: Context, timeout_s: float = 60.0) -> Equipment:
    """Ask the worker's Python for what it has, while Slicer stays alive.

    Args:
        context: Which Python.
        timeout_s: How long it is waited for.

    Returns:
        What it has.

    Raises:
        TimeoutError: It does not answer.
    """
    news: list[Equipment] = []
    check = EquipmentCheck(context, news.append)
    end_s = time.monotonic() + timeout_s
    while check.running:
        qt.QCoreApplication.processEvents()
        if time.monotonic() > end_s:
            check.abandon()
            raise TimeoutError(f"The Python of the worker does not answer within {timeout_s:g} s")
        time.sleep(0.005)
    return news[-1]


class LibraryCommand:
    """Changes the model library: ``words`` are those of ``crossmodalityseg models``; ``on_end`` gets "" or what went
    wrong.

    >>> LibraryCommand(Context(), ["import", "CT.cms"], on_end=print)
    """

    def __init__(self, context: Context, words: list[str], on_end: Callable[[str], None]) -> None:
        interpreter: Interpreter = context.interpreter()
        arguments = ["-m", "CrossModalitySegLib.cli", "models", *words]
        self._command = Command(interpreter, arguments, lambda line: None, lambda answer: on_end(_complaint(answer)))

    def abandon(self) -> None:
        """Ask no further."""
        self._command.abandon()


def _complaint(answer: Answer) -> str:
    return (
        ""
        if answer.exit_code == 0
        else " ".join(answer.errors.removeprefix("Error: ").split()) or "The model library did not answer."
    )


def _model(entry: dict[str, Any]) -> Model:  # an entry of the JSON that ``doctor`` prints
    known = {
        name: entry[name] for name in ("modality", "size", "method", "depth", "complete", "created") if name in entry
    }
    provenance = entry.get("provenance", {})
    origin = " ".join(f"{provenance.get('data', '')} {provenance.get('license', '')}".split())
    return Model(
        entry["name"],
        Path(entry["path"]),
        entry["shipped"],
        entry["problem"],
        **known,
        provenance=shorten(origin, _TIP_LENGTH, placeholder=" ..."),
    )
