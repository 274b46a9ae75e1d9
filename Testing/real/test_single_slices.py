"""Single slices of real hearts: images of CT and MR, and frames of a cine examination. Accuracy is not asked for
here.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.images.io.files import read_labels
from CrossModalitySegLib.images.io.plain_images import read_plain_image
from CrossModalitySegLib.job import SegmentJob
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.recipes.segment import Record, run

pytestmark = pytest.mark.real


@pytest.mark.long
@pytest.mark.parametrize(("name", "count"), [("chd68_ct_slices", 17), ("hvsmr2_mr_slices", 24)])
def test_every_slice_gets_a_result(shared_data: Path, tmp_path: Path, name: str, count: int) -> None:
    folder = shared_data / name / "images"
    result = run(SegmentJob(inputs=(folder,), out=tmp_path, device="cpu"), Reporter())
    assert len(result.outputs) == count
    for path in folder.glob("*.png"):
        image = read_plain_image(path)
        assert not image.known
        assert read_labels(tmp_path / f"{path.stem}.seg.nrrd").array.shape == image.volume.array.shape
        record = Record.model_validate_json((tmp_path / f"{path.stem}.json").read_bytes())
        assert record.pixel_source == "estimated" and record.pixel_mm is not None
        assert 120 <= record.pixel_mm[0] * 512 <= 450.1
        assert record.quality.findings[0].startswith("Its pixel size is not known")


@pytest.mark.integration
def test_masks_are_not_input(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No image was found"):
        run(SegmentJob(inputs=(shared_data / "chd68_ct_slices" / "masks",), out=tmp_path, device="cpu"), Reporter())


@pytest.mark.integration
def test_cine_frames_keep_the_size_of_their_header(shared_data: Path, tmp_path: Path) -> None:
    run(SegmentJob(inputs=(shared_data / "cine_mr_dicom" / "Se6_4CH.dcm",), out=tmp_path, device="cpu"), Reporter())
    record = Record.model_validate_json((tmp_path / "Se6_4CH.json").read_bytes())
    assert (record.pixel_mm, record.pixel_source) == ((1.4062, 1.4062), "header")


@pytest.mark.integration
def test_views_of_one_moment_are_segmented_and_no_ejection_fraction_is_made_of_them(
    shared_data: Path, tmp_path: Path
) -> None:
    study = tmp_path / "study"
    study.mkdir()
    for name in ("Se1_SAX.dcm", "Se2_SAX.dcm", "Se6_4CH.dcm"):
        shutil.copy(shared_data / "cine_mr_dicom" / name, study)
    lines: list[str] = []

    class Listener(Reporter):
        def emit(self, event: object) -> None:
            if isinstance(event, Log):
                lines.append(event.message)

    job = SegmentJob(inputs=(study,), out=tmp_path / "out", all_series=True, function=True, device="cpu")
    result = run(job, Listener())
    assert len(result.outputs) == 3 and "function" not in result.summary
    assert not (tmp_path / "out" / "function.json").exists()
    (line,) = [line for line in lines if "beat" in line]
    assert line.startswith("The beat is not measured. ") and "shows another view than" in line
    for path in result.outputs:
        record = Record.model_validate_json(path.with_name(path.name.replace(".seg.nrrd", ".json")).read_bytes())
        assert record.model == "Heart-virtual" and not record.expected_dice
        assert record.quality.findings[0].startswith("This is a single slice") and not record.quality.ok


@pytest.mark.integration
def test_a_model_of_volumes_refuses_a_frame_with_a_way_out(shared_data: Path, tmp_path: Path) -> None:
    frame = shared_data / "cine_mr_dicom" / "Se6_4CH.dcm"
    with pytest.raises(UserError, match="is a single slice, and the model Whole-heart-virtual needs a volume") as error:
        run(SegmentJob(inputs=(frame,), out=tmp_path, model=default_model(3), device="cpu"), Reporter())
    assert "Heart-virtual" in error.value.remedy
