"""The authors' published slices (TensorFlow records), read without TensorFlow.

A file is a sequence of frames: length (uint64), masked CRC-32C of the length, payload, masked CRC-32C of the payload;
the payload is a protobuf ``tf.train.Example``, here decoded with the few wire types that it uses.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ...anatomy import BACKGROUND, HEART_4
from ...errors import Code, UserError

Slices = tuple[NDArray[np.float32], NDArray[np.uint8]]

_PULMONARY_ARTERY = 5

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def read_slices(path: Path) -> Iterator[Slices]:
    """Yield (image (3, H, W) float32, label (H, W) uint8 class indices 0..4 of the middle slice) for each record of
    ``path``.

    The pulmonary artery, which the example slices of SIFA's authors number 5, becomes background.

    Raises ``BAD_DATASET`` naming the record if the file is not such a file, is truncated or damaged.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UserError(
            Code.BAD_DATASET, f"{path} cannot be read: {error.strerror}.", "Check the name, or choose another file."
        ) from error
    with file:
        number = 0
        while header := file.read(12):
            try:
                image, label = _slices(_example(_payload(header, file)))
            except (ValueError, KeyError, IndexError, StopIteration, struct.error) as error:
                raise UserError(
                    Code.BAD_DATASET, f"Record {number} of {path} is damaged: {error}.", "Download the file again."
                ) from error
            yield image, label
            number += 1


def masked_crc32c(data: bytes) -> int:
    """CRC-32C of ``data``, rotated and shifted as the record format asks."""
    crc = _crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def _payload(header: bytes, file: BinaryIO) -> bytes:
    if len(header) < 12:
        raise ValueError("the file ends within a record")
    length, length_crc = struct.unpack("<QI", header)
    if masked_crc32c(header[:8]) != length_crc:
        raise ValueError("its length does not match the checksum")
    if length + 4 > os.fstat(file.fileno()).st_size - file.tell():
        raise ValueError("the file ends within a record")
    body = file.read(length + 4)
    payload, crc = body[:length], struct.unpack_from("<I", body, length)[0]
    if masked_crc32c(payload) != crc:
        raise ValueError("its content does not match the checksum")
    return payload


def _slices(features: dict[str, bytes | int]) -> Slices:
    image = _array(features, "data_vol", "dsize_dim")
    label = _array(features, "label_vol", "lsize_dim")
    if image.shape[2] != 3 or image.shape[:2] != label.shape[:2] or not np.isfinite(image).all():
        raise ValueError(f"an image {image.shape} with a label {label.shape}")
    # Three label slices are stored although the authors' notes say one; the middle one belongs to the image.
    middle = label[:, :, label.shape[2] // 2]
    if not np.isin(middle, (*range(HEART_4.class_count), _PULMONARY_ARTERY)).all():
        raise ValueError("a label map with values other than 0 to 5")
    known = np.where(middle == _PULMONARY_ARTERY, BACKGROUND, middle)
    return np.ascontiguousarray(image.transpose(2, 0, 1)), known.astype(np.uint8)


def _array(features: dict[str, bytes | int], name: str, size: str) -> NDArray[np.float32]:
    shape = [features[f"{size}{axis}"] for axis in range(3)]
    data = features[name]
    if not isinstance(data, bytes) or not all(isinstance(n, int) and 0 < n <= 4096 for n in shape):
        raise ValueError(f"{name} has an unexpected type or size")
    return np.frombuffer(data, dtype="<f4").reshape([int(n) for n in shape]).astype(np.float32)


def _example(payload: bytes) -> dict[str, bytes | int]:
    """First value of every bytes or integer feature. Field numbers: tensorflow/core/example/{example,feature}.proto."""
    result: dict[str, bytes | int] = {}
    for features in _all(payload, 1):
        for entry in _all(features, 1):
            name = _all(entry, 1)[0].decode()
            feature = _all(entry, 2)[0]
            for values in _all(feature, 1):  # BytesList
                result[name] = _all(values, 1)[0]
            for values in _all(feature, 3):  # Int64List, packed or not
                first = next(value for field, value in _fields(values) if field == 1)
                result[name] = first if isinstance(first, int) else _varint(first, 0)[0]
    return result


def _all(message: bytes, number: int) -> list[bytes]:
    return [value for field, value in _fields(message) if field == number and isinstance(value, bytes)]


def _fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Field numbers and values of a protobuf message; raises ``ValueError`` where it ends early."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        if kind == _BYTES:
            length, at = _varint(message, at)
        elif kind in (_FIXED64, _FIXED32):
            length = 8 if kind == _FIXED64 else 4
        else:
            raise ValueError("it holds no example")
        if at + length > len(message):
            raise ValueError("it holds no example")
        yield number, message[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            return value, at


@cache
def _crc_table() -> NDArray[np.uint32]:
    """The register after each byte value, for the reflected Castagnoli polynomial (RFC 3720, appendix B.4)."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(0x82F63B78), table >> 1)
    return table


def _crc32c(data: bytes) -> int:
    """CRC-32C of ``data``, many stretches at once.

    The register is linear over bits: the one after a stretch is that of the stretch alone, xor the register before it
    moved on by as many zero bytes. So all stretches are worked in parallel from zero and joined afterwards; 32 more
    lanes, each starting from one bit, find out where zero bytes take that bit.
    """
    table = _crc_table()
    lanes = max(1, int(len(data) ** 0.5))
    head = len(data) % lanes
    register = 0xFFFFFFFF
    for byte in data[:head]:
        register = int(table[(register ^ byte) & 0xFF]) ^ (register >> 8)
    stretches = np.frombuffer(data, dtype=np.uint8, offset=head).reshape(lanes, -1)
    columns = np.concatenate([stretches, np.zeros((32, stretches.shape[1]), dtype=np.uint8)]).T.astype(np.uint32)
    registers = np.concatenate(
        [np.zeros(lanes, dtype=np.uint32), np.left_shift(np.uint32(1), np.arange(32, dtype=np.uint32))]
    )
    for column in columns:
        registers = table[(registers ^ column) & 0xFF] ^ (registers >> 8)
    moved = registers[lanes:]
    for own in registers[:lanes]:
        bits = (register >> np.arange(32)) & 1 == 1
        register = int(np.bitwise_xor.reduce(moved[bits]) ^ own) if bits.any() else int(own)
    return register ^ 0xFFFFFFFF
