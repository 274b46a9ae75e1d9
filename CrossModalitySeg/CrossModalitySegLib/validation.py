"""What pydantic finds wrong, in one sentence."""

from __future__ import annotations

from pydantic import ValidationError


def first_problem(error: ValidationError) -> tuple[tuple[str, ...], str]:
    """Where the first value that does not fit stands, outermost name first (nothing if all of it is meant), and what is
    wrong with it.

    >>> from .settings import Preprocessing
    >>> try:
    ...     Preprocessing(size_px=-1)
    ... except ValidationError as error:
    ...     first_problem(error)
    (('size_px',), 'Input should be a multiple of 32')
    """
    first = error.errors()[0]
    return tuple(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
