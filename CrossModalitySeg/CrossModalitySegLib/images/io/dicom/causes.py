"""Errors for files that cannot be read: a sentence and a remedy for each cause."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ....errors import Code, UserError

EXPORT_AGAIN = "Export the series again from the scanner or archive, one stack of parallel slices."


def bad(sentence: str, remedy: str = EXPORT_AGAIN) -> UserError:
    """A ``BAD_INPUT`` of this ``sentence``."""
    return UserError(Code.BAD_INPUT, shown(sentence), remedy)


def shown(text: str) -> str:
    """``text`` with a question mark for what cannot be shown of a file's name that is not UTF-8."""
    return text.encode("utf-8", "replace").decode()


def damaged(path: Path) -> UserError:
    """The error for a file that cannot be read to its end."""
    return bad(f"{path} is not a DICOM file, or its header is damaged.", "Copy the file again.")


@contextmanager
def reading(path: Path, problem: UserError | None = None) -> Iterator[None]:
    """Whatever the libraries raise inside about the content of ``path`` becomes ``problem`` (``damaged`` if None).

    A mutated file makes them raise nearly anything, from KeyError to RecursionError; only what concerns the machine,
    not of the file, goes through. Their warnings about bent rules are for developers.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UserError, MemoryError, PermissionError):
        raise
    except Exception as error:
        raise (problem or damaged(path)) from error


def too_large(path: Path, detail: str) -> UserError:
    """The error for a file that unpacks to more than its header promises."""
    return bad(
        f"{path} {detail}.", "Copy the file again; if you do not know where it comes from, do not open it elsewhere."
    )
