"""Error codes, each with one sentence of cause and one of remedy, shared by the shell, the worker and the panel."""

from __future__ import annotations

import errno
import os
import re
from concurrent.futures import BrokenExecutor
from enum import StrEnum
from pathlib import Path


class Code(StrEnum):
    """What went wrong, in a form that programs can compare; ``exit_code`` gives the exit code of the process."""

    BAD_INPUT = "bad_input"
    """An image, a job or an option is not valid."""
    BAD_LABELS = "bad_labels"
    """A label map holds unknown values, or does not belong to its image."""
    BAD_SETTINGS = "bad_settings"
    """A setting has a value that is not allowed."""
    BAD_MODEL = "bad_model"
    """A model file is missing, damaged, altered, or made for something else."""
    BAD_CHECKPOINT = "bad_checkpoint"
    """A checkpoint is damaged or belongs to another job."""
    BAD_DATASET = "bad_dataset"
    """A folder does not hold the volumes that the job needs."""
    EXISTS = "exists"
    """An output exists already; it is only overwritten on request."""
    BUSY = "busy"
    """Another process is using the folder."""
    NO_HEART = "no_heart"
    """The image shows no heart, so there is nothing to write; the exit code is 3."""
    NO_PERMISSION = "no_permission"
    """A file or folder may not be read or written."""
    DISK_FULL = "disk_full"
    """There is no space left; what was finished is kept."""
    DISK_FAILED = "disk_failed"
    """A disk or a network folder failed; what was finished is kept."""
    GONE = "gone"
    """A file or folder that the job needs is missing or has vanished; the job resumes when it is started again."""
    OUT_OF_MEMORY = "out_of_memory"
    """The memory of the machine or of the GPU does not suffice."""
    NO_DEVICE = "no_device"
    """The requested GPU is not available."""
    NO_CONNECTION = "no_connection"
    """The other machine cannot be reached, or the connection was lost; the job resumes when it is started again."""
    NO_PYTHON = "no_python"
    """No Python that can run the job was found."""
    MISSING_PACKAGE = "missing_package"
    """A Python package is missing or cannot be loaded."""
    STOPPED = "stopped"
    """The user asked for a stop."""
    INTERNAL = "internal"
    """Anything else: a bug, which the log describes."""


PERMANENT = frozenset(
    {
        Code.BAD_INPUT,
        Code.BAD_LABELS,
        Code.BAD_SETTINGS,
        Code.BAD_MODEL,
        Code.BAD_CHECKPOINT,
        Code.BAD_DATASET,
        Code.EXISTS,
        Code.NO_HEART,
    }
)
"""What the same job would meet again if it was started again; after all else it may go on."""


def exit_code(code: Code) -> int:
    """How a process ends.

    Args:
        code: Of the error with which the job ended.

    Returns:
        130 for one that was stopped, 3 where nothing was wrong but no heart was found, 1 for all else.

    Examples:
        >>> exit_code(Code.STOPPED), exit_code(Code.BAD_INPUT)
        (130, 1)
    """
    return {Code.STOPPED: 130, Code.NO_HEART: 3}.get(code, 1)


_MEMORY = (
    "out of memory",
    "can't allocate memory",  # PyTorch on the CPU
    "cannot allocate memory",  # the operating system
    "unable to allocate",  # NumPy
    "failed to allocate memory",  # ITK
    "could not create a primitive",  # oneDNN
    "could not create a memory",
    "bad_alloc",  # C++
    "bad allocation",
    # the loader; a folder in which nothing may be run adds "Operation not permitted"
    "failed to map segment from shared object",
    "memory allocation of",  # Rust, which ends the process with it
    "pyobject pointer is null",  # Rust, where Python gave it no memory
    "can't start new thread",  # Python, which has no memory for its stack, as the next
    "thread creation failed",  # OpenMP
)

_RUST = re.compile(r"\(os error (\d+)\)(?: at path \"(.*)\")?")
"""How libraries in Rust, that of safetensors for one, tell of an ``OSError``: in words alone."""


_DISK_FAILED = {
    getattr(errno, name)
    for name in ("EIO", "ESTALE", "ENXIO", "ENODEV", "ETIMEDOUT", "EHOSTDOWN", "EREMOTEIO", "ENOTCONN")
    if hasattr(errno, name)  # Windows knows some of them
}


class UserError(Exception):
    """A failure that the user can understand and fix.

    Args:
        code: What programs compare.
        sentence: The cause in one sentence, with the file or the setting.
        remedy: What to do about it, in one sentence.

    Examples:
        >>> raise UserError(Code.BAD_INPUT, "a.txt is not an image.", "Choose a NIfTI, NRRD or MetaImage file.")
        Traceback (most recent call last):
            ...
        CrossModalitySegLib.errors.UserError: a.txt is not an image. Choose a NIfTI, NRRD or MetaImage file.
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


def reports_out_of_memory(text: str) -> bool:
    """Whether a library says, in its own words, that there was no memory left.

    Args:
        text: Its message, or a line of a log, in any case of letters.

    Returns:
        True for one of the phrases by which libraries and systems say so; False where the system says as well that the
        operation is not permitted.

    Examples:
        >>> reports_out_of_memory("CUDA out of memory."), reports_out_of_memory("No such file")
        (True, False)
    """
    lowered = text.lower()
    return any(words in lowered for words in _MEMORY) and "operation not permitted" not in lowered


def out_of_memory() -> UserError:
    """The one sentence for all of these."""
    return UserError(
        Code.OUT_OF_MEMORY,
        "The memory of the device is exhausted.",
        "Lower --memory-gb or the batch size, or close other programs.",
    )


def from_exception(error: BaseException) -> UserError:
    """Translate any exception into one that names a remedy.

    Args:
        error: What was raised; a ``UserError`` stays as it is. Errors of the system, of memory and of imports are known
            by type and ``errno``, those of libraries in C and Rust by their words.

    Returns:
        The error to show; INTERNAL, which points to the log, for whatever is not known.

    Examples:
        >>> from_exception(FileNotFoundError(2, "No such file", "/scans/ct.nii.gz")).code.value
        'gone'
        >>> from_exception(RuntimeError("CUDA out of memory")).code.value
        'out_of_memory'
    """
    if isinstance(error, UserError):
        return error
    text = str(error) or type(error).__name__
    error = _of_system(error, text)
    if (
        isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or reports_out_of_memory(text)
    ):
        return out_of_memory()
    if isinstance(error, BrokenExecutor):
        return UserError(
            Code.OUT_OF_MEMORY,
            "A process of the job was killed, most likely because memory ran out.",
            "Close other programs and start again; finished results are kept.",
        )
    if isinstance(error, SystemError):  # a library in C has given up and not said why
        return UserError(
            Code.OUT_OF_MEMORY,
            "A library failed without giving a reason, most often because memory ran out.",
            "Close other programs and start again; finished results are kept.",
        )
    if isinstance(error, FileNotFoundError):
        return UserError(
            Code.GONE,
            f"{_missing(error) or text} is missing; it may have been deleted, renamed or disconnected during the work.",
            "Start again, and leave files and folders in place meanwhile.",
        )
    if isinstance(error, OSError) and error.errno in (28, 122):
        return UserError(
            Code.DISK_FULL,
            f"The disk is full: {text}.",
            "Free some space or choose another folder; finished results are kept.",
        )
    if isinstance(error, OSError) and error.errno in _DISK_FAILED:
        return UserError(
            Code.DISK_FAILED,
            f"The disk or the network folder fails: {text}.",
            "Check that it is connected and works, and start again; finished results are kept.",
        )
    if isinstance(error, (PermissionError, NotADirectoryError, FileExistsError)) or (
        isinstance(error, OSError) and error.errno == errno.EROFS
    ):
        cause = f"{error.filename} cannot be opened: {error.strerror}." if error.filename else f"No permission: {text}."
        return UserError(Code.NO_PERMISSION, cause, "Choose a file or folder in which you may read and write.")
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return UserError(
            Code.BAD_SETTINGS,
            f"A name is longer than this file system allows: {error.filename}.",
            "Choose a shorter name.",
        )
    if isinstance(error, ModuleNotFoundError):
        return UserError(
            Code.MISSING_PACKAGE,
            f"The Python package {error.name} is missing.",
            "Install the requirements of CrossModalitySeg in this interpreter.",
        )
    if isinstance(error, ImportError):
        return UserError(
            Code.MISSING_PACKAGE,
            f"A Python package cannot be loaded: {text}.",
            "Install the requirements of CrossModalitySeg again.",
        )
    return UserError(
        Code.INTERNAL,
        f"Unexpected problem: {type(error).__name__}: {text}.",
        "Send the log file with your report; the job can be started again.",
    )


def _of_system(error: BaseException, text: str) -> BaseException:
    """The ``OSError`` of which the ``text`` of an error from Rust tells; any other ``error`` as it is."""
    match = _RUST.search(text)
    if match is None or isinstance(error, OSError):
        return error
    number = int(match[1])
    return OSError(number, text, match[2], number)  # the last one is what Windows takes it by


def _missing(error: OSError) -> Path | None:
    """What is missing in the way to the files that ``error`` names: the outermost folder, or a file itself."""
    for name in (error.filename, error.filename2):
        if isinstance(name, (str, bytes, os.PathLike)):
            path = Path(os.fsdecode(name))
            if gone := [folder for folder in (path, *path.parents) if not os.path.exists(folder)]:
                return gone[-1]
    return None
