"""A DICOM Segmentation object read back as a label map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ....errors import Code, UserError
from ....label_set import BACKGROUND, OTHER_STRUCTURES, LabelSet
from ...geometry import Geometry
from ...volume import Volume
from .causes import reading
from .stack import JITTER


def read_dicom_seg(path: Path, label_set: LabelSet) -> Volume:
    """Read a DICOM Segmentation as values of ``label_set`` (D, H, W), uint8; segments are identified by code or label.

    Its grid runs along row x column, as that of ``read_series``, and ends where its frames end: frames without any
    structure are usually left out.

    Raises:
        UserError: BAD_LABELS for another kind of DICOM file, for segments that ``label_set`` does not know, or that
            overlap, and for frames that are not a parallel stack; one that states its gap may have the jitter that
            ``read_series`` accepts.
    """
    import highdicom as hd  # heavy, and needed by segmentations alone

    with reading(path, _not_readable(path)):
        stored = hd.seg.segread(path)
        values = {number: _value(stored, number, path, label_set) for number in stored.segment_numbers}
        known = [number for number, value in values.items() if value != BACKGROUND]
        # From the first slice, which may lie beside its own place as well.
        tolerance = 2 * JITTER if _states_its_gap(stored) else None
        try:
            found = stored.get_volume(segment_numbers=known, combine_segments=True, rtol=tolerance)
        except RuntimeError as error:
            raise _cause(error, stored, path, tolerance) from error
        axes = np.column_stack(found.unit_vectors()[::-1])
        if np.linalg.det(axes) < 0:  # as ``read_series`` stacks slices: along row x column
            found = found.flip_spatial(0)
            axes = np.column_stack(found.unit_vectors()[::-1])
        geometry = Geometry(found.spatial_shape, found.spacing, found.position, tuple(axes.ravel().tolist()))
    table = np.zeros(max(values) + 1, np.uint8)
    for number in known:
        table[number] = values[number]
    return Volume(table[found.array.astype(np.intp)], geometry)


def _value(stored: Any, number: int, path: Path, label_set: LabelSet) -> int:
    segment = stored.get_segment_description(number)
    structure = label_set.called(segment.segment_label, segment.segmented_property_type.value)
    if structure is None:
        raise UserError(
            Code.BAD_LABELS,
            f'The segmentation {path} holds the segment "{segment.segment_label}", '
            f"which is none of the structures {', '.join(label_set.names)}.",
            f"State with --labels which structures it holds. {OTHER_STRUCTURES}",
        )
    return structure.value if structure in label_set.structures else BACKGROUND


def _states_its_gap(stored: Any) -> bool:
    measures = stored.SharedFunctionalGroupsSequence[0].get("PixelMeasuresSequence")
    return bool(measures) and "SpacingBetweenSlices" in measures[0]


def _cause(error: RuntimeError, stored: Any, path: Path, tolerance: float | None) -> UserError:
    """Why ``stored`` cannot become a label map, of which highdicom says ``error``."""
    if "overlap" in str(error):
        return UserError(
            Code.BAD_LABELS,
            f"Segments of {path} overlap.",
            "Export it again with each voxel in one segment at most.",
        )
    if stored.get_volume_geometry(rtol=tolerance, perpendicular_tol=1.0) is not None:
        return UserError(
            Code.BAD_LABELS,
            f"The slices of {path} are shifted against each other, as with a tilted gantry.",
            "Choose the label map in .seg.nrrd or .nii.gz.",
        )
    return _not_readable(path)


def _not_readable(path: Path) -> UserError:
    return UserError(
        Code.BAD_LABELS,
        f"{path} is not a DICOM segmentation of parallel slices.",
        "Choose a DICOM SEG, or a label map in .seg.nrrd or .nii.gz.",
    )
