"""Model archives (``.cms``): a zip of card.json, weights.safetensors and, optionally, thumbnail.png.

An archive is read without trusting it. Members are stored uncompressed, so none can inflate; nothing is ever extracted
to disk or unpickled; the zip comment holds the SHA-256 of the card, the card that of every other member; and the header
of the weights must list exactly the tensors the card's network has before a single one is loaded.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ..errors import Code, UserError
from ..files import check_name, refuse_existing, replacing
from ..validation import first_problem
from .card import LONGEST_NAME, ModelCard

if TYPE_CHECKING:  # listing models reads cards only, and must not wait for torch
    import torch

CARD, WEIGHTS, THUMBNAIL = "card.json", "weights.safetensors", "thumbnail.png"
SUFFIX = ".cms"

_LARGEST = {CARD: 1 << 20, WEIGHTS: 4 << 30, THUMBNAIL: 16 << 20}
"""Upper bounds in bytes; the widest permitted network needs about 2.5 GB."""
_LARGEST_HEADER = 16 << 20
_SMALL = 1 << 20
"""Bytes that reading weights takes beside the weights."""
_DTYPES = {"F32": "float32", "I8": "int8", "I64": "int64", "U8": "uint8"}
"""The only tensor types a model has: weights and statistics, weights in one byte, the step counters of batch
normalization, and the bytes of an ONNX file.
"""
_SCALE = ".scale"
"""Ending of the tensor that turns weights of one byte into what they stand for."""

_Tensor = tuple[str, tuple[int, ...]]
"""Type and shape."""

Expected = Callable[[ModelCard], Mapping[str, "torch.Tensor"]]
"""Gives, for a card, tensors (on the meta device) of the names, types and shapes its weights must have."""


def check_model_name(path: Path) -> None:
    """Refuse a name that no model can have: better before the work than after it.

    Args:
        path: Model to be written.

    Raises:
        UserError: BAD_SETTINGS, also as ``files.check_name``.
    """
    check_name(path)
    if len(path.stem) > LONGEST_NAME:
        sentence = (
            f"The name {path.stem[:40]}... has {len(path.stem)} characters; that of a model may have {LONGEST_NAME}."
        )
        raise UserError(Code.BAD_SETTINGS, sentence, "Choose a shorter name.")


def write_archive(
    path: Path,
    card: ModelCard,
    tensors: Mapping[str, torch.Tensor],
    thumbnail: bytes | None = None,
    overwrite: bool = False,
    small: bool = False,
) -> Path:
    """Write a model archive (.cms): a card, weights and an optional thumbnail.

    Args:
        path: File to write.
        card: Metadata of the model.
        tensors: Weights by name.
        thumbnail: Bytes of a PNG, or None.
        overwrite: Whether to replace an existing file.
        small: Whether to store convolution weights as 8-bit integers with one scale per output channel, in a quarter of
            the space. Read back as float32, they are off by up to 1/254 of the largest weight of their channel.

    Returns:
        ``path``.

    Raises:
        UserError: EXISTS if the file is there and ``overwrite`` is False.
    """
    from safetensors.torch import save

    stored = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    if small:
        stored = {part: value for name, tensor in stored.items() for part, value in _in_bytes(name, tensor).items()}
    return _write(
        path, card, {WEIGHTS: save(stored)} | ({} if thumbnail is None else {THUMBNAIL: thumbnail}), overwrite
    )


def write_with_card(path: Path, source: Path, card: ModelCard) -> Path:
    """Write a copy of an archive with another card, its other files byte by byte the same.

    Args:
        path: Archive to write.
        source: Archive to copy.
        card: The new card; its ``members`` are filled in.

    Returns:
        ``path``.

    Raises:
        UserError: BAD_MODEL for a ``source`` that is not a model, and EXISTS.
    """
    with _Archive(source) as archive:
        old = archive.card()
        members = {name: archive.member(name, old) for name in old.members}
    return _write(path, card, members, overwrite=False)


def _write(path: Path, card: ModelCard, members: Mapping[str, bytes], overwrite: bool) -> Path:
    refuse_existing(path, overwrite)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    card_json = card.model_copy(update={"members": hashes}).model_dump_json(indent=2).encode()
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {CARD: card_json, **members}.items():
            # A fixed date makes equal models equal files.
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.comment = hashlib.sha256(card_json).hexdigest().encode()
    return path


def read_card(path: Path) -> ModelCard:
    """Read and check the card alone, in milliseconds.

    Args:
        path: Archive (.cms).

    Returns:
        The card. No weight was read, so none is proven.

    Raises:
        UserError: BAD_MODEL.
    """
    with _Archive(path) as archive:
        return archive.card()


def read_archive(path: Path, expected: Expected) -> tuple[ModelCard, dict[str, torch.Tensor], bytes | None]:
    """Read and check a whole archive: card, tensors (on the CPU) and thumbnail; raises ``UserError`` BAD_MODEL."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    with _Archive(path) as archive:
        card = archive.card()
        archive.check_tensors(expected(card))
        thumbnail = archive.member(THUMBNAIL, card) if THUMBNAIL in card.members else None
        weights = archive.member(WEIGHTS, card)
    # The library copies all of it, and panics where there is no memory for that; this raises a MemoryError.
    bytearray(len(weights) + _SMALL)
    try:
        return card, _whole(load(weights)), thumbnail
    except SafetensorError as error:
        raise bad_model(path, f"its weights are damaged ({error})") from error


def bad_model(path: Path, reason: str) -> UserError:
    """The error that says why ``path`` cannot be used as a model."""
    return UserError(
        Code.BAD_MODEL,
        f"{path} is not a usable model: {reason}.",
        "Fetch or export the model again, or choose another one.",
    )


class _Archive:
    """An open archive whose directory was checked; a context manager that turns every zip failure into BAD_MODEL."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Archive:
        try:
            self._zip = zipfile.ZipFile(self._path)
        except FileNotFoundError as error:
            raise UserError(
                Code.BAD_MODEL,
                f"There is no model at {self._path}.",
                "Check the name; `crossmodalityseg models list` shows them.",
            ) from error
        except IsADirectoryError as error:
            raise bad_model(self._path, "it is a folder") from error
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise bad_model(self._path, f"it is not a complete zip file ({error})") from error
        try:
            self._check_directory()
        except UserError:
            self._zip.close()
            raise
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._zip.close()
        if isinstance(error, (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)):
            raise bad_model(self._path, f"it is damaged ({error})") from error

    def _check_directory(self) -> None:
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        if strange := sorted(set(names) - set(_LARGEST)):
            raise bad_model(self._path, f"it holds an unexpected file ({strange[0]!r})")
        if len(names) != len(set(names)):
            raise bad_model(self._path, "it holds the same file twice")
        if missing := {CARD, WEIGHTS} - set(names):
            raise bad_model(self._path, f"{sorted(missing)[0]} is missing")
        for entry in entries:
            if (
                entry.compress_type != zipfile.ZIP_STORED
                or entry.file_size != entry.compress_size
                or entry.flag_bits & 1
            ):
                raise bad_model(self._path, f"{entry.filename} is compressed or encrypted")
            if entry.file_size > _LARGEST[entry.filename]:
                raise bad_model(self._path, f"{entry.filename} is too large")
        if sum(entry.file_size for entry in entries) > self._path.stat().st_size:
            raise bad_model(self._path, "its files overlap")

    def card(self) -> ModelCard:
        content = self._zip.read(CARD)
        if self._zip.comment != hashlib.sha256(content).hexdigest().encode():
            raise bad_model(self._path, f"{CARD} was changed after it was written")
        try:
            card = ModelCard.model_validate_json(content)
        except ValidationError as error:
            where, problem = first_problem(error)
            raise bad_model(self._path, f"{CARD} does not fit ({'.'.join(where) or 'card'}: {problem})") from error
        if set(card.members) != set(self._zip.namelist()) - {CARD}:
            raise bad_model(self._path, f"its files are not those that {CARD} lists")
        return card

    def member(self, name: str, card: ModelCard) -> bytes:
        content = self._zip.read(name)
        if hashlib.sha256(content).hexdigest() != card.members[name]:
            raise bad_model(self._path, f"{name} was changed after it was written")
        return content

    def check_tensors(self, expected: Mapping[str, torch.Tensor]) -> None:
        """Compare the safetensors header (8 bytes of length, then JSON) with ``expected``, loading nothing."""
        with self._zip.open(WEIGHTS) as stream:
            start = stream.read(8)
            length = int.from_bytes(start, "little")
            if len(start) != 8 or length > _LARGEST_HEADER:
                raise bad_model(self._path, f"{WEIGHTS} has no valid header")
            try:
                header = json.loads(stream.read(length))
                found = {
                    name: (_DTYPES.get(entry["dtype"], entry["dtype"]), tuple(entry["shape"]))
                    for name, entry in header.items()
                    if name != "__metadata__"
                }
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                raise bad_model(self._path, f"{WEIGHTS} has no valid header") from error
        wanted = {
            name: (str(tensor.dtype).removeprefix("torch."), tuple(tensor.shape)) for name, tensor in expected.items()
        }
        for name in [
            name for name, (kind, _) in found.items() if kind == "int8" and wanted.get(name, ("", ()))[0] == "float32"
        ]:
            wanted |= {name: ("int8", wanted[name][1]), name + _SCALE: ("float32", wanted[name][1][:1])}
        for name in sorted(found.keys() | wanted.keys()):
            if found.get(name) != wanted.get(name):
                held, needed = _described(found.get(name)), _described(wanted.get(name))
                raise bad_model(self._path, f"tensor {name} is {held} where {needed} is expected")


def _in_bytes(name: str, tensor: torch.Tensor) -> dict[str, torch.Tensor]:
    """``tensor``, as it is or, if it is the weight of a convolution (O, ...), as integers -127..127 and the scale (O,)
    of each output channel.
    """
    if tensor.ndim < 2 or not tensor.is_floating_point():
        return {name: tensor}
    scale = (tensor.flatten(1).abs().amax(1) / 127).clamp_min(1e-12)
    return {name: (tensor / _beside(scale, tensor)).round().char(), name + _SCALE: scale}


def _whole(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The tensors that ``_in_bytes`` took apart."""
    scales = {
        name.removesuffix(_SCALE): tensor
        for name, tensor in tensors.items()
        if name.endswith(_SCALE) and name.removesuffix(_SCALE) in tensors
    }
    kept = {
        name: tensor for name, tensor in tensors.items() if name.removesuffix(_SCALE) not in scales or name in scales
    }
    return {
        name: tensor.float() * _beside(scales[name], tensor) if name in scales else tensor
        for name, tensor in kept.items()
    }


def _beside(scale: torch.Tensor, tensor: torch.Tensor) -> torch.Tensor:
    """``scale`` (O,) in the shape that multiplies ``tensor`` (O, ...)."""
    return scale.view(-1, *[1] * (tensor.ndim - 1))


def _described(tensor: _Tensor | None) -> str:
    return "absent" if tensor is None else f"{tensor[0]} {'x'.join(map(str, tensor[1])) or 'scalar'}"
