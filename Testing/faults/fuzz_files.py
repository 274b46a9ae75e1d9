"""Small whole files of every kind that is read, and how they are damaged: the same random numbers, the same files."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    RLELossless,
)

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume

_SHAPE = (8, 9, 10)


@dataclass(frozen=True)
class Kind:
    """A sort of file: its ``ending``, the ``function`` that reads it, whole ``contents``, and how to put a changed
    inside back into them.
    """

    ending: str
    function: str
    contents: list[bytes]
    wrap: Callable[[bytes], bytes] | None = None
    """Makes the file of what it holds, where that is packed: half of the mutations are done inside."""
    unwrap: Callable[[bytes], bytes] = bytes


def kinds(folder: Path) -> dict[str, Kind]:
    """Every kind of file that is read, made in ``folder``."""
    rng = np.random.default_rng(0)
    grid = Geometry(_SHAPE, (3.0, 2.0, 1.5), (1.0, 2.0, 3.0))
    volumes = [
        Volume(rng.integers(-1000, 1000, _SHAPE).astype(np.int16), grid),
        Volume(rng.normal(0, 300, _SHAPE).astype(np.float32), grid),
    ]
    labels = Volume(rng.integers(0, 5, _SHAPE).astype(np.uint8), grid)

    def written(ending: str) -> list[bytes]:
        return [
            write_volume(folder / f"v{number}{ending}", volume).read_bytes() for number, volume in enumerate(volumes)
        ]

    def plain(ending: str) -> list[bytes]:
        for number, volume in enumerate(volumes):
            sitk.WriteImage(volume.image(), str(folder / f"p{number}{ending}"), useCompression=False)
        return [(folder / f"p{number}{ending}").read_bytes() for number in range(len(volumes))]

    down, across = np.mgrid[:64, :56]
    wave = 0.5 + 0.25 * np.sin(down / 9) + 0.2 * np.cos(across / 7)
    gray, deep = (wave * 255).astype(np.uint8), (wave * 4095).astype(np.uint16)
    zipped = {"wrap": lambda content: gzip.compress(content, 1), "unwrap": gzip.decompress}
    return {
        "NIfTI": Kind(".nii", "read", written(".nii")),
        "NIfTI, gzip": Kind(".nii.gz", "read", written(".nii.gz"), **zipped),
        "NIfTI labels": Kind(".nii.gz", "labels", [write_labels(folder / "l.nii.gz", labels).read_bytes()], **zipped),
        "NRRD": Kind(".nrrd", "read", written(".nrrd") + plain(".nrrd")),
        "seg.nrrd": Kind(".seg.nrrd", "labels", [write_labels(folder / "l.seg.nrrd", labels).read_bytes()]),
        "Phases, NIfTI": Kind(".nii.gz", "phases", [_beat(folder, volumes[0], ".nii.gz")], **zipped),
        "Phases, NRRD": Kind(
            ".seq.nrrd", "phases", [_beat(folder, volumes[0], ".nrrd"), _beat(folder, volumes[0], ".seq.nrrd")]
        ),
        "MetaImage": Kind(".mha", "read", written(".mha") + plain(".mha")),
        "DICOM": Kind(
            ".dcm",
            "series",
            [
                _dicom(syntax, gray, deep)
                for syntax in (ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless, JPEGBaseline8Bit)
            ],
        ),
        "DICOM, deflated": Kind(
            ".dcm", "series", [_dicom(DeflatedExplicitVRLittleEndian, gray, deep)], _deflated, _inflated
        ),
        "DICOM, named": Kind(".dcm", "read", [_dicom(ExplicitVRLittleEndian, gray, deep)]),
        "PNG": Kind(".png", "read", [_image(gray, "PNG"), _image(deep, "PNG")], _png, _png_inside),
        "TIFF": Kind(
            ".tif",
            "read",
            [
                _image(gray, "TIFF"),
                _image(deep, "TIFF", compression="tiff_lzw"),
                _image(gray, "TIFF", compression="jpeg"),
            ],
        ),
        "JPEG": Kind(".jpg", "read", [_image(gray, "JPEG")]),
        "Model": Kind(".cms", "model", [_archive(folder / "m.cms")]),
        "Record": Kind(".json", "record", [_result().encode()]),
    }


def _beat(folder: Path, volume: Volume, ending: str) -> bytes:
    """A time series of two phases, as files of four axes, or as 3D Slicer has it."""
    both = [volume.image()] * 2
    path = folder / f"beat{ending}"
    sitk.WriteImage(sitk.Compose(both) if ending == ".seq.nrrd" else sitk.JoinSeries(both), str(path))
    return path.read_bytes()


def _image(array: np.ndarray, format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, format, **options)
    return stream.getvalue()


def _png_inside(content: bytes) -> bytes:
    """The chunks without their checksums: type and data, each behind its length."""
    at, chunks = 8, b""
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        chunks += content[at : at + 8 + length]
        at += 12 + length
    return chunks


def _png(chunks: bytes) -> bytes:
    at, content = 0, b"\x89PNG\r\n\x1a\n"
    while at + 8 <= len(chunks):
        (length,) = struct.unpack_from(">I", chunks, at)
        body = chunks[at + 4 : at + 8 + length]
        content += chunks[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 8 + length
    return content


def _dicom(syntax: str, gray: np.ndarray, deep: np.ndarray) -> bytes:
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = syntax
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = CTImageStorage
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = "1.2.3.4.5"
    data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = "1.2.3", "1.2.3.4", "1.2.4"
    data.PatientID, data.PatientName, data.Modality, data.SeriesDescription, data.ImageType = (
        "1",
        "A^B",
        "CT",
        "heart",
        ["ORIGINAL", "PRIMARY", "AXIAL"],
    )
    data.ImagePositionPatient, data.ImageOrientationPatient, data.PixelSpacing = [1, 2, 3], [1, 0, 0, 0, 1, 0], [2, 2]
    data.SliceThickness, data.RescaleSlope, data.RescaleIntercept, data.InstanceNumber = 3, 1, -1024, 1
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PixelRepresentation = 1, "MONOCHROME2", 0
    data.Rows, data.Columns = deep.shape
    data.BitsAllocated, data.BitsStored, data.HighBit = 16, 16, 15
    if syntax == JPEGBaseline8Bit:
        data.BitsAllocated, data.BitsStored, data.HighBit = 8, 8, 7
        data.PixelData = encapsulate([_image(gray, "JPEG")])
    else:
        data.PixelData = deep.astype("<u2").tobytes()
    if syntax == RLELossless:
        data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        data.compress(RLELossless, generate_instance_uid=False)
    stream = io.BytesIO()
    data.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def _meta_length(content: bytes) -> int:
    """Where the data set begins, behind the preamble and the file meta information."""
    return 144 + struct.unpack_from("<I", content, 140)[0]


def _inflated(content: bytes) -> bytes:
    at = _meta_length(content)
    return content[:at] + zlib.decompress(content[at:], -15)


def _deflated(content: bytes) -> bytes:
    at = min(len(content), max(144, _meta_length(content))) if len(content) >= 144 else len(content)
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return content[:at] + packer.compress(content[at:]) + packer.flush()


def _archive(path: Path) -> bytes:
    import torch

    from CrossModalitySegLib.models.archive import write_archive
    from CrossModalitySegLib.models.card import ModelCard, Provenance
    from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

    about = {
        "preprocessing": Preprocessing(),
        "network": NetworkSettings(),
        "provenance": Provenance(data="none", license="Apache-2.0"),
    }
    card = ModelCard(name="A", modality="ct", size="tiny", method="dou2018", **about)  # type: ignore[arg-type]
    return write_archive(path, card, {"weight": torch.zeros(4)}, thumbnail=b"\x89PNG").read_bytes()


def _result() -> str:
    from CrossModalitySegLib.inference.quality import Quality
    from CrossModalitySegLib.recipes.records import Origin, Record

    origin = Origin(
        input="a.nii.gz",
        place="0" * 16,
        size_bytes=1,
        content_sha256="0" * 64,
        model_sha256="0" * 64,
        roi_mm=None,
        largest_component=True,
    )
    about = {
        "model": "A",
        "quality": Quality(ok=True, findings=[], volumes_ml={"LV": 100.0}),
        "confidence": {"LV": 0.9},
        "center_source": "found",
    }
    return Record(
        origin=origin, result="a.seg.nrrd", center_mm=(1.0, 2.0, 3.0), elapsed_s=1.0, **about
    ).model_dump_json(indent=2)  # type: ignore[arg-type]


# Mutations


_EXTREMES = (0, 1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, -1)
_WORDS = (
    b"0",
    b"-1",
    b"4000",
    b"65536",
    b"2147483647",
    b"99999999999999",
    b"1e308",
    b"nan",
    b"inf",
    b"",
    b"1.5",
    b"\xff\xfe",
    b"/dev/zero",
    b"../a",
)


def mutated(content: bytes, rng: random.Random) -> bytes:
    """``content`` with one to four changes: bits, bytes, numbers, words, parts left out, doubled, or cut off."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if not data:
            break
        # Headers decide more than voxels.
        at = rng.randrange(min(len(data), rng.choice((16, 128, 512, len(data)))))
        match rng.choice(
            ("bit", "byte", "number", "number", "word", "word", "cut", "drop", "double", "noise", "float")
        ):
            case "bit":
                data[at] ^= 1 << rng.randrange(8)
            case "byte":
                data[at] = rng.randrange(256)
            case "number":
                size, order = rng.choice((1, 2, 4, 8)), rng.choice(("little", "big"))
                data[at : at + size] = (rng.choice(_EXTREMES) % (1 << 8 * size)).to_bytes(size, order)  # type: ignore[arg-type]
            case "float":
                value = rng.choice((0.0, -1.0, 1e30, -1e30, float("nan"), float("inf"), 1e-30))
                data[at : at + 4] = struct.pack("<f", value)
            case "word":
                words = list(
                    re.finditer(rb"[0-9]+(?:\.[0-9]+)?|[A-Za-z]{3,}", bytes(data[: rng.choice((400, 2000, len(data)))]))
                )
                if words:
                    one = rng.choice(words)
                    data[one.start() : one.end()] = rng.choice(_WORDS)
            case "cut":
                del data[rng.randrange(len(data)) :]
            case "drop":
                del data[at : at + rng.choice((1, 2, 4, 16, 256))]
            case "double":
                part = data[at : at + rng.choice((4, 16, 64))]
                data[at:at] = part * rng.choice((1, 2, 500))
            case "noise":
                length = rng.choice((2, 8, 32))
                data[at : at + length] = rng.randbytes(length)
    return bytes(data)


def make(kind: Kind, rng: random.Random) -> bytes:
    """One mutated file of a kind."""
    content = rng.choice(kind.contents)
    if kind.wrap is None or rng.random() < 0.5:
        return mutated(content, rng)
    try:
        return kind.wrap(mutated(kind.unwrap(content), rng))
    except (struct.error, IndexError):  # what is inside is too damaged to be packed again
        return mutated(content, rng)
