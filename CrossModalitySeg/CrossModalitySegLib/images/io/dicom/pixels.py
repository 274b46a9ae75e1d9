"""From the stored pixels of a DICOM file to gray values: decoding, scaling by the header, and what is padding.

pydicom decodes; the kinds of JPEG that it cannot are left to SimpleITK (GDCM), which gets the pixels without their
header: on its own it scales every frame of an enhanced image by the first frame's numbers and inverts MONOCHROME1.
"""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels import apply_modality_lut
from pydicom.uid import (
    UID,
    JPEGTransferSyntaxes,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    RLELossless,
    generate_uid,
)

from .causes import bad, reading, too_large
from .frames import is_placed
from .header import promised_bytes, read_image

_COPY_AGAIN = "Copy the file again."
_IMAGE_ELEMENTS = ("Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation")
_AIR_HU, _HIGHEST_HU = -1000.0, 3071.0
"""What 12 bits of CT hold from air upwards; a padding value in between is an error of the header."""


@dataclass(frozen=True, eq=False)
class Pixels:
    """The ``stored`` values (F, H, W) of the frames of one file, how each is scaled, and where the header says is
    padding.
    """

    stored: NDArray
    transforms: list[Dataset]
    padding: tuple[int, int] | None
    modality: str
    path: Path

    def __len__(self) -> int:
        return len(self.stored)

    def plane(self, number: int) -> NDArray[np.float32]:
        """Gray values of one frame.

        Args:
            number: Place of the frame in ``stored``, from 0 on.

        Returns:
            Values (H, W) scaled by the header, HU in CT, float32; not a number where the header says that they are
            padding, but for values of CT between air and the highest of 12 bits, which stay.

        Raises:
            UserError: BAD_INPUT where the header does not state how stored values become gray values.
        """
        with reading(self.path, bad(f"{self.path} does not state how its pixels become gray values.")):
            stored = self.stored[number]
            values = _scaled(stored, self.transforms[number])
        if self.padding is not None:
            padded = (stored >= self.padding[0]) & (stored <= self.padding[1])
            if self.modality == "CT":
                padded &= (values <= _AIR_HU) | (values > _HIGHEST_HU)
            values[padded] = np.nan
        return values


def read_pixels(path: Path) -> Pixels:
    """Read the frames of one file; raises ``BAD_INPUT`` where they are cut short, scrambled, or more than the header
    promises.
    """
    data = read_image(path)
    stored = _stored(data, path)
    with reading(path):
        pixels = Pixels(
            stored, _transforms(data, len(stored)), _padding(data, stored.dtype), str(data.get("Modality")), path
        )
    if (
        pixels.modality == "CT"
        and is_placed(data)
        and stored.min() >= 0
        and not any(map(_describes_scaling, pixels.transforms))
    ):
        raise bad(
            f"{path} does not state how its stored values become Hounsfield units (it has no RescaleIntercept), and "
            "they are none yet."
        )
    return pixels


def _stored(data: Dataset, path: Path) -> NDArray:
    """The stored values (F, H, W)."""
    promised_bytes(data, path)
    rows, columns, frames = int(data.Rows), int(data.Columns), int(data.get("NumberOfFrames") or 1)
    problem = bad(f"The pixels of {path} are damaged or incomplete.", _COPY_AGAIN)
    with reading(path, problem):
        syntax = UID(data.file_meta.TransferSyntaxUID)
        if syntax.is_transfer_syntax and not syntax.is_encapsulated:
            return data.pixel_array.reshape(frames, rows, columns)
        encoded = list(generate_frames(data.PixelData, number_of_frames=frames))
        if len(encoded) != frames:
            raise problem
        for frame in encoded:
            _check_size(frame, syntax, data, path)
        if syntax in JPEGTransferSyntaxes:
            return _decoded_by_gdcm(encoded, data).reshape(frames, rows, columns)
    # pydicom raises NotImplementedError or RuntimeError where it lacks a decoder.
    with reading(
        path,
        bad(
            f"The pixels of {path} are damaged, or compressed in a way that cannot be read here ({syntax.name}).",
            _COPY_AGAIN,
        ),
    ):
        return data.pixel_array.reshape(frames, rows, columns)


def _check_size(frame: bytes, syntax: UID, data: Dataset, path: Path) -> None:
    """Raise ``BAD_INPUT`` where a decoder would make more of ``frame`` than the header promises."""
    promised = int(data.Rows), int(data.Columns)
    if syntax == RLELossless:
        # Packed bits make at most 64 bytes of one, and no packing is much longer than what is packed.
        fits = len(frame) <= 2 * promised[0] * promised[1] * int(data.BitsAllocated) // 8 + 1024
    else:
        fits = encoded_size(frame) in (promised, None)
    if not fits:
        raise too_large(path, f"has compressed pixels that are not the {promised[0]} x {promised[1]} of its header")


def encoded_size(frame: bytes) -> tuple[int, int] | None:
    """Rows and columns by the frame header of a JPEG, JPEG-LS (ISO 10918-1, 14495-1: SOF) or JPEG 2000 (ISO 15444-1:
    SIZ), None if it has none.
    """
    if (start := frame.find(b"\xff\x4f\xff\x51", 0, 4096)) >= 0:
        width, height, left, top = (int.from_bytes(frame[start + at : start + at + 4], "big") for at in (8, 12, 16, 20))
        return height - top, width - left
    at = 2
    while at + 9 <= len(frame) and frame[at] == 0xFF:
        marker, length = frame[at + 1], int.from_bytes(frame[at + 2 : at + 4], "big")
        if marker == 0xF7 or (0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)):
            return int.from_bytes(frame[at + 5 : at + 7], "big"), int.from_bytes(frame[at + 7 : at + 9], "big")
        at += 1 if marker == 0xFF else 2 + length
    return None


def _decoded_by_gdcm(frames: list[bytes], data: Dataset) -> NDArray:
    plain = Dataset()
    plain.file_meta = FileMetaDataset()
    plain.file_meta.TransferSyntaxUID = data.file_meta.TransferSyntaxUID
    plain.SOPClassUID = plain.file_meta.MediaStorageSOPClassUID = MultiFrameGrayscaleWordSecondaryCaptureImageStorage
    plain.SOPInstanceUID = plain.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    for keyword in _IMAGE_ELEMENTS:
        setattr(plain, keyword, int(data[keyword].value))
    plain.SamplesPerPixel, plain.PhotometricInterpretation, plain.NumberOfFrames = 1, "MONOCHROME2", len(frames)
    plain.PixelData = encapsulate(frames)
    plain["PixelData"].is_undefined_length = True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pixels.dcm"
        plain.save_as(path, enforce_file_format=True)
        return sitk.GetArrayFromImage(sitk.ReadImage(str(path)))


def _transforms(data: Dataset, frames: int) -> list[Dataset]:
    """For each frame the data set that says how its values are scaled: its own, the shared one, or the header."""
    groups = data.get("PerFrameFunctionalGroupsSequence")
    if not groups:
        return [data] * frames
    shared = (data.get("SharedFunctionalGroupsSequence") or [Dataset()])[0]
    found = [
        own.get("PixelValueTransformationSequence") or shared.get("PixelValueTransformationSequence") for own in groups
    ]
    return [transform[0] if transform else data for transform in found]


def _describes_scaling(transform: Dataset) -> bool:
    return bool(transform.get("ModalityLUTSequence")) or transform.get("RescaleIntercept") is not None


def _scaled(stored: NDArray, transform: Dataset) -> NDArray[np.float32]:
    """Stored values by the Modality LUT, or times the slope plus the intercept (DICOM PS3.3, C.11.1)."""
    if transform.get("ModalityLUTSequence"):
        return apply_modality_lut(stored, transform).astype(np.float32)
    given = transform.get("RescaleSlope"), transform.get("RescaleIntercept")
    slope, intercept = (
        usual if value is None else float(value) for value, usual in zip(given, (1.0, 0.0), strict=True)
    )
    if not (math.isfinite(slope) and math.isfinite(intercept) and slope):
        raise ValueError("a scaling that leaves nothing")
    return (stored.astype(np.float64) * slope + intercept).astype(np.float32)


def _padding(data: Dataset, kind: np.dtype) -> tuple[int, int] | None:
    """The lowest and the highest stored value that is padding (DICOM PS3.3, C.7.5.1.1.2)."""
    if data.get("PixelPaddingValue") is None or kind.kind not in "iu":
        return None
    bits = 8 * kind.itemsize
    # Many headers write a signed value as an unsigned one, or the other way round.
    ends = [
        int(value) % (1 << bits)
        for value in (data.PixelPaddingValue, data.get("PixelPaddingRangeLimit"))
        if value is not None
    ]
    values = [int(np.array(end, dtype=f"u{bits // 8}").view(kind)) for end in ends]
    return min(values), max(values)
