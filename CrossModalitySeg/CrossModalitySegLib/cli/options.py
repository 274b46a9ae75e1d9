"""A verb of the shell from its job class: options, their help and their defaults are those of the fields."""

from __future__ import annotations

import functools
import inspect
import json
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..choices import FORMER, METHODS_OF, refuse_preset
from ..job import Shell
from ..renames import current_option
from .doing import do, found_model, reporting_errors

_JSON_LINES = Annotated[bool, typer.Option("--json", help="Print events as JSON lines instead of a progress bar.")]
_HOST = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar="HOST[:PYTHON]",
        help="Do the work on another machine, by ssh; PYTHON there has this package. Files go there and come back.",
    ),
]
_VERBOSE = Annotated[bool, typer.Option("--verbose", help="Show the log, with tracebacks, on stderr.")]
_CHANGES = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Override one setting, e.g. steps=300; repeatable."),
]


def _refuse_former(name: str | None) -> None:
    if name:
        with reporting_errors():
            refuse_preset(name)


_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}

_FORMER_PRESET = Annotated[str | None, typer.Option("--preset", hidden=True, is_eager=True, callback=_refuse_former)]
"""Refused with the names of today, before anything else is wrong."""


def add_verb(
    app: typer.Typer,
    job: type[BaseModel],
    *,
    without: Collection[str] = (),
    more: Mapping[str, object] | None = None,
    run: Callable[..., object] = do,
    epilog: str | None = None,
) -> None:
    """Give ``app`` the verb of ``job``.

    Args:
        app: The shell.
        job: The class whose fields become options, those that must be given first.
        without: Fields that the shell does not offer, because the verb has no use for them; and "host" for a verb whose
            work stays on this machine.
        more: Annotated types of options that are not fields, by parameter name; ``run`` takes them, None by default.
        run: Does the job, in place of ``do``, with the same parameters.
        epilog: What stands below the help.
    """
    fields = {name: field for name, field in job.model_fields.items() if name not in ("verb", *without)}
    common = [name for name in ("seed", "device") if name in fields]  # of the base class, where they come first
    own = sorted(fields.keys() - common, key=lambda name: (not _required(name, fields[name]), [*fields].index(name)))
    others = dict(more or {}) | ({"preset": _FORMER_PRESET} if {"size", "method"} <= fields.keys() else {})
    parameters = [
        *(_parameter(name, fields[name]) for name in own),
        *(_keyword(name, kind, None) for name, kind in others.items()),
        *(_parameter(name, fields[name]) for name in common),
        *([] if "host" in without else [_keyword("host", _HOST, None)]),
        _keyword("as_json", _JSON_LINES, False),
        _keyword("verbose", _VERBOSE, False),
    ]

    def command(as_json: bool, verbose: bool, settings: list[str] | None = None, **typed: object) -> None:
        given = {name: value for name, value in typed.items() if value is not None}
        if settings is not None:
            given["settings"] = _changes(settings)
        run(job, as_json, verbose, **given)

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    names = {"token_normalize_func": current_option}  # scripts may hold those of earlier versions
    app.command(job.model_fields["verb"].default, help=_help(job), epilog=epilog, context_settings=names)(command)


def _help(job: type[BaseModel]) -> str:
    text = inspect.cleandoc(job.__doc__ or "").partition("\nNote:")[0]
    return text.replace("``", "").replace("Example:\n", "\b\nExample:\n")


def _required(name: str, field: FieldInfo) -> bool:
    return field.is_required() and name != "settings"  # those of size and method, but for what is changed


def _keyword(name: str, kind: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    """The option, or argument, of a field."""
    if name == "settings":
        return _keyword(name, _CHANGES, None)
    shell = next((item for item in field.metadata if isinstance(item, Shell)), Shell())
    # Any here and below: keyword arguments of typer, each of another type; types, which have no type themselves.
    how: dict[str, Any] = {"metavar": shell.metavar, "help": _described(field)}
    kind, default = _plain(field.annotation), field.default if shell.usual and not field.is_required() else None
    item = _item_of(kind)
    if shell.model:
        kind, how["parser"] = str, found_model
    elif name in ("size", "method") and get_origin(kind) is Literal:
        names = get_args(kind)
        kind, how["parser"], how["metavar"] = str, functools.partial(_choice, names), f"<{'|'.join(names)}>"
    elif item and shell.argument:
        kind, default = list[item], default or None  # type: ignore[valid-type]
    elif item:
        kind, default, how["parser"] = str, default and ",".join(map(str, default)), functools.partial(_list, item)
    if _required(name, field):
        default = inspect.Parameter.empty
    elif default is None:
        kind |= None
    flag = [f"--{name.replace('_', '-')}"] if kind is bool and not default else []
    return _keyword(name, Annotated[kind, (typer.Argument if shell.argument else typer.Option)(*flag, **how)], default)


def _described(field: FieldInfo) -> str:
    """The help of a field, with the bounds that the job checks."""
    limits = [*field.metadata, *_constraints(field.annotation)]
    bounds = [
        f"{word} {bound:g}"
        for name, word in _BOUNDS.items()
        for limit in limits
        if (bound := getattr(limit, name, None)) is not None
    ]
    text = (field.description or "").split("\n\n")[0]
    return f"{text} {', '.join(bounds).capitalize()}." if bounds else text


def _constraints(kind: Any) -> Iterator[object]:
    """What is demanded of the values of a type, inside it."""
    if get_origin(kind) is Annotated:
        for item in get_args(kind)[1:]:
            yield from item.metadata if isinstance(item, FieldInfo) else ()
    elif _is_union(kind):
        for member in get_args(kind):
            yield from _constraints(member)


def _plain(kind: Any) -> Any:
    """A type without the constraints inside it, which the job checks."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    return functools.reduce(operator.or_, map(_plain, get_args(kind))) if _is_union(kind) else kind


def _is_union(kind: object) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _item_of(kind: object) -> object:
    """The type of the items of a tuple of any length; None for other types."""
    for member in get_args(kind) if _is_union(kind) else (kind,):
        if get_origin(member) is tuple and get_args(member)[-1] is ...:
            return get_args(member)[0]
    return None


def _choice(names: tuple[str, ...], text: str) -> str:
    """``text``, which must be one of ``names``; a preset of earlier versions is refused with what it is today."""
    if text in names:
        return text
    if text in FORMER and text not in METHODS_OF:
        _refuse_former(text)
    raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, names))}.")


def _list(item: Any, text: str) -> list[str] | list[int]:
    """What is written with commas, in numbers where ``item`` is int or a choice of numbers."""
    parts = [part.strip() for part in text.split(",")]
    if not isinstance(item() if item in (int, str, Path) else get_args(item)[0], int):
        return parts
    try:
        return [int(part) for part in parts]
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a list of whole numbers such as 1,2.") from error


def _changes(texts: list[str]) -> dict[str, object]:
    """Settings such as "augmentation.rotation_deg=5" by name; the job checks names and values."""
    settings: dict[str, object] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        *groups, last = name.split(".")
        group: object = settings
        for part in groups:
            group = group.setdefault(part, {}) if isinstance(group, dict) else None
        if not separator or not isinstance(group, dict):
            raise typer.BadParameter(f"{text!r} is not a setting followed by = and a value.", param_hint="--set")
        group[last] = _value(value)
    return settings


def _value(text: str) -> object:
    """A number, a truth value, null or a list where ``text`` is one in JSON, else ``text``."""
    try:
        return json.loads(text)
    except ValueError:
        return text
