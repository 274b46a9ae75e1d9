"""From phantoms of the whole heart to seven colored segments beside a volume, by the real worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer

from CrossModalitySegLib import verbs
from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.job import CohortJob, TrainJob
from CrossModalitySegLib.models.archive import read_card
from CrossModalitySegLib.tasks.state import State

from .conftest import put_into_library

SETTINGS = {
    "steps": 3,
    "batch": 2,
    "localizer_steps": 2,
    "precision": "float32",
    "preprocessing": {"spacing_mm": 4.0, "size_px": 64, "depth_px": 24},
}


@pytest.mark.integration
def test_phantoms_of_heart_7_train_a_model_whose_result_is_seven_colored_segments(
    widget: Any, equip: Callable[[Any], None], tmp_path: Path, until: Callable[..., None]
) -> None:
    cohort = CohortJob(out=tmp_path / "virtual", mr=0, ct=1, size_mm=(128, 128, 128), spacing_mm=4, labels="heart-7")
    verbs.run(cohort, Reporter())
    patients, model = tmp_path / "virtual" / "ct_train", tmp_path / "Seven.cms"
    verbs.run(
        TrainJob(data=patients, out=model, modality="ct", size="tiny", settings=SETTINGS, device="cpu"), Reporter()
    )
    assert read_card(model).labels == HEART_7, "as labels.json of the phantoms says"
    put_into_library(model)

    panel = widget.panel
    equip(panel)
    combo = panel.ui.segmentModelCombo
    combo.setCurrentIndex([combo.itemText(row) for row in range(combo.count)].index("Seven"))
    volume = slicer.util.loadVolume(str(next(patients.glob("*_image.nii.gz"))))
    panel.ui.volumeSelector.setCurrentNode(volume)
    panel.ui.segmentButton.click()
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence

    segments = panel.segment.result.segmentation.GetSegmentation()
    assert tuple(segments.GetSegmentIDs()) == HEART_7.names
    colors = [np.round(np.array(segments.GetSegment(name).GetColor()) * 255).tolist() for name in HEART_7.names]
    assert colors == [list(structure.color) for structure in HEART_7.structures]
    table = panel.ui.statisticsTable
    assert [table.item(row, 0).text() for row in range(table.property("rowCount"))] == [
        structure.title for structure in HEART_7.structures
    ]
