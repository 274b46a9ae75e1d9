"""What pydantic is given and what it finds wrong: former names of fields, and the first problem in one sentence."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError, model_validator

from .renames import with_current_names


class ReadsFormerNames(BaseModel):
    """Base of models that earlier versions may have written under other names of fields (``renames.py``)."""

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, values: object) -> object:
        return with_current_names(values)


def first_problem(error: ValidationError) -> tuple[tuple[str, ...], str]:
    """What pydantic found wrong first.

    Args:
        error: What validation raised.

    Returns:
        Where the value stands, outermost name first, () if all of it is meant; and what is wrong with it, in words.

    Examples:
        >>> from .settings import Preprocessing
        >>> try:
        ...     Preprocessing(size_px=-1)
        ... except ValidationError as error:
        ...     first_problem(error)
        (('size_px',), 'Input should be a multiple of 32')
    """
    first = error.errors()[0]
    return tuple(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
