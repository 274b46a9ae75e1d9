"""DICOM files as scanners write them, small and with values that are known, for the tests to damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, EnhancedCTImageStorage, ExplicitVRLittleEndian, generate_uid
from scipy.spatial.transform import Rotation

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume

OBLIQUE = tuple(Rotation.from_euler("zyx", [20, -15, 35], degrees=True).as_matrix().ravel())
AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
Change = Callable[[int, Dataset], None]
"""Edits the header of slice k, or of frame k."""


def ct(direction: tuple[float, ...] = OBLIQUE, shape: tuple[int, int, int] = (5, 6, 7)) -> Volume:
    """Values in HU, each voxel its own."""
    array = (np.arange(np.prod(shape)).reshape(shape) * 3 - 1000).astype(np.int16)
    return Volume(array, Geometry(shape, (2.5, 0.8, 0.7), (-50.0, 60.0, 70.0), direction))


def header(volume: Volume, sop_class: str) -> Dataset:
    """What every CT image of a series says."""
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = sop_class
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = generate_uid()
    data.PatientID, data.PatientName, data.PatientBirthDate, data.PatientSex = "1", "Test^", "", ""
    data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = (
        generate_uid(entropy_srcs=[str(volume.geometry), kind]) for kind in "abc"
    )
    data.StudyID, data.StudyDate, data.StudyTime, data.AccessionNumber, data.ReferringPhysicianName = (
        "1",
        "",
        "",
        "",
        "",
    )
    data.Modality, data.SeriesDescription, data.SeriesNumber, data.InstanceNumber = "CT", "heart", 1, 1
    data.Manufacturer, data.PositionReferenceIndicator = "test", ""
    data.Rows, data.Columns = volume.geometry.shape[1:]
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 0
    return data


def position(volume: Volume, k: int) -> list[float]:
    return [round(float(v), 6) for v in volume.geometry.physical(np.array([k, 0, 0]))]


def orientation(volume: Volume) -> list[float]:
    axes = np.array(volume.geometry.direction).reshape(3, 3)
    return [round(float(v), 7) for v in (*axes[:, 0], *axes[:, 1])]


def write_series(folder: Path, volume: Volume, change: Change | None = None) -> Path:
    """One file per slice, named so that the order of names is not the order in space; ``change`` edits slice k."""
    folder.mkdir(parents=True, exist_ok=True)
    for k in range(volume.geometry.shape[0]):
        data = header(volume, CTImageStorage)
        data.ImagePositionPatient, data.ImageOrientationPatient = position(volume, k), orientation(volume)
        data.PixelSpacing, data.SliceThickness = list(volume.geometry.spacing_mm[1:]), 5.0
        data.RescaleSlope, data.RescaleIntercept = 3, -1000
        data.PixelData = ((volume.array[k].astype(np.int32) + 1000) // 3).astype(np.uint16).tobytes()
        if change is not None:
            change(k, data)
        data.save_as(folder / name_of(k), enforce_file_format=True)
    return folder


def name_of(k: int) -> str:
    """The file of slice k."""
    return f"{k // 11 * 11 + k * 7 % 11:02d}.dcm"


def write_multi_frame(path: Path, volume: Volume, order: list[int], change: Change | None = None) -> Path:
    """An enhanced CT whose frames are stored in ``order``; ``change`` edits the functional groups of slice k."""
    data = header(volume, EnhancedCTImageStorage)
    shared, measures, turn, values = Dataset(), Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = list(volume.geometry.spacing_mm[1:]), volume.geometry.spacing_mm[0]
    turn.ImageOrientationPatient = orientation(volume)
    values.RescaleSlope, values.RescaleIntercept, values.RescaleType = 3, -1000, "HU"
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence, shared.PixelValueTransformationSequence = (
        [measures],
        [turn],
        [values],
    )
    data.SharedFunctionalGroupsSequence, data.PerFrameFunctionalGroupsSequence, data.NumberOfFrames = (
        [shared],
        [],
        len(order),
    )
    for k in order:
        frame, place = Dataset(), Dataset()
        place.ImagePositionPatient = position(volume, k)
        frame.PlanePositionSequence = [place]
        if change is not None:
            change(k, frame)
        data.PerFrameFunctionalGroupsSequence.append(frame)
    if any("PixelValueTransformationSequence" in frame for frame in data.PerFrameFunctionalGroupsSequence):
        del shared.PixelValueTransformationSequence
    data.PixelData = ((volume.array[order].astype(np.int32) + 1000) // 3).astype(np.uint16).tobytes()
    data.save_as(path, enforce_file_format=True)
    return path
