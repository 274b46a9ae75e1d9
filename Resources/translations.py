"""Keeps the translations of the Slicer module: ``python Resources/translations.py`` reads every text that the panel can
show out of the source, brings the catalogs in ``CrossModalitySeg/Resources/Translations`` up to date, and compiles
them with Qt's lrelease. ``python Resources/translations.py fr-FR`` begins a new language.

A catalog is a .ts file, as Qt Linguist and Weblate edit it. What a run finds new stands there as "unfinished", with
the translation of the text that it was before, where there was one like it; what has gone is left out.

Texts have one of three origins, and so contexts:

- the .ui file, and ``_("...")`` in Python, in the contexts that Slicer looks them up in;
- messages, in the context ``CrossModalitySeg.messages``: sentences and stages that are made, in English, where there
  is no Qt, and are translated where they are shown (``panel/translation.py``). Each becomes a template, in which
  ``{name}`` stands for what the source puts in.
"""

from __future__ import annotations

import ast
import difflib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
MODULE = ROOT / "CrossModalitySeg"
PACKAGE = MODULE / "CrossModalitySegLib"
CATALOGS = MODULE / "Resources" / "Translations"

MESSAGES = "CrossModalitySeg.messages"

SHOWN = ("panel", "tasks", "scene", "jobs", "CrossModalitySegPlugins")
"""Folders whose sentences can reach a user of Slicer; so can those of the recipes that tasks start, and of whatever
any of these import.
"""
COMMANDS = ("cli/doctor.py", "cli/models.py")
"""What the panel asks of the Python that works, beside jobs."""

_WORDS = {
    "progress": (1,),
    "part": (2,),
    "Course": (0,),
    "CurveStyle": (0, 1),
    "Structure": (2,),
    "LabelSet": (2,),
    "bad_model": (1,),
    "need": (1,),
}
"""Calls whose arguments at these places are shown, sentence or not."""
_KEYWORDS = {"doing", "stage", "title"}
"""The same of keyword arguments and class attributes."""
_TABLES = {"FORMATS", "Side"}
"""Names whose values, in a dictionary or a ``Literal``, are shown."""
_FUNCTIONS = {"_devices", "duration_in_words", "_listed"}
"""Functions that return words to be shown."""
_ERRORS = {"UserError", "Stopped"}
_NOT_SHOWN = {
    *("Field", "Option", "Argument", "Typer", "confirm", "ArgumentParser", "print"),
    *("log", "debug", "info", "warning", "error", "exception", "warn"),
}
"""Calls whose arguments no panel shows: help of the command line, and the log, which stays in English."""

_SENTENCE = re.compile(r"""^(?:["'(]?(?:[A-Z0-9]|\{).*\s.*[.!?:]["')]?|[A-Z][a-z]{3,}\.)$""", re.DOTALL)
_END = re.compile(r"""(?<=[.!?]) (?=["'(A-Z{])""")
"""Where a sentence ends and the next one begins."""


# ---- what there is to translate ----


@dataclass(order=True)
class Text:
    """A text of the source, the file it stands in, and a comment for the translator."""

    context: str
    source: str
    file: str = field(compare=False)
    comment: str = field(default="", compare=False)


def texts() -> list[Text]:
    """Every text once for each context, in the order of contexts and texts."""
    found: dict[tuple[str, str], Text] = {}
    for text in [*_of_ui(), *_of_calls(), *_of_messages()]:
        found.setdefault((text.context, text.source), text)
    return sorted(found.values())


def _of_ui() -> Iterator[Text]:
    """The strings of .ui files but those that are marked as no text; their context is the class of the file."""
    for path in sorted((MODULE / "Resources" / "UI").glob("*.ui")):
        tree = ElementTree.parse(path).getroot()
        for entry in tree.iter("string"):
            if entry.text and entry.text.strip() and entry.get("notr") != "true":
                yield Text(tree.findtext("class", ""), entry.text, _relative(path))


def _of_calls() -> Iterator[Text]:
    """The arguments of ``_()`` and ``translate()``, in the context that ``slicer.i18n`` makes of the file's name."""
    for path in [MODULE / "CrossModalitySeg.py", *sorted(PACKAGE.rglob("*.py"))]:
        text = path.read_text(encoding="utf-8")
        if "slicer.i18n" not in text:  # most files, and a syntax tree takes long
            continue
        nodes = list(ast.walk(ast.parse(text)))
        if "slicer.i18n" not in {node.module for node in nodes if isinstance(node, ast.ImportFrom)}:
            continue
        package = f"{path.parent.name}." if (path.parent / "__init__.py").exists() else ""
        for node in nodes:
            if isinstance(node, ast.Call) and _called(node) == "_":
                yield Text(package + path.stem, ast.literal_eval(node.args[0]), _relative(path))


def _of_messages() -> Iterator[Text]:
    for path in shown_files():
        for template in templates(ast.parse(path.read_text(encoding="utf-8"))):
            source, comment = numbered(template)
            yield Text(MESSAGES, source, _relative(path), comment)


def shown_files() -> list[Path]:
    """The files in which a sentence can be made that the panel shows."""
    start = [MODULE / "CrossModalitySeg.py", *(PACKAGE / name for name in COMMANDS)]
    for folder in SHOWN:
        start += (PACKAGE / folder).rglob("*.py")
    verbs = set()
    for path in (PACKAGE / "tasks").glob("*.py"):
        verbs |= set(re.findall(r'^    verb = "(\w+)"', path.read_text(encoding="utf-8"), re.MULTILINE))
    start += [PACKAGE / "recipes" / f"{verb}.py" for verb in verbs]
    visited: set[Path] = set()
    pending = start
    while pending:
        path = pending.pop()
        if path not in visited:
            visited.add(path)
            pending += _imported(path)
    # The worker knows every verb; the panel asks it for some.
    return sorted(path for path in visited if path.parent.name != "experiments")


def _imported(path: Path) -> Iterator[Path]:
    """Files of the package that ``path`` imports, also late; but for the table of all verbs."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or (path.parent == PACKAGE and path.stem == "verbs"):
            continue
        if node.level:
            base = path.parents[node.level - 1]
        elif (node.module or "").split(".")[0] == PACKAGE.name:
            base = PACKAGE.parent
        else:
            continue
        place = base.joinpath(*(node.module or "").split(".")) if node.module else base
        names = [place, *(place / alias.name for alias in node.names)]
        for name in names:
            yield from (file for file in (name.with_suffix(".py"), name / "__init__.py") if file.is_file())


# ---- messages in the syntax tree ----


def templates(tree: ast.Module) -> Iterator[str]:
    """The messages of a file: sentences, wherever they stand, and words in the places where words are shown."""
    nodes = list(ast.walk(tree))
    for parent in nodes:
        for child in ast.iter_child_nodes(parent):
            child.parent = parent  # type: ignore[attr-defined]
    words = {id(node) for node in _word_places(nodes)}
    for node in nodes:
        if not isinstance(node, ast.Constant | ast.JoinedStr) or isinstance(_parent(node), ast.JoinedStr):
            continue
        text = template_of(node).strip()
        if id(node) in words:
            found = [text]
        elif _shown(node):
            of_error = isinstance(above := _parent(node), ast.Call) and _called(above) in _ERRORS
            found = [sentence for sentence in _sentences(text) if of_error or _SENTENCE.match(sentence)]
        else:
            continue
        found = [template for template in found if _has_words(template)]
        yield from found
        if found:
            yield from (part for part in _parts(node) if _has_words(part))


def _sentences(text: str) -> list[str]:
    """The sentences of a text one by one, without whole sentences that are put in before the first word."""
    return [re.sub(r"^(\{\w+\} )+(?=[A-Z][a-z]+ )", "", sentence) for sentence in _END.split(text)]


def _has_words(template: str) -> bool:
    """Whether there are words beside the placeholders: without, a template would fit anything."""
    return re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", template)) is not None


def template_of(node: ast.expr) -> str:
    """The text of a string, with ``{name}`` for each value that is put in; "" for anything else.

    >>> template_of(ast.parse('f"{path.name} holds {len(rest)} of {len(all)}."', mode="eval").body)
    '{name} holds {rest} of {all}.'
    """
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    names: dict[str, str] = {}
    pieces = []
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            expression = ast.unparse(value)
            if expression not in names:
                names[expression] = _free(_name_of(value.value), names.values())
            pieces.append("{" + names[expression] + "}")
        else:
            pieces.append(template_of(value))
    return "".join(pieces)


def numbered(template: str) -> tuple[str, str]:
    """A template with numbers in place of names, which change with the code, and a comment that says the names.

    >>> numbered("{path} holds {rest} of {whole}.")
    ('{1} holds {2} of {3}.', '{1}: path, {2}: rest, {3}: whole')
    """
    names = list(dict.fromkeys(re.findall(r"\{(\w+)\}", template)))
    source = re.sub(r"\{(\w+)\}", lambda found: f"{{{names.index(found[1]) + 1}}}", template)
    return source, ", ".join(f"{{{number}}}: {name}" for number, name in enumerate(names, start=1))


def _name_of(node: ast.expr) -> str:
    """A name for the placeholder of an expression: the last one that stands in it."""
    names = [
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute | ast.Name)
    ]
    shown = [name.strip("_").lower() for name in names if name not in ("str", "len", "map", "join", "round", "sorted")]
    return next((name for name in shown if name), "value")


def _free(name: str, used: object) -> str:
    number, free = 1, name
    while free in used:  # type: ignore[operator]
        number += 1
        free = f"{name}{number}"
    return free


def _parts(node: ast.expr) -> Iterator[str]:
    """Words that a template puts in: ``how`` in ``f"The worker {how}."``, by what it is given in the same function."""
    for value in ast.walk(node):
        if isinstance(value, ast.FormattedValue):
            for part in _strings(value.value):
                text = template_of(part).strip()
                if part is not node and (" " in text or len(text) > 6):
                    yield text


def _word_places(nodes: list[ast.AST]) -> Iterator[ast.expr]:
    """Expressions that are shown whether they are sentences or not."""
    for node in nodes:
        if isinstance(node, ast.Call):
            for place in _WORDS.get(_called(node), ()) if _of_a_reporter(node) else ():
                if place < len(node.args):
                    yield from _strings(node.args[place])
            for keyword in node.keywords:
                if keyword.arg in _KEYWORDS:
                    yield from _strings(keyword.value)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {ast.unparse(target).removeprefix("self.") for target in targets}
            if names & _KEYWORDS:
                yield from _strings(node.value)
            if names & _TABLES:
                values = node.value.values if isinstance(node.value, ast.Dict) else ast.walk(node.value)
                yield from (value for value in values if isinstance(value, ast.Constant))
        elif isinstance(node, ast.FunctionDef) and node.name in _FUNCTIONS:
            for value in ast.walk(node):
                is_sentence = isinstance(value, ast.expr) and " " in template_of(value).strip()
                if is_sentence and not isinstance(_parent(value), ast.Expr):
                    yield value


def _of_a_reporter(node: ast.Call) -> bool:
    """Whether a method is that of a reporter, as far as its name tells; other calls pass."""
    return not isinstance(node.func, ast.Attribute) or ast.unparse(node.func.value).split("_")[0] in (
        "reporter",
        "part",
    )


def _strings(node: ast.expr) -> Iterator[ast.expr]:
    """The strings that ``node`` may be: through conditions, and through names that its function gives a value."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _strings(value)
    elif isinstance(node, ast.Name):
        for other in ast.walk(_function_around(node)):
            targets = other.targets if isinstance(other, ast.Assign) else []
            given = any(isinstance(target, ast.Name) and target.id == node.id for target in targets)
            if isinstance(other, ast.Assign) and given and not isinstance(other.value, ast.Name):
                yield from _strings(other.value)


def _function_around(node: ast.AST) -> ast.AST:
    around = _parent(node)
    while around is not None and not isinstance(around, ast.FunctionDef):
        around = _parent(around)
    return around or node


def _shown(node: ast.expr) -> bool:
    """Whether a sentence can reach a user: no docstring, no log, no mistake of ours."""
    if isinstance(_parent(node), ast.Expr):
        return False
    above: ast.AST | None = node
    while above is not None:
        if isinstance(above, ast.Call) and _called(above) in _NOT_SHOWN | {"_"}:
            return False
        if isinstance(above, ast.Raise) and isinstance(above.exc, ast.Call):
            return _called(above.exc) in _ERRORS
        if isinstance(above, ast.stmt):
            return True
        above = _parent(above)
    return True


def _parent(node: ast.AST) -> ast.AST | None:
    return getattr(node, "parent", None)


def _called(node: ast.Call) -> str:
    """The last name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---- catalogs ----


@dataclass
class Entry:
    """What a catalog says of a text; ``finished`` is what a person has agreed to."""

    translation: str
    finished: bool


def read(path: Path) -> dict[tuple[str, str], Entry]:
    """The entries of a .ts file by context and text."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            text = translation.text or "" if translation is not None else ""
            unfinished = translation is None or translation.get("type") == "unfinished"
            found[context.findtext("name", ""), message.findtext("source", "")] = Entry(text, not unfinished)
    return found


def updated(known: dict[tuple[str, str], Entry], found: list[Text]) -> dict[tuple[str, str], Entry]:
    """Entries for the texts ``found``: those that are ``known``; of a new one, that of the text most like it, as a
    draft.
    """
    entries = {}
    for text in found:
        key = (text.context, text.source)
        if key in known:
            entries[key] = known[key]
            continue
        # The same words elsewhere need no second look; a text that was changed does.
        twin = next(
            (entry for (_, source), entry in known.items() if source == text.source and entry.translation), None
        )
        if twin is not None:
            entries[key] = twin
            continue
        like = [source for (context, source), entry in known.items() if context == text.context and entry.translation]
        near = difflib.get_close_matches(text.source, like, n=1, cutoff=0.8)
        entries[key] = Entry(known[text.context, near[0]].translation if near else "", False)
    return entries


def write(path: Path, found: list[Text], entries: dict[tuple[str, str], Entry]) -> None:
    """Write a .ts file as Qt's tools do, but for line numbers, which would change it with every change of the code."""
    language = path.stem.partition("_")[2].replace("-", "_")
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language}" sourcelanguage="en_US">')
    for context in dict.fromkeys(text.context for text in found):
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for text in (text for text in found if text.context == context):
            entry = entries[text.context, text.source]
            kind = "" if entry.finished else ' type="unfinished"'
            lines += ["    <message>", f'        <location filename="{escape(text.file)}"/>']
            lines.append(f"        <source>{escape(text.source)}</source>")
            if text.comment:
                lines.append(f"        <extracomment>{escape(text.comment)}</extracomment>")
            lines += [f"        <translation{kind}>{escape(entry.translation)}</translation>", "    </message>"]
        lines.append("</context>")
    path.write_text("\n".join([*lines, "</TS>", ""]), encoding="utf-8")


def compiled(path: Path, target: Path) -> Path:
    """Compile the finished translations of a .ts file with Qt's lrelease, which comes with PySide6."""
    import PySide6

    program = next(Path(PySide6.__file__).parent.glob("lrelease*"))
    subprocess.run([program, "-silent", "-nounfinished", path, "-qm", target], check=True)
    return target


def main(new_languages: list[str]) -> None:
    """Bring all catalogs up to date, and say what is left to be translated."""
    found = texts()
    CATALOGS.mkdir(exist_ok=True)
    new = {CATALOGS / f"CrossModalitySeg_{language}.ts" for language in new_languages}
    for path in sorted(new | set(CATALOGS.glob("CrossModalitySeg_*.ts"))):
        entries = updated(read(path) if path.exists() else {}, found)
        write(path, found, entries)
        compiled(path, path.with_suffix(".qm"))
        done = sum(entry.finished for entry in entries.values())
        print(f"{path.name}: {done} of {len(entries)} texts are translated.")


if __name__ == "__main__":
    main(sys.argv[1:])
