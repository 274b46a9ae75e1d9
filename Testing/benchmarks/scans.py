"""The labeled real CT in the folder ``shared/data`` beside the repository."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data"
SCANS = {
    "chest CT of the TotalSegmentator test data": ("thoracic_ct/ct.nii.gz", "thoracic_ct/silver_labels.nii.gz"),
    "LIDC-IDRI-0001": ("real_ct/lidc_idri_0001_ct.nii.gz", "real_ct/lidc_idri_0001_label.nii.gz"),
    "LIDC-IDRI-0003": ("real_ct/lidc_idri_0003_ct.nii.gz", "real_ct/lidc_idri_0003_label.nii.gz"),
}
"""Image and label of each, in ``DATA``."""
