"""Checkpoints that never unpickle: all tensors in one safetensors file, everything else as JSON in its header."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..errors import Code, UserError
from .team import ALONE, Team


class Stateful(Protocol):
    """A module, an optimiser, a scheduler: what has a state to save."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state: dict[str, Any]) -> Any: ...


def save_checkpoint(path: Path, parts: dict[str, Stateful], notes: dict[str, Any], generators: dict[str, torch.Generator], team: Team = ALONE) -> None:
    """Write ``parts``, JSON-able ``notes``, ``generators`` and the global random state of every process to ``path``, atomically.

    All processes of ``team`` have to call it, and the first one writes. Raises ``OSError`` if the disk is full; an earlier
    checkpoint at ``path`` is then untouched.
    """
    tensors: dict[str, Tensor] = {}
    scalars: dict[str, Any] = {}
    for name, part in parts.items():
        _flatten(part.state_dict(), name, tensors, scalars)
    tensors["random/global"] = team.gathered(torch.get_rng_state())
    if torch.cuda.is_available():
        tensors["random/cuda"] = team.gathered(torch.cuda.get_rng_state())
    if not team.first:
        return
    for name, generator in generators.items():
        tensors[f"random/{name}"] = generator.get_state()
    temporary = path.with_name(path.name + ".part")
    try:
        # Clones: safetensors refuses tensors that share memory.
        save_file(
            {k: v.detach().cpu().contiguous().clone() for k, v in tensors.items()},
            temporary,
            {"scalars": json.dumps(scalars), "notes": json.dumps(notes | {"processes": team.size})},
        )
        os.replace(temporary, path)
    except SafetensorError as error:
        raise OSError(28 if "No space" in str(error) else 5, f"{path.name} could not be written ({error})") from error
    finally:
        temporary.unlink(missing_ok=True)


def load_checkpoint(
    path: Path, parts: dict[str, Stateful], generators: dict[str, torch.Generator], expected: dict[str, Any], team: Team = ALONE
) -> dict[str, Any]:
    """Restore everything that ``save_checkpoint`` wrote and return its notes.

    ``expected`` are notes that must agree (settings, seed), and so must the number of processes. Raises ``UserError``
    BAD_CHECKPOINT for a damaged file or one of other settings.
    """
    remedy = "Choose another output, or delete the folder of checkpoints to start anew."
    try:
        with safe_open(path, "pt") as file:
            header = file.metadata()
            scalars, notes = json.loads(header["scalars"]), json.loads(header["notes"])
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a dict)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise UserError(Code.BAD_CHECKPOINT, f"The checkpoint {path} is damaged.", remedy) from error
    for key, value in (expected | {"processes": team.size}).items():
        if notes.get(key) != value:
            other = ", ".join(_differing(key, notes.get(key), value))
            raise UserError(Code.BAD_CHECKPOINT, f"The checkpoint {path} belongs to a job with other settings ({other}).", remedy)
    for name, part in parts.items():
        part.load_state_dict(_rebuild(name, part.state_dict(), tensors, scalars))
        if isinstance(part, torch.optim.Optimizer):
            _lay_out(part)
    # Clones, because a generator reads its state from the start of the memory, not from that of the row.
    torch.set_rng_state(tensors["random/global"][team.rank].clone())
    if "random/cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random/cuda"][team.rank].clone())
    for name, generator in generators.items():
        generator.set_state(tensors[f"random/{name}"])
    return notes


def _lay_out(optimiser: torch.optim.Optimizer) -> None:
    """Bring the loaded state of every weight into the weight's memory layout: fused optimisers walk through both side by side."""
    for weight, state in optimiser.state.items():
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


def _rebuild(part: str, template: dict[str, Any], tensors: dict[str, Tensor], scalars: dict[str, Any]) -> dict[str, Any]:
    state: dict[Any, Any] = {name: {} for name, value in template.items() if isinstance(value, dict)}
    for key, value in [*tensors.items(), *scalars.items()]:
        first, *path = key.split("/")
        if first != part:
            continue
        *folders, leaf = path
        node = state
        for folder in folders:
            # Optimisers number their parameters; JSON and tensor names know only text.
            node = node.setdefault(int(folder) if folder.isdigit() else folder, {})
        node[leaf] = value
    return state
