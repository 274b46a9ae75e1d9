"""The borders of the house: which part may import which, read from the source without running it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from CrossModalitySegLib.anatomy import LARGEST_LABEL_SET

PACKAGE = Path(__file__).parents[2] / "CrossModalitySeg" / "CrossModalitySegLib"
NAME = PACKAGE.name

VOCABULARY = {
    "",
    "anatomy",
    "choices",
    "durations",
    "environment",
    "errors",
    "events",
    "extras",
    "files",
    "job",
    "label_set",
    "leftovers",
    "limits",
    "lock",
    "methods",
    "presets",
    "renames",
    "seals",
    "settings",
    "validation",
}
"""Single files that everyone may ask, and that ask nobody but each other; "" is the package itself."""
BELOW = {
    "networks": set(),
    "images": set(),
    "phantoms": {"images"},
    "meshes": {"images"},
    "models": {"networks"},
    "evaluation": {"images"},
    "inference": {"models", "networks", "images"},
    "learning": {"inference", "models", "networks", "phantoms", "images"},
    "recipes": {"meshes", "learning", "inference", "evaluation", "models", "networks", "phantoms", "images"},
    "experiments": {"recipes", "learning", "inference", "evaluation", "models", "networks", "images"},
    "verbs": {"recipes", "experiments"},
    "cli": {"verbs", "jobs", "models", "networks"},
}
ABOVE = {
    "jobs": {"verbs"},  # the worker alone: see below
    "scene": set(),
    "tasks": {"scene", "jobs"},
    "panel": {"tasks", "scene", "jobs"},
    "CrossModalitySegPlugins": {"scene"},  # and the panel, through Slicer
}
WORKERS_SIDE = {"worker.py", "job_file.py", "protocol.py"}
"""Files of ``jobs`` that run in the worker's process."""
GRAPHICAL = {"qt", "slicer", "ctk", "vtk"}
LEARNING = {"torch", "monai", "safetensors"}
NOT_IN_SLICER = LEARNING | {"pydantic", "typer", "rich", "highdicom", "SimpleITK", "scipy", "matplotlib"}
"""What the panel must do without, so that it opens, and says what is missing, in a Slicer into which nothing was
installed.
"""

STRUCTURES = {*LARGEST_LABEL_SET.names, "MYO", "HEART_4", "HEART_7"}
HEARTS = {
    "anatomy.py": "the label sets that ship, as data",
    "phantoms": "draws hearts",
    "learning/synthetic_contrast.py": "draws the images of these hearts",
    "learning/findings.py": "puts what patients have into these images",
    "evaluation/measurements": "measures hearts: mass, wall, diameters",
    "evaluation/heart_function.py": "measures hearts: ejection fraction",
    "evaluation/published.py": "figures of papers on four structures of the heart",
}
"""What may name a structure of the heart, and why; all else takes it from the label set at hand (``anatomy.py``)."""


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, lasting_only: bool = False) -> Iterator[str]:
    """Absolute names that ``path`` imports; ``lasting_only`` leaves out those inside functions and for type
    checkers.
    """
    pending: list[ast.AST] = [tree(path)]
    package = [NAME, *path.relative_to(PACKAGE).parts[:-1]]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(filter(None, [start, node.module]))
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif lasting_only and (
            isinstance(node, ast.FunctionDef) or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        ):
            continue
        pending.extend(ast.iter_child_nodes(node))


def part(path: Path) -> str:
    """The part of the house that ``path`` belongs to: a folder, or a single file."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py").replace("__init__", "")


def part_of(name: str) -> str | None:
    """The part that the imported ``name`` belongs to; None for other packages."""
    pieces = name.split(".")
    if pieces[0] != NAME:
        return None
    first = pieces[1] if len(pieces) > 1 else ""
    return first if first in VOCABULARY | BELOW.keys() | ABOVE.keys() else ""


def module_file(name: str) -> Path | None:
    """The file of this package that importing ``name`` runs; the last piece may be something inside that file."""
    pieces = name.split(".")
    if pieces[0] != NAME:
        return None
    for end in (len(pieces), len(pieces) - 1):
        stem = PACKAGE.joinpath(*pieces[1:end])
        for candidate in (stem.with_suffix(".py"), stem / "__init__.py"):
            if candidate.is_file():
                return candidate
    return None


def files(parts: set[str]) -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if part(path) in parts]


def test_every_file_belongs_to_a_known_part() -> None:
    known = VOCABULARY | BELOW.keys() | ABOVE.keys()
    assert [str(path) for path in PACKAGE.rglob("*.py") if part(path) not in known] == []


def test_nothing_below_the_border_knows_a_window() -> None:
    found = [
        (path.name, name)
        for path in files(set(BELOW) | VOCABULARY)
        for name in imports(path)
        if name.split(".")[0] in GRAPHICAL
    ]
    assert found == []


def brought(start: list[Path], unwanted: set[str]) -> list[tuple[str, str]]:
    """Imports of ``unwanted`` packages that importing the files of ``start`` brings about, directly or through
    others.
    """
    found, visited, pending = [], set(), list(start)
    while pending:
        path = pending.pop()
        if path in visited:
            continue
        visited.add(path)
        names = list(imports(path, lasting_only=part(path) in BELOW))
        found += [(str(path.relative_to(PACKAGE)), name) for name in names if name.split(".")[0] in unwanted]
        pending += [file for name in names if (file := module_file(name)) and file not in visited]
    return found


def test_nothing_above_the_border_brings_torch() -> None:
    assert brought(files(set(ABOVE) | VOCABULARY), LEARNING) == []


def test_the_panel_needs_nothing_that_slicer_lacks() -> None:
    above = [path for path in files(set(ABOVE)) if path.name not in WORKERS_SIDE]
    assert len(above) > 20
    assert brought(above, NOT_IN_SLICER) == []


def test_qt_lies_in_one_file_of_jobs() -> None:
    assert {path.name for path in files({"jobs"}) for name in imports(path) if name.split(".")[0] in GRAPHICAL} == {
        "process.py"
    }


def test_arrows_point_down_only() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        own = part(path)
        allowed = VOCABULARY | {own} | (BELOW | ABOVE).get(own, set())
        found += [
            (str(path.relative_to(PACKAGE)), name)
            for name in imports(path)
            if (other := part_of(name)) is not None and other not in allowed
        ]
    assert found == []


def test_the_worker_alone_crosses_the_border() -> None:
    crossing = {path.name for path in files({"jobs"}) for name in imports(path) if part_of(name) == "verbs"}
    assert crossing == {"worker.py"}


@pytest.mark.parametrize("forbidden", ["pickle", "torch.load", "eval(", "exec("])
def test_nothing_runs_code_from_data(forbidden: str) -> None:
    def calls(path: Path) -> Iterator[str]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{node.func.id}("
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                yield f"{node.value.id}.{node.attr}"

    used = [path.name for path in PACKAGE.rglob("*.py") if forbidden in [*calls(path), *imports(path)]]
    assert used == []


@pytest.mark.parametrize("package", ["monai", "tensorboard", "mlflow", "skimage", "trimesh", "onnx", "onnxscript"])
def test_extras_are_not_needed_by_the_rest(package: str) -> None:
    """Importing any other file of the package does not import what only an extra brings."""
    start = [
        path
        for path in files(set(BELOW) | VOCABULARY)
        if path.name not in {"payer.py", "spatial_configuration.py", "volumetric.py"}
    ]
    assert brought(start, {package}) == []
    assert not any(
        name.startswith("torch.utils.tensorboard") for path in start for name in imports(path, lasting_only=True)
    )


def named(path: Path) -> set[str]:
    """Structures and sets of the heart that the code of ``path`` names, but for docstrings, where examples are."""
    found, pending = set[str](), list[ast.AST]([tree(path)])
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        texts = (getattr(node, field, None) for field in ("id", "attr", "name", "arg", "value"))
        found.update(text for text in texts if isinstance(text, str) and text in STRUCTURES)
        pending.extend(ast.iter_child_nodes(node))
    return found


def test_structures_of_the_heart_are_data() -> None:
    """A model of another organ needs no other code; whoever must name a structure gives the reason in ``HEARTS``."""
    found = set()
    for path in sorted(PACKAGE.parent.rglob("*.py")):
        if named(path):
            place = path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name
            found.add(next((one for one in HEARTS if place == one or place.startswith(f"{one}/")), place))
    assert found == HEARTS.keys()
