"""Write a label map as a DICOM segmentation of the series it belongs to."""

from __future__ import annotations

from ..events import Reporter, Result
from ..files import refuse_existing
from ..images.io.dicom import check_dicom_seg, grid_of, series_of_files, write_dicom_seg
from ..images.io.files import read_labels, writable_folder
from ..job import DicomSegJob


def run(job: DicomSegJob, reporter: Reporter) -> Result:
    """Write a label map as a DICOM segmentation of a series.

    Args:
        job: What is asked for; a label map on another grid is brought to that of the series, each voxel to the nearest.
        reporter: Who is told how far it is.

    Returns:
        The file ``job.out``.

    Raises:
        UserError: EXISTS, BAD_LABELS, BAD_INPUT or NO_PERMISSION.
    """
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    reporter.progress(0.1, "Reading the series")
    series = series_of_files(job.files)
    check_dicom_seg(series)
    grid = grid_of(series)
    labels = read_labels(job.labels, job.label_set)
    write_dicom_seg(
        job.out, labels if labels.geometry.same_grid(grid) else labels.resampled(grid, "nearest"), series, job.label_set
    )
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out])
