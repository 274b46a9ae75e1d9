"""What MkDocs asks while it builds the pages: parts that are generated from the source, so that nothing is written
twice.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "CrossModalitySeg" / "CrossModalitySegLib"
PLACEHOLDER = "OWNER/"


def on_config(config: Any) -> Any:
    """Take the address of the repository from where it stands, once it has one."""
    address = re.search(r'set\(repository "(.*?)"\)', (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
    assert address is not None
    if not address[1].startswith(PLACEHOLDER):
        config.repo_url = f"https://github.com/{address[1]}"
        config.repo_name = address[1]
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the images that the README shows as well."""
    from mkdocs.structure.files import File

    for path in sorted((ROOT / "Resources").glob("*.png")):
        files.append(File.generated(config, f"images/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Fill in the generated parts of a page."""
    for name, make in (("messages", messages), ("command line", command_line)):
        marker = f"<!-- generated: {name} -->"
        if marker in markdown:
            markdown = markdown.replace(marker, make())
    return re.sub(
        r"<!-- results: (\S+) -->",
        lambda marker: results_table(ROOT / "docs" / "results" / f"{marker[1]}.json"),
        markdown,
    )


# ---- results ----


def results_table(path: Path) -> str:
    """Dice in percent of every method of a results.json: means over seeds and volumes, and the gap that was closed."""
    from CrossModalitySegLib.evaluation.results import read_results
    from CrossModalitySegLib.evaluation.tables import lines

    results = read_results(path)
    columns = [*results.labels.names, "mean"]
    table = ["| | " + " | ".join(columns) + " | gap closed |", "|---|" + "---|" * (len(columns) + 1)]
    for line in lines(results):
        means = [line.cells["dice"][column].mean for column in columns]
        gap = "" if line.gap_closed is None else f"{line.gap_closed:.0%}"
        depth = "" if line.depth is None else f" (d = {line.depth})"
        table.append(
            f"| {line.title}{depth} | "
            + " | ".join("N/A" if mean is None else f"{100 * mean:.1f}" for mean in means)
            + f" | {gap} |"
        )
    return "\n".join(table)


# ---- error codes and messages ----


def messages() -> str:
    """Every sentence and remedy that the source can raise, under its code."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for code, cause, remedy in _raised(function):
                    found[code].add((cause, remedy))
    parts = []
    for name, (value, meaning) in codes().items():
        rows = sorted(found[name], key=lambda row: row[0].lstrip("… ").lower())
        table = (
            [
                "| message | what to do |",
                "|---|---|",
                *(f"| {_cell(cause)} | {_cell(remedy)} |" for cause, remedy in rows),
            ]
            if rows
            else []
        )
        parts.append("\n".join([f"### `{value}`", "", meaning, "", *table]))
    return "\n\n".join(parts)


def _raised(function: ast.FunctionDef) -> Iterator[tuple[str, str, str]]:
    """Code, cause and remedy of each ``UserError`` that ``function`` makes; what it has put into a variable first is
    looked up there.
    """
    nodes = list(ast.walk(function))
    assigned: dict[str, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned[node.targets[0].id].append(node.value)
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "UserError"
            and len(node.args) == 3
        ):
            code, *parts = node.args
            causes, remedies = (
                [_text(value) for value in assigned.get(getattr(part, "id", ""), [part])] for part in parts
            )
            if isinstance(code, ast.Attribute):
                yield from ((code.attr, cause, remedy or "…") for cause in causes for remedy in remedies if cause)


def codes() -> dict[str, tuple[str, str]]:
    """Name of each error code -> its value, and what its docstring says it means."""
    tree = ast.parse((PACKAGE / "errors.py").read_text(encoding="utf-8"))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Code").body
    found = {}
    for member, docstring in pairwise(body):
        if isinstance(member, ast.Assign) and isinstance(docstring, ast.Expr):
            found[member.targets[0].id] = (ast.literal_eval(member.value), ast.literal_eval(docstring.value))  # type: ignore[attr-defined]
    return found


def _text(node: ast.expr) -> str:
    """A string of the source as a reader would see it, with … for what is filled in; "" where it is not written
    there.
    """
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            "…" if isinstance(part, ast.FormattedValue) else str(ast.literal_eval(part)) for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").strip()


# ---- command line ----


def command_line() -> str:
    """The help of every verb, from the program itself."""
    import typer

    from CrossModalitySegLib.cli.commands import app

    return "\n\n".join(_commands(typer.main.get_command(app), "crossmodalityseg"))


def _commands(command: Any, name: str, parent: Any = None) -> list[str]:
    context = command.make_context(name.rpartition(" ")[2], [], parent=parent, resilient_parsing=True)
    children = [command.commands[child] for child in command.commands] if hasattr(command, "commands") else []
    parts = (
        []
        if children
        else [f"## {name.removeprefix('crossmodalityseg ')}\n\n```text\n{command.get_help(context).strip()}\n```"]
    )
    for child in children:
        parts += _commands(child, f"{name} {child.name}", context)
    return parts
