"""Error codes, each with one sentence of cause and one of remedy, shared by the shell, the worker and the panel."""

from __future__ import annotations

import errno
from enum import StrEnum


class Code(StrEnum):
    """What went wrong, in a form that programs may compare; the exit code of all but ``STOPPED`` is 1."""

    BAD_INPUT = "bad_input"
    BAD_LABELS = "bad_labels"
    BAD_SETTINGS = "bad_settings"
    BAD_MODEL = "bad_model"
    BAD_CHECKPOINT = "bad_checkpoint"
    BAD_DATASET = "bad_dataset"
    EXISTS = "exists"
    BUSY = "busy"
    NO_PERMISSION = "no_permission"
    DISK_FULL = "disk_full"
    OUT_OF_MEMORY = "out_of_memory"
    NO_DEVICE = "no_device"
    NO_PYTHON = "no_python"
    MISSING_PACKAGE = "missing_package"
    STOPPED = "stopped"
    INTERNAL = "internal"


LASTING = frozenset({Code.BAD_INPUT, Code.BAD_LABELS, Code.BAD_SETTINGS, Code.BAD_MODEL, Code.BAD_CHECKPOINT, Code.BAD_DATASET, Code.EXISTS})
"""What the same job would meet again if it was started again; after all else it may go on."""


class UserError(Exception):
    """A failure that the user can understand and mend.

    ``sentence`` names the cause (with the file or the setting), ``remedy`` says what to do about it.

    >>> raise UserError(Code.BAD_INPUT, "a.txt is not an image.", "Choose a NIfTI, NRRD or MetaImage file.")
    """

    def __init__(self, code: Code, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.code = code
        self.sentence = sentence
        self.remedy = remedy


class Stopped(UserError):
    """The user asked for a stop and nothing was worth keeping; where something was, the recipe returns it instead."""

    def __init__(self, kept: str = "Nothing was written.") -> None:
        super().__init__(Code.STOPPED, f"Stopped on request. {kept}", "Start the same job again to go on.")


def from_exception(error: BaseException) -> UserError:
    """Translate any exception into a ``UserError``; unknown ones become ``INTERNAL`` and point to the log."""
    if isinstance(error, UserError):
        return error
    text = str(error) or type(error).__name__
    if isinstance(error, MemoryError) or "out of memory" in text.lower() or "can't allocate memory" in text.lower():
        return UserError(Code.OUT_OF_MEMORY, "The memory of the device is exhausted.", "Lower --memory-gb or the batch size, or close other programs.")
    if isinstance(error, OSError) and error.errno in (28, 122):
        return UserError(Code.DISK_FULL, f"The disk is full: {text}.", "Free some space or choose another folder; finished results are kept.")
    if isinstance(error, (PermissionError, NotADirectoryError, FileExistsError)) or (isinstance(error, OSError) and error.errno == errno.EROFS):
        cause = f"{error.filename} cannot be opened: {error.strerror}." if error.filename else f"No permission: {text}."
        return UserError(Code.NO_PERMISSION, cause, "Choose a file or folder in which you may read and write.")
    if isinstance(error, ModuleNotFoundError):
        return UserError(
            Code.MISSING_PACKAGE, f"The Python package {error.name} is missing.", "Install the requirements of CrossModalitySeg in this interpreter."
        )
    if isinstance(error, ImportError):
        return UserError(Code.MISSING_PACKAGE, f"A Python package cannot be loaded: {text}.", "Install the requirements of CrossModalitySeg again.")
    return UserError(Code.INTERNAL, f"Unexpected problem: {type(error).__name__}: {text}.", "Send the log file with your report; the job can be started again.")
