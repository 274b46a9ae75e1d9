"""What docstrings say of arguments is of the arguments that there are; the pages of the reference lack none."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import itertools
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel

from CrossModalitySegLib.errors import Code

MODULE = Path(__file__).parents[2] / "CrossModalitySeg"
REFERENCE = MODULE.parent / "docs" / "reference"


def section(docstring: str | None, title: str) -> str:
    """The text below ``title`` in a docstring of Google's style, "" if there is none."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", inspect.cleandoc(docstring or "") + "\n", re.MULTILINE)
    return found[1] if found else ""


def named(docstring: str | None, title: str = "Args") -> list[str]:
    """The names that a section explains, in its order; names that share an explanation are separated by commas."""
    lines = re.findall(r"^    ([\w*]+(?:, [\w*]+)*)(?: \(.*?\))?:", section(docstring, title), re.MULTILINE)
    return [name.lstrip("*") for line in lines for name in line.split(", ")]


def test_sections_are_found() -> None:
    docstring = """A sentence.

    Args:
        first: One
            more: line.
        *rest: Others.

    Returns:
        Something.
    """
    assert named(docstring) == ["first", "rest"]
    assert section(docstring, "Returns").strip() == "Something."
    assert named("A sentence.") == []


# ---- all docstrings ----

Described = tuple[str, ast.FunctionDef | ast.ClassDef]


@functools.cache
def described() -> list[Described]:
    """Every class, function and method of the package with a docstring, and where it stands."""
    found: list[Described] = []

    def look_into(body: Sequence[ast.stmt], place: str) -> None:
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
                found.append((f"{place}:{node.lineno} {node.name}", node))
            if isinstance(node, ast.ClassDef):
                look_into(node.body, place)

    for path in sorted(MODULE.rglob("*.py")):
        look_into(ast.parse(path.read_text(encoding="utf-8")).body, str(path.relative_to(MODULE)))
    return found


def arguments(function: ast.FunctionDef) -> list[str]:
    """Names in the signature; ``*`` alone has none, and that of the object itself does not count."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args)]
    names += [given.vararg.arg] if given.vararg else []
    names += [one.arg for one in given.kwonlyargs]
    names += [given.kwarg.arg] if given.kwarg else []
    return [name for name in names if name not in ("self", "cls")]


def fields(node: ast.ClassDef) -> list[str]:
    """What a class is made from, or called with: the arguments of its constructor or of a call, else its fields."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name in ("__init__", "__call__"):
            return arguments(one)
    return [one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]


def test_arguments_that_are_explained_are_those_of_the_signature() -> None:
    wrong, seen = {}, 0
    for place, node in described():
        said = named(ast.get_docstring(node))
        seen += bool(said)
        there = arguments(node) if isinstance(node, ast.FunctionDef) else fields(node)
        if said and sorted(said) != sorted(there):
            wrong[place] = (said, there)
    assert wrong == {}
    assert seen > 300


def test_attributes_that_are_explained_are_there() -> None:
    wrong = {}
    for place, node in described():
        if isinstance(node, ast.ClassDef):
            there = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            there |= {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
            if lost := [name for name in named(ast.get_docstring(node), "Attributes") if name not in there]:
                wrong[place] = lost
    assert wrong == {}


def test_errors_that_are_named_have_such_a_code() -> None:
    unknown = {}
    for place, node in described():
        raised = section(ast.get_docstring(node), "Raises")
        words = re.findall(
            r"\b[A-Z]+_[A-Z]+\b", " ".join(re.findall(r"^    UserError:((?:.*\n(?:      )?)+)", raised, re.M))
        )
        if lost := [word for word in words if word not in Code.__members__]:
            unknown[place] = lost
    assert unknown == {}


# ---- what the pages show ----


def test_results_are_shown_as_one_text() -> None:
    """Each line below ``Returns`` would be a value of its own otherwise, and one with a colon would have a name."""
    text = (MODULE.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert "docstring_options: {returns_multiple_items: false, returns_named_value: false}" in text


def directives() -> list[str]:
    """What the pages of the reference ask for, by its import path."""
    return [
        name
        for page in sorted(REFERENCE.glob("*.md"))
        for name in re.findall(r"^::: ([\w.]+)$", page.read_text("utf-8"), re.M)
    ]


def resolved(name: str) -> object:
    """The object of an import path."""
    path, found = name.split("."), None
    for count in range(len(path), 0, -1):
        try:
            found = importlib.import_module(".".join(path[:count]))
        except ModuleNotFoundError:
            continue
        break
    for part in path[count:]:
        found = getattr(found, part)
    return found


def shown(name: str) -> Iterator[tuple[str, object]]:
    """What a directive shows: the object, and the public classes, functions and methods in it."""
    found = resolved(name)
    if isinstance(found, ModuleType):
        for key, member in vars(found).items():
            if not key.startswith("_") and getattr(member, "__module__", None) == found.__name__:
                yield from shown(f"{name}.{key}")
        return
    yield name, found
    if inspect.isclass(found):
        for key, member in vars(found).items():
            if not key.startswith("_") and inspect.isfunction(getattr(member, "__func__", member)):
                yield f"{name}.{key}", getattr(member, "__func__", member)


def test_directives_are_found() -> None:
    names = [name for directive in directives() for name, _ in shown(directive)]
    assert {"crossmodalityseg.segment", "crossmodalityseg.Result.save"} <= set(names)
    assert "CrossModalitySegLib.events.Reporter.part" in names


def unexplained(model: type[BaseModel]) -> list[str]:
    """The own fields of ``model`` that neither it nor they themselves say anything of."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(node, ast.ClassDef)
    below = [one for one, text in itertools.pairwise(node.body) if isinstance(text, ast.Expr)]
    found = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    explained = {one.target.id for one in below if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)}
    explained |= {name for name, field in model.model_fields.items() if field.description}
    explained |= {*named(model.__doc__, "Attributes"), *re.findall(r"``(\w+)``", model.__doc__ or "")}
    return [name for name in found if name not in explained | {"verb", "event"}]  # the two say which class it is


@pytest.mark.parametrize("directive", directives())
def test_pages_explain_fields(directive: str) -> None:
    for name, found in shown(directive):
        if inspect.isclass(found) and issubclass(found, BaseModel):
            assert unexplained(found) == [], name


@pytest.mark.parametrize("directive", directives())
def test_pages_explain_arguments_and_results(directive: str) -> None:
    for name, found in shown(directive):
        if inspect.isfunction(found):
            signature = inspect.signature(found)
            asked = [one for one in signature.parameters if one not in ("self", "cls")]
            returns = signature.return_annotation not in (inspect.Signature.empty, None, "None")
            assert named(found.__doc__) == asked, name
            if asked and returns:
                assert section(found.__doc__, "Returns") or section(found.__doc__, "Yields"), name
        elif inspect.isclass(found) and "__init__" in vars(found):
            asked = [one for one in inspect.signature(found).parameters]
            if len(asked) > 1:
                assert named(found.__doc__) or named(found.__doc__, "Attributes"), name
