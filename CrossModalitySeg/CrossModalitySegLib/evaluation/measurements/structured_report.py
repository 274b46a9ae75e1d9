"""Measurements as a DICOM structured report (TID 1500) about a DICOM segmentation.

DICOM PS3.16, TID 1500 "Measurement Report" and TID 1411 "Volumetric ROI Measurements and Qualitative Evaluations".
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...anatomy import AA, MYO
from ...errors import Code, UserError
from ...files import replacing
from ...label_set import LabelSet, Structure
from .masks import own
from .measuring import Measurements
from .wall import SEGMENTS

if TYPE_CHECKING:
    from highdicom.sr import Measurement

DEVICE_UID = "2.25.293120398341872346509112305870013571049"
"""Stands for this program wherever it observes something."""
_PROCEDURES = {
    "CT Image Storage": ("77477000", "SCT", "Computed tomography"),
    "Enhanced CT Image Storage": ("77477000", "SCT", "Computed tomography"),
    "MR Image Storage": ("113091000", "SCT", "Magnetic resonance imaging"),
    "Enhanced MR Image Storage": ("113091000", "SCT", "Magnetic resonance imaging"),
}
_UNITS = (("ml", "milliliter"), ("g", "gram"), ("mm", "millimeter"))
EXPECTED_DICE = ("EXPECTED_DICE", "99CMS", "Expected Dice coefficient")
"""No public code exists for it."""


def write_structured_report(
    path: Path,
    segmentation: Path,
    found: Measurements,
    label_set: LabelSet,
    expected_dice: Mapping[str, float] | None = None,
) -> Path:
    """Write ``found`` as a DICOM structured report about the segments of a DICOM segmentation; return ``path``.

    A group for each segment holds its volume, the expected Dice where it is known, the mass and the wall thickness of
    LV's muscle, the diameters of the aorta. Those that hold least come first: 3D Slicer makes a table of the report,
    with the columns of the first group, and shows the n-th number of any other one in the n-th of them.

    Args:
        path: File to write.
        segmentation: DICOM SEG that was measured; the report belongs to its patient and study.
        found: What was measured in it.
        label_set: Its structures.
        expected_dice: 0..1 by name of structure.

    Raises:
        UserError: BAD_LABELS if ``segmentation`` is not a DICOM SEG.
    """
    import highdicom as hd
    from pydicom.sr.codedict import codes

    stored = hd.seg.segread(segmentation)
    source, kind = _source(stored, segmentation)
    groups: list[tuple[int, hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations]] = []
    for number in stored.segment_numbers:
        segment = stored.get_segment_description(number)
        structure = label_set.called(segment.segment_label, segment.segmented_property_type.value)
        if structure is None or not found.volumes_ml.get(structure.name):
            continue
        measurements = _measurements(structure, found, label_set, (expected_dice or {}).get(structure.name))
        group = hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=hd.sr.TrackingIdentifier(uid=hd.UID(), identifier=structure.name),
            referenced_segment=hd.sr.ReferencedSegment(
                sop_class_uid=stored.SOPClassUID,
                sop_instance_uid=stored.SOPInstanceUID,
                segment_number=number,
                source_series=hd.sr.SourceSeriesForSegmentation(source),
            ),
            finding_type=segment.segmented_property_type,
            finding_category=segment.segmented_property_category,
            measurements=measurements,
        )
        groups.append((len(measurements), group))
    observer = hd.sr.ObserverContext(
        observer_type=codes.DCM.Device,
        observer_identifying_attributes=hd.sr.DeviceObserverIdentifyingAttributes(
            uid=DEVICE_UID, name="CrossModalitySeg", model_name="CrossModalitySeg", serial_number=__version__
        ),
    )
    content = hd.sr.MeasurementReport(
        observation_context=hd.sr.ObservationContext(observer_device_context=observer),
        procedure_reported=hd.sr.CodedConcept(*_PROCEDURES.get(kind, ("363679005", "SCT", "Imaging procedure"))),
        imaging_measurements=[group for _, group in sorted(groups, key=lambda one: one[0])],
        title=codes.DCM.ImagingMeasurementReport,
    )
    report = hd.sr.Comprehensive3DSR(
        evidence=[stored],
        content=content,
        series_instance_uid=hd.UID(),
        series_number=1,
        sop_instance_uid=hd.UID(),
        instance_number=1,
        manufacturer="CrossModalitySeg",
        is_complete=True,
        is_final=False,
    )
    report.SeriesDescription = f"{label_set.subject.capitalize()} measurements"
    with replacing(path) as temporary:
        report.save_as(temporary)
    return path


def _measurements(
    structure: Structure, found: Measurements, label_set: LabelSet, expected_dice: float | None
) -> list[Measurement]:
    import highdicom as hd
    from pydicom.sr.codedict import codes

    def one(name: Any, value: float | None, unit: Any, **more: Any) -> list[Measurement]:
        if value is None:
            return []
        return [hd.sr.Measurement(name=name, value=value, unit=unit, **more)]

    ml, gram, mm = (hd.sr.CodedConcept(unit, "UCUM", name) for unit, name in _UNITS)
    listed = one(codes.SCT.Volume, found.volumes_ml[structure.name], ml)
    listed += one(hd.sr.CodedConcept(*EXPECTED_DICE), expected_dice, codes.UCUM.NoUnits)
    if structure == own(label_set, MYO):
        listed += one(codes.LN.LeftVentricleMass, found.lv_mass_g, gram)
        for segment in SEGMENTS:
            listed += one(
                codes.DCM.WallThickness,
                (found.wall_mm or {}).get(segment.number),
                mm,
                derivation=codes.SCT.Mean,
                finding_sites=[hd.sr.FindingSite(hd.sr.CodedConcept(segment.code, "SCT", segment.meaning))],
            )
    if structure == own(label_set, AA):
        diameter = codes.LN.AscendingAorticDiameter
        listed += one(diameter, found.aorta_max_mm, mm, derivation=codes.SCT.Maximum)
        listed += one(diameter, found.aorta_mean_mm, mm, derivation=codes.SCT.Mean)
    return listed


def _source(stored: Any, path: Path) -> tuple[str, str]:
    """The SeriesInstanceUID of the images that a segmentation is of, and their kind."""
    for series in stored.get("ReferencedSeriesSequence", []):
        for image in series.get("ReferencedInstanceSequence", []):
            return str(series.SeriesInstanceUID), str(image.ReferencedSOPClassUID.name)
    raise UserError(
        Code.BAD_LABELS,
        f"{path} does not state to which images it belongs.",
        "Choose a DICOM SEG as segment --format dicom-seg writes it.",
    )
