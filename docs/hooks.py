"""What MkDocs asks while it builds the pages: parts that are generated from the source, so that nothing is written
twice.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
    """Fill in the generated parts of a page, and leave out what is for those alone who read it without building."""
    markdown = UNBUILT.sub("", markdown)
    markdown = IMAGE.sub(r"\1images/", markdown)
    for name, make in (("messages", messages), ("command line", command_line)):
        marker = f"<!-- generated: {name} -->"
        if marker in markdown:
            markdown = markdown.replace(marker, make())
    return TABLE.sub(lambda marker: results_table(ROOT / "docs" / "results" / f"{marker[1]}.json"), markdown)


UNBUILT = re.compile(r"<!-- unbuilt -->.*?<!-- /unbuilt -->\s*", re.DOTALL)
IMAGE = re.compile(r"(\]\((?:\.\./)*)\.\./Resources/(?=[\w-]+\.png\))")
"""Where a page names an image of ``Resources``, which ``on_files`` puts into images/."""


# ---- results ----

TABLE = re.compile(r"^\[Table ([\w-]+)\]\(\.\./results/\1\.json\)$", re.MULTILINE)
"""A line that becomes the table of that file; where nobody builds the pages it leads to the file itself."""


def results_table(path: Path) -> str:
    """The table of a file of docs/results: what ``benchmark`` wrote, or figures from elsewhere as they are to be shown.

    The latter hold a ``title``, the ``columns``, their ``rows`` as texts in Markdown, and, where they are known, the
    ``command`` that gave them and the ``machine`` on which it ran.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if "schema" in content:
        return "\n\n".join([*_benchmark_tables(path), _source(path, "crossmodalityseg benchmark", "")])
    return "\n\n".join(
        [
            f"**{content['title']}**",
            _table(content["columns"], content["rows"]),
            _source(path, content.get("command", ""), content.get("machine", "")),
        ]
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows))


def _source(path: Path, command: str, machine: str) -> str:
    """A line below a table: what made it, and where its figures lie."""
    steps = ", then ".join(f"`{step}`" for step in command.split("; ") if step)
    made = " ".join([f"Made by {steps}"] * bool(steps) + [f"on {machine}"] * bool(machine))
    return f"{made or 'Figures'}: [{path.name}](../results/{path.name})\n{{ .source }}"


def _benchmark_tables(path: Path) -> Iterator[str]:
    """Dice in percent of every method of a results.json: means over seeds and volumes, means of each seed, the gap that
    was closed; and how methods differ.
    """
    from CrossModalitySegLib.evaluation.results import read_results
    from CrossModalitySegLib.evaluation.tables import columns, label, lines, percent

    def hundredfold(value: float | None) -> str:
        return "N/A" if value is None else f"{100 * value:.1f}"

    results = read_results(path)
    seeds = sorted({row.seed for row in results.rows})
    by_seed = {(row.method, row.depth, row.seed): row.dice["mean"] for row in results.rows}
    table = []
    for line in lines(results):
        of_seeds = [
            hundredfold(by_seed[key]) if (key := (line.method, line.depth, seed)) in by_seed else "-" for seed in seeds
        ]
        table.append(
            [
                line.title + ("" if line.depth is None else f" (d = {line.depth})"),
                *(hundredfold(line.cells["dice"][column].mean) for column in columns(results)),
                *([", ".join(of_seeds)] if len(seeds) > 1 else []),
                "" if line.gap_closed is None else percent(line.gap_closed),
            ]
        )
    titles = [f"seeds {', '.join(map(str, seeds))}"] if len(seeds) > 1 else []
    yield _table(["method", *columns(results), *titles, "gap closed"], table)
    if results.comparisons:
        yield _table(
            ["compared on the same volumes", "number of seeds", "points better", "95 % interval"],
            [
                [
                    f"{label(pair.method, pair.depth)}, {label(pair.other, pair.other_depth)}",
                    str(pair.n_seeds),
                    f"{100 * pair.difference:.1f}",
                    f"{hundredfold(pair.low)} to {hundredfold(pair.high)}",
                ]
                for pair in results.comparisons
            ],
        )


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
