"""The folder in which a long job keeps its checkpoints: one process at a time, and the same inputs at every start."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from ..environment import process_of
from ..errors import Code, UserError
from ..events import Reporter, Result
from ..files import replacing, sweep
from ..images.datasets import Subject
from ..images.io.files import writable_folder
from ..images.io.source import content_sha256
from ..leftovers import INPUTS, LOCK
from ..lock import Lock
from ..seals import read_sealed, sealed

_NAMED = 5
"""So many changed files are named."""

Contents = Mapping[str, Mapping[str, str]]
"""What a job reads: the SHA-256 of each file by its name, by the part that it plays ("model", "target")."""

_IMAGE, _LABELS = " (image)", " (labels)"
"""What follows the name of a subject."""

J = TypeVar("J")


def holding(run: Callable[[J, Reporter, ExitStack], Result]) -> Callable[[J, Reporter], Result]:
    """Let a recipe hold locks and the like until its end.

    Args:
        run: The recipe, ``run(job, reporter, held)``.

    Returns:
        The same as ``run(job, reporter)``: what it enters into ``held`` is let go of when it returns or fails.
    """

    @functools.wraps(run)
    def recipe(job: J, reporter: Reporter) -> Result:
        with ExitStack() as held:
            return run(job, reporter, held)

    return recipe


_HALF_WEIGHTS = ("*.part", ".tmp??????")
"""What checkpoints are called before they are whole, and what safetensors (0.8) calls a file while it writes it."""


def work_folder(chosen: Path | None, out: Path, held: ExitStack) -> Path:
    """Make the folder of checkpoints, in which this process alone works.

    Args:
        chosen: The folder; None takes the usual one, beside ``out``.
        out: Model to write.
        held: For as long as it holds the lock, no other process works there.

    Returns:
        The folder.

    Raises:
        UserError: BUSY if another process works there, on this or another computer; NO_PERMISSION.
    """
    writable_folder(out.parent)
    return alone_in(writable_folder(chosen or usual_work_folder(out)), held)


def usual_work_folder(out: Path) -> Path:
    """The folder of checkpoints where none was chosen."""
    return out.with_suffix(".work")


def alone_in(folder: Path, held: ExitStack) -> Path:
    """Keep other processes out of a folder.

    Half files that a killed process has left there are removed, those of the library that writes weights as well.

    Args:
        folder: Folder, which exists.
        held: For as long as it holds the lock, no other process works there.

    Returns:
        ``folder``.

    Raises:
        UserError: BUSY if another process works there, on this or another computer.
    """
    if process_of()[0] == 0:  # of several that do one job together, the first speaks for all
        held.enter_context(Lock(folder / LOCK))
        sweep(folder)
        for left in (file for pattern in _HALF_WEIGHTS for file in folder.rglob(pattern)):
            left.unlink(missing_ok=True)
    return folder


def content(path: Path) -> str:
    """Fingerprint of a file or folder.

    Args:
        path: File, or folder of which names and contents of all files count.

    Returns:
        SHA-256 in hexadecimal.
    """
    if not path.is_dir():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    below = sorted(file for file in path.rglob("*") if file.is_file())
    return hashlib.sha256(
        "\n".join(f"{file.relative_to(path).as_posix()} {content(file)}" for file in below).encode()
    ).hexdigest()


def volumes(subjects: Iterable[Subject], *, labels: bool) -> dict[str, str]:
    """Fingerprints of the images of some subjects.

    Args:
        subjects: Whose images.
        labels: Whether their labels are read, and count, too.

    Returns:
        SHA-256 by name of the subject and kind of the file.
    """
    subjects = list(subjects)
    found = {subject.name + _IMAGE: content_sha256(subject.image) for subject in subjects}
    return found | {
        subject.name + _LABELS: content(subject.label) for subject in subjects if labels and subject.label is not None
    }


def nameless(inputs: Contents) -> dict[str, list[str]]:
    """The hashes of ``inputs`` in their order, those of images and of labels apart, without the names of files."""
    found: dict[str, list[str]] = {}
    for part, of in inputs.items():
        for name, digest in of.items():
            kind = next((ending for ending in (_IMAGE, _LABELS) if name.endswith(ending)), "")
            found.setdefault(part + {_IMAGE: " images", _LABELS: " labels", "": ""}[kind], []).append(digest)
    return found


def same_inputs(work: Path, inputs: Contents, begun: bool) -> None:
    """Refuse to go on with other inputs than those with which a job was begun; remember them if none was.

    Args:
        work: Folder of its checkpoints.
        inputs: SHA-256 by name, in parts.
        begun: Whether there are checkpoints.

    Raises:
        UserError: BAD_CHECKPOINT, naming what changed.
    """
    file = work / INPUTS
    if process_of()[0] > 0:
        return
    if begun and file.exists():
        if changed := differences(remembered(work), inputs):
            raise UserError(
                Code.BAD_CHECKPOINT,
                f"The job in {work} was begun with other inputs: {changed}.",
                "Put back what was there, choose another output, or delete that folder to start anew.",
            )
        return
    with replacing(file) as temporary:
        temporary.write_text(json.dumps(sealed(inputs), indent=1), encoding="utf-8")


def remembered(work: Path) -> Contents:
    """The inputs of an earlier start in ``work``; raises ``UserError`` BAD_CHECKPOINT if their file is damaged."""
    file = work / INPUTS
    try:
        inputs = read_sealed(file.read_bytes())
        if not all(isinstance(part, dict) for part in inputs.values()):
            raise ValueError("its entries are not those of inputs")
    except ValueError as error:
        raise UserError(
            Code.BAD_CHECKPOINT,
            f"{file}, which lists the inputs of the job, is damaged ({error}).",
            "Choose another output, or delete that folder to start anew.",
        ) from error
    return inputs


def refuse_changed(inputs: Contents, now: Contents) -> None:
    """Raise ``UserError`` BAD_INPUT, naming what changed, if the ``inputs`` of a job are others ``now``, at its end."""
    if changed := differences(inputs, now):
        raise UserError(
            Code.BAD_INPUT,
            f"The inputs were changed while they were in use: {changed}.",
            "Start again, and do not change them meanwhile.",
        )


def differences(earlier: Contents, now: Contents) -> str:
    """What is not the same in two records of inputs.

    Args:
        earlier: SHA-256 by name, in parts, of then.
        now: Those of now. A single file under another name is the same.

    Returns:
        A phrase that names the first few; "" if all is the same.
    """
    changes = []
    for part in sorted(earlier.keys() | now.keys()):
        was, has = earlier.get(part, {}), now.get(part, {})
        if len(was) == 1 and list(was.values()) == list(has.values()):
            continue  # one file under another name
        changes += [f"{part} {name} has changed" for name in was if name in has and was[name] != has[name]]
        changes += [f"{part} {name} is gone" for name in was if name not in has]
        changes += [f"{part} {name} is new" for name in has if name not in was]
    more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
    return ", ".join(changes[:_NAMED]) + more


def begun(work: Path) -> bool:
    """Whether there are checkpoints in ``work``."""
    return next(_checkpoints(work), None) is not None


def discard_all_checkpoints(work: Path) -> None:
    """Remove what ``begun`` looks for."""
    for checkpoint in _checkpoints(work):
        checkpoint.unlink(missing_ok=True)


def _checkpoints(work: Path) -> Iterator[Path]:
    return work.glob("*.safetensors")
