"""Results of other structures than the papers' four: as many colored segments, and tables and files of the same
names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import read_labels, read_volume, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.label_set import LabelSet
from CrossModalitySegLib.scene.export import write_volume
from CrossModalitySegLib.scene.labels import common_label_set, label_set_of
from CrossModalitySegLib.scene.save import save
from CrossModalitySegLib.scene.segmentations import import_labels
from CrossModalitySegLib.scene.tables import statistics_table, volumes_ml
from CrossModalitySegLib.scene.volumes import take_snapshot

ABDOMEN = LabelSet.from_json(
    {
        "name": "abdomen",
        "subject": "abdomen",
        "structures": [{"value": 2, "name": "spleen"}, {"value": 1, "name": "liver"}],
    }
)


def imported(scene: Any, volume: Any, folder: Path, label_set: LabelSet) -> tuple[Any, np.ndarray]:
    """A result in which every structure has voxels, as a segmentation node, and its label map."""
    list(write_volume(volume, folder / "input.nrrd"))
    grid = read_volume(folder / "input.nrrd").geometry
    labels = (np.indices(grid.shape).sum(axis=0) // 3 % label_set.class_count).astype(np.uint8)
    path = write_labels(folder / f"{label_set.name}.seg.nrrd", Volume(labels, grid), label_set)
    return import_labels(path, take_snapshot(volume), scene, label_set), labels


@pytest.mark.parametrize("label_set", [HEART_7, ABDOMEN], ids=lambda one: one.name)
def test_every_structure_is_a_segment_with_its_color(
    scene: Any, volume: Any, tmp_path: Path, label_set: LabelSet
) -> None:
    node, labels = imported(scene, volume, tmp_path, label_set)
    segments = node.GetSegmentation()
    assert tuple(segments.GetSegmentIDs()) == label_set.names
    for structure in label_set.structures:
        assert np.allclose(np.array(segments.GetSegment(structure.name).GetColor()) * 255, structure.color)
        assert bool(segments.GetSegment(structure.name).GetTerminology()) == bool(structure.code)
    assert node.GetName().endswith(f" {label_set.subject}")
    assert label_set_of(node) == label_set
    assert tuple(volumes_ml(node)) == label_set.names and all(volumes_ml(node).values())
    assert statistics_table(node, volumes_ml(node)).GetTable().GetNumberOfRows() == len(label_set.names)
    (saved,) = save(node, tmp_path / "again.nii.gz")
    assert np.array_equal(read_labels(saved, label_set).array, labels)


def test_segmentations_that_are_learned_from_have_structures_in_common(scene: Any, volume: Any, tmp_path: Path) -> None:
    seven, four, other = (imported(scene, volume, tmp_path, one)[0] for one in (HEART_7, HEART_4, ABDOMEN))
    assert common_label_set([seven, four]) == HEART_4
    seven.RemoveAttribute("CrossModalitySeg.Labels")
    assert label_set_of(seven) == HEART_7, "identified by its segments"
    with pytest.raises(UserError, match="of the structures") as problem:
        common_label_set([seven, other])
    assert problem.value.code is Code.BAD_LABELS
