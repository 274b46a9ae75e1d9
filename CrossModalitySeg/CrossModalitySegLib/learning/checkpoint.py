"""Checkpoints that never unpickle: all tensors in one safetensors file, everything else as JSON in its header.

The header also holds a SHA-256 of all of it, and the checkpoint before is kept: a damaged one costs the steps between
the two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..errors import Code, UserError
from ..files import commit
from ..renames import current_path, with_current_names
from .distributed import SINGLE, Distributed

_DIGEST = "sha256"


class Stateful(Protocol):
    """A module, an optimizer, a scheduler: what has a state to save."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state: dict[str, Any]) -> Any: ...


def save_checkpoint(
    path: Path,
    parts: dict[str, Stateful],
    notes: dict[str, Any],
    generators: dict[str, torch.Generator],
    distributed: Distributed = SINGLE,
) -> None:
    """Write a checkpoint atomically, and keep the one that was there as ``before(path)``.

    All processes have to call this; the main one writes.

    Args:
        path: File to write (.safetensors).
        parts: Modules, optimizers and schedulers by name.
        notes: Values to keep that JSON can hold, such as the step.
        generators: Random generators by name; the global random state of every process is saved as well.
        distributed: The processes that train together.

    Raises:
        OSError, SafetensorError: If the disk is full; earlier checkpoints are untouched.
    """
    tensors: dict[str, Tensor] = {}
    scalars: dict[str, Any] = {}
    for name, part in parts.items():
        _flatten(part.state_dict(), name, tensors, scalars)
    tensors["random/global"] = distributed.gathered(torch.get_rng_state())
    if torch.cuda.is_available():
        tensors["random/cuda"] = distributed.gathered(torch.cuda.get_rng_state())
    if torch.backends.mps.is_available():
        tensors["random/mps"] = distributed.gathered(torch.mps.get_rng_state())
    if not distributed.is_main:
        return
    for name, generator in generators.items():
        tensors[f"random/{name}"] = generator.get_state()
    temporary = path.with_name(path.name + ".part")
    try:
        # Clones: safetensors refuses tensors that share memory.
        stored = {k: v.detach().cpu().contiguous().clone() for k, v in tensors.items()}
        header = {"scalars": json.dumps(scalars), "notes": json.dumps(notes | {"processes": distributed.size})}
        save_file(stored, temporary, header | {_DIGEST: _digest(header, stored)})
        if path.exists():
            commit(path, before(path))
        commit(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def load_checkpoint(
    path: Path,
    parts: dict[str, Stateful],
    generators: dict[str, torch.Generator],
    expected: dict[str, Any],
    distributed: Distributed = SINGLE,
    log: Callable[[str], None] = lambda sentence: None,
) -> dict[str, Any] | None:
    """Restore everything that ``save_checkpoint`` wrote.

    A damaged checkpoint is replaced by the one before it, and reported to ``log``.

    Args:
        path: File of the checkpoint.
        parts: Modules, optimizers and schedulers by name; they are changed.
        generators: Random generators by name; they are changed.
        expected: Notes that must agree, such as settings and seed. The number of processes must agree as well.
        distributed: The processes that train together.
        log: Called with a sentence about a damaged checkpoint.

    Returns:
        The notes; None if there is no checkpoint.

    Raises:
        UserError: BAD_CHECKPOINT if all are damaged, or if the checkpoint belongs to other settings.
    """
    remedy = "Choose another output, or delete the folder of checkpoints to start anew."
    there = [file for file in (path, before(path)) if file.exists()]
    if not there:
        return None
    whole = ((file, read) for file in there if (read := _read(file)) is not None)
    used, (scalars, notes, tensors) = next(whole, (None, ({}, {}, {})))
    if used is None:
        raise UserError(Code.BAD_CHECKPOINT, f"The checkpoint {path} is damaged.", remedy)
    for key, value in (expected | {"processes": distributed.size}).items():
        if notes.get(key) != value:
            other = ", ".join(_differing(key, notes.get(key), value))
            raise UserError(
                Code.BAD_CHECKPOINT, f"The checkpoint {path} belongs to a job with other settings ({other}).", remedy
            )
    for name, part in parts.items():
        part.load_state_dict(_rebuild(name, part.state_dict(), tensors, scalars))
        if isinstance(part, torch.optim.Optimizer):
            _lay_out(part)
    # Clones, because a generator reads its state from the start of the memory, not from that of the row.
    torch.set_rng_state(tensors["random/global"][distributed.rank].clone())
    if "random/cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random/cuda"][distributed.rank].clone())
    if "random/mps" in tensors and torch.backends.mps.is_available():
        torch.mps.set_rng_state(tensors["random/mps"][distributed.rank].clone())
    for name, generator in generators.items():
        generator.set_state(tensors[f"random/{name}"])
    if used != path:
        log(f"The checkpoint {path} is {'damaged' if path.exists() else 'missing'}; going on from the one before it.")
        if distributed.is_main:
            path.unlink(missing_ok=True)  # or the next save would keep it in place of the good one
    return notes


def newest(path: Path) -> Path | None:
    """The checkpoint at ``path``, or the one before it, which a kill may have left alone; None if there is neither."""
    return next((file for file in (path, before(path)) if file.exists()), None)


def before(path: Path) -> Path:
    """Where the checkpoint before the one at ``path`` is kept."""
    return path.with_name(f"{path.stem}.before{path.suffix}")


def discard_checkpoint(path: Path) -> None:
    """Remove a checkpoint and the one before it.

    Args:
        path: File of the checkpoint; nothing happens where neither is there.
    """
    for file in (path, before(path)):
        file.unlink(missing_ok=True)


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Tensor]] | None:
    """Scalars, notes and tensors of a checkpoint; None if one bit of it is not as it was written."""
    try:
        with safe_open(path, "pt") as file:
            header = dict(file.metadata())
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a dict)
        if header.pop(_DIGEST) != _digest(header, tensors):
            return None
        scalars, notes = json.loads(header["scalars"]), with_current_names(json.loads(header["notes"]))
        return _current(scalars), notes, _current(tensors)
    except (SafetensorError, KeyError, TypeError, ValueError):
        return None


def _current(values: dict[str, Any]) -> dict[str, Any]:
    return {current_path(key): value for key, value in values.items()}


def _digest(header: Mapping[str, str], tensors: Mapping[str, Tensor]) -> str:
    """SHA-256 of the texts in ``header`` and of name, type, shape and content of all ``tensors``."""
    found = hashlib.sha256(json.dumps(header, sort_keys=True).encode())
    for name, tensor in sorted(tensors.items()):
        found.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        found.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return found.hexdigest()


def _lay_out(optimizer: torch.optim.Optimizer) -> None:
    """Bring the loaded state of every weight into the weight's memory layout: fused optimizers walk through both side
    by side.
    """
    for weight, state in optimizer.state.items():
        for name, value in state.items():
            if value.shape == weight.shape:
                state[name] = torch.empty_like(weight, dtype=value.dtype).copy_(value)


def _differing(name: str, saved: Any, wanted: Any) -> list[str]:
    """Names of the values in which two trees of settings differ."""
    if not (isinstance(saved, dict) and isinstance(wanted, dict)):
        return [] if saved == wanted else [name]
    return [leaf for key in wanted | saved for leaf in _differing(key, saved.get(key), wanted.get(key))]


def _flatten(value: Any, key: str, tensors: dict[str, Tensor], scalars: dict[str, Any]) -> None:
    if isinstance(value, Tensor):
        tensors[key] = value
    elif isinstance(value, dict):
        for name, item in value.items():
            _flatten(item, f"{key}/{name}", tensors, scalars)
    else:
        scalars[key] = value


def _rebuild(
    part: str, template: dict[str, Any], tensors: dict[str, Tensor], scalars: dict[str, Any]
) -> dict[str, Any]:
    state: dict[Any, Any] = {name: {} for name, value in template.items() if isinstance(value, dict)}
    for key, value in [*tensors.items(), *scalars.items()]:
        first, *path = key.split("/")
        if first != part:
            continue
        *folders, leaf = path
        node = state
        for folder in folders:
            # Optimizers number their parameters; JSON and tensor names know only text.
            node = node.setdefault(int(folder) if folder.isdigit() else folder, {})
        node[leaf] = value
    return state
