"""DICOM in (CT and MR series, single files, multi-frame objects) and DICOM SEG out."""

from .choosing import Choice, choose
from .header import is_dicom
from .reading import grid_of, is_plain_image, read_plain_image, read_series
from .segmentation import check_dicom_seg, write_dicom_seg
from .series import Found, Series, Traits, find_series, only_series, series_of, series_of_files
from .stored_segmentation import read_dicom_seg

__all__ = [
    "Choice",
    "Found",
    "Series",
    "Traits",
    "check_dicom_seg",
    "choose",
    "find_series",
    "grid_of",
    "is_dicom",
    "is_plain_image",
    "only_series",
    "read_dicom_seg",
    "read_plain_image",
    "read_series",
    "series_of",
    "series_of_files",
    "write_dicom_seg",
]
