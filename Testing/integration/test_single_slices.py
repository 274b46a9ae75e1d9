"""Images without spatial metadata and single frames through the segment recipe and its evaluation, with a network of
random weights.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
import torch
from PIL import Image
from pydantic import BaseModel
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation.results import read_results
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import EvaluateJob, SegmentJob
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import Library, default_model
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.networks.unet3d import UNet3d
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes import evaluate, segment
from CrossModalitySegLib.recipes.segment import Record
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing, UNet3dSettings

NETWORK = NetworkSettings(width=4)


class Listener(Reporter):
    """Keeps the log lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, event: BaseModel) -> None:
        if isinstance(event, Log):
            self.lines.append(event.message)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    about = {
        "preprocessing": Preprocessing(spacing_mm=4.0, size_px=64, depth_px=8),
        "network": NETWORK,
        "size": "tiny",
        "method": "dou2018",
    }
    card = ModelCard(name="Random", modality="ct", provenance=Provenance(data="none", license="Apache-2.0"), **about)  # type: ignore[arg-type]
    return HeartModel(card, Segmenter(NETWORK, class_count=5), HeartLocalizer()).save(
        tmp_path_factory.mktemp("model") / "random.cms"
    )


@pytest.fixture(scope="module")
def gray() -> np.ndarray:
    """A coronal slice of a virtual patient in eight bits, its rows from superior to inferior."""
    volume = make_patient("ct", 1, size_mm=(180.0, 180.0, 180.0), spacing_mm=3.0)[0].array
    return np.clip((volume[::-1, volume.shape[1] // 2].astype(np.float32) + 200) / 2.4, 0, 255).round().astype(np.uint8)


@pytest.fixture
def slices(tmp_path: Path, gray: np.ndarray) -> Path:
    (tmp_path / "slices").mkdir()
    Image.fromarray(gray).save(tmp_path / "slices" / "a.png")
    return tmp_path / "slices"


def run(model: Path, *inputs: Path, out: Path, **options: object) -> Listener:
    listener = Listener()
    segment.run(SegmentJob(inputs=inputs, out=out, model=model, device="cpu", force=True, **options), listener)  # type: ignore[arg-type]
    return listener


def record(path: Path) -> Record:
    return Record.model_validate_json(path.read_bytes())


@pytest.mark.parametrize("ending", ["seg.nrrd", "nii.gz"])
def test_an_unknown_size_is_estimated_and_reported(slices: Path, model: Path, gray: np.ndarray, ending: str) -> None:
    out = slices.parent / "out"
    listener = run(model, slices / "a.png", out=out, format=ending)
    assert sorted(path.name for path in out.iterdir()) == sorted(["a.json", "a.png", f"a.{ending}"])
    found = record(out / "a.json")
    assert found.pixel_source == "estimated" and found.pixel_mm is not None
    assert 120 <= found.pixel_mm[0] * max(gray.shape) <= 450.1
    assert (
        found.quality.findings[0] == f"Its pixel size is not known; {found.pixel_mm[0]:.2f} mm fits best (estimated)."
    )
    assert not found.quality.ok
    labels = read_labels(out / f"a.{ending}")
    assert labels.geometry.shape == (1, *gray.shape)
    assert labels.geometry.spacing_mm == pytest.approx((1.0, *found.pixel_mm), abs=1e-3)
    assert not any("looks like" in line for line in listener.lines), "gray values of such an image are on no scale"


def test_without_a_model_each_image_takes_the_one_that_fits(slices: Path, tmp_path: Path) -> None:
    scan = write_volume(tmp_path / "scan.nii.gz", make_patient("ct", 1, size_mm=(160.0,) * 3, spacing_mm=4.0)[0])
    out, listener = tmp_path / "out", Listener()
    job = SegmentJob(inputs=(slices / "a.png", scan), out=out, pixel_mm=3.0, device="cpu", force=True)
    found = segment.run(job, listener)
    models = {path.stem: (record(path).model, record(path).labels.names) for path in out.rglob("*.json")}
    assert models == {"a": ("Heart-virtual", HEART_4.names), "scan": ("Whole-heart-virtual", HEART_7.names)}
    heads, *rows = found.summary["table"].splitlines()
    assert heads.split()[: 3 + 7] == ["volumes", "in", "ml", *HEART_7.names]
    assert len({len(row.removesuffix("check").removesuffix("ok")) for row in rows}) == 1
    assert len(segment.run(job, listener).summary["skipped"]) == 2, "whichever model was used is that of the job"
    with pytest.raises(UserError, match="made with another model") as caught:
        run(Library().find("Heart-virtual"), scan, out=out)
    assert caught.value.code is Code.EXISTS


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_slab_is_looked_at_slice_by_slice(axis: int, gray: np.ndarray, model: Path, tmp_path: Path) -> None:
    """Three slices, along whichever axis they are stored, get what the network sees in their plane, neighbors and
    all.
    """
    stack = np.stack([np.roll(gray, shift, 1) for shift in (-1, 0, 1)])
    scan = Volume(
        np.ascontiguousarray(np.moveaxis(stack, 0, axis)).astype(np.int16),
        Geometry(tuple(np.moveaxis(stack, 0, axis).shape), tuple(4.0 if n == axis else 3.0 for n in range(3))),
    )
    write_volume(tmp_path / "slab.nii.gz", scan)
    run(model, tmp_path / "slab.nii.gz", out=tmp_path / "out", format="nii.gz")
    found = record(tmp_path / "out" / "slab.json")
    assert (found.pixel_mm, found.pixel_source) == ((3.0, 3.0), "header")
    assert found.expected_dice is None
    assert found.quality.findings[0].startswith("These are a few slices")
    labels = np.moveaxis(read_labels(tmp_path / "out" / "slab.nii.gz").array, axis, 0)
    assert labels.shape == stack.shape and labels.any()
    assert [path.name for path in (tmp_path / "out").glob("*.png")] == ["slab.png"]
    again = run(model, tmp_path / "slab.nii.gz", out=tmp_path / "out", format="nii.gz")
    assert any("done already" in line for line in again.lines)


def test_a_slab_takes_the_model_of_slices(gray: np.ndarray, tmp_path: Path) -> None:
    slab = Volume(np.stack([gray] * 3).astype(np.int16), Geometry((3, *gray.shape), (2.0, 3.0, 3.0)))
    run_job = SegmentJob(inputs=(write_volume(tmp_path / "slab.nii.gz", slab),), out=tmp_path / "out", force=True)
    segment.run(run_job, Reporter())
    (found,) = (record(path) for path in (tmp_path / "out").glob("*.json"))
    assert found.model == default_model(2).stem


@pytest.mark.parametrize("options", [{}, {"pixel_mm": 0.9}])
def test_a_3d_model_states_that_it_needs_a_volume(slices: Path, tmp_path: Path, options: dict) -> None:
    card = ModelCard(
        name="Whole",
        modality="ct",
        preprocessing=Preprocessing(spacing_mm=4.0, size_px=64, depth_px=64),
        architecture="unet-3d",
        network=UNet3dSettings(width=8),
        size="whole-heart",
        method="self-training",
        provenance=Provenance(data="none", license="Apache-2.0"),
    )
    whole = HeartModel(card, UNet3d(classes=5, width=8), HeartLocalizer()).save(tmp_path / "whole.cms")
    with pytest.raises(UserError, match="needs a volume") as caught:
        run(whole, slices / "a.png", out=tmp_path / "out", **options)
    assert caught.value.code is Code.BAD_INPUT


def test_a_given_size_comes_before_that_of_the_header(slices: Path, model: Path, gray: np.ndarray) -> None:
    Image.fromarray(gray).save(slices / "b.tif", dpi=(25.4 / 1.3, 25.4 / 1.3))
    run(model, slices, out=slices.parent / "given", pixel_mm=0.9)
    run(model, slices / "b.tif", out=slices.parent / "header")
    for name in ("a", "b"):
        given = record(slices.parent / "given" / f"{name}.json")
        assert (given.pixel_mm, given.pixel_source) == ((0.9, 0.9), "given")
    header = record(slices.parent / "header" / "b.json")
    assert (header.pixel_mm, header.pixel_source) == (pytest.approx((1.3, 1.3), abs=1e-3), "header")
    with pytest.raises(UserError, match="other options"):
        run(model, slices / "b.tif", out=slices.parent / "header", pixel_mm=0.9)


def test_volumes_keep_their_size(slices: Path, model: Path, gray: np.ndarray) -> None:
    flat = sitk.GetImageFromArray(gray.astype(np.int16))
    flat.SetSpacing((1.5, 1.25))
    sitk.WriteImage(flat, str(slices / "flat.nii.gz"))
    listener = run(model, slices / "flat.nii.gz", out=slices.parent / "out", pixel_mm=0.9)
    assert any("--pixel-mm is for images" in line for line in listener.lines)
    found = record(slices.parent / "out" / "flat.json")
    assert (found.pixel_mm, found.pixel_source) == ((1.25, 1.5), "header")


def capture(path: Path, gray: np.ndarray, **tags: object) -> Path:
    """A DICOM secondary capture, which does not say where it lies."""
    data = pydicom.Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = SecondaryCaptureImageStorage
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = generate_uid()
    data.StudyInstanceUID, data.SeriesInstanceUID, data.Modality, data.PatientID = (
        generate_uid(),
        generate_uid(),
        "OT",
        "1",
    )
    (data.Rows, data.Columns), data.SamplesPerPixel, data.PhotometricInterpretation = gray.shape, 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 8, 8, 7, 0
    data.PixelData = gray.tobytes() + b"\0" * (gray.size % 2)
    for name, value in tags.items():
        setattr(data, name, value)
    data.save_as(path, enforce_file_format=True)
    return path


def test_a_dicom_frame_without_a_place_is_a_plain_image(tmp_path: Path, model: Path, gray: np.ndarray) -> None:
    bare, sized = capture(tmp_path / "bare.dcm", gray), capture(tmp_path / "sized.dcm", gray, PixelSpacing=[1.5, 1.25])
    run(model, bare, sized, out=tmp_path / "out")
    records = {
        path.stem: record(path) for path in (tmp_path / "out").rglob("*.json")
    }  # of two studies, so in two folders
    assert records["bare"].pixel_source == "estimated"
    found = records["sized"]
    assert (found.pixel_mm, found.pixel_source) == ((1.5, 1.25), "header")
    with pytest.raises(UserError, match="place in the patient"):
        run(model, bare, out=tmp_path / "seg", format="dicom-seg")
    with pytest.raises(UserError, match="text burned into") as caught:
        run(model, capture(tmp_path / "text.dcm", gray, BurnedInAnnotation="YES"), out=tmp_path / "out")
    assert caught.value.code is Code.BAD_INPUT


def test_an_input_is_never_replaced_by_the_preview_of_its_result(slices: Path, model: Path) -> None:
    before = (slices / "a.png").read_bytes()
    for overwrite in (False, True):
        with pytest.raises(UserError, match=r"place of the input .*a\.png") as caught:
            run(model, slices, out=slices, overwrite=overwrite)
        assert caught.value.code is Code.EXISTS
    assert (slices / "a.png").read_bytes() == before
    assert [path.name for path in slices.iterdir()] == ["a.png"]


def test_a_folder_gives_its_gray_images_and_no_earlier_results(slices: Path, model: Path, gray: np.ndarray) -> None:
    Image.fromarray(np.stack([gray, gray, 255 - gray], axis=-1)).save(slices / "figure.png")
    (slices / "a.png").rename(slices / "a.tif.png")
    Image.open(slices / "a.tif.png").save(slices / "a.tif")
    (slices / "a.tif.png").unlink()
    run(model, slices, out=slices)
    # What the folder now holds of that run, a gray preview too, is not an input of the next.
    Image.fromarray(gray).save(slices / "a.png")
    listener = run(model, slices, out=slices)
    assert any("figure.png is left out: images" in line for line in listener.lines)
    assert any("a.png is left out: earlier results" in line for line in listener.lines)
    assert any("a.tif is done already" in line for line in listener.lines)


def test_a_result_is_compared_with_a_reference_of_its_pixels(slices: Path, model: Path, gray: np.ndarray) -> None:
    out = slices.parent / "out"
    run(model, slices / "a.png", out=out, pixel_mm=0.9)
    labels = np.zeros((1, *gray.shape), dtype=np.uint8)
    labels[0, 20:40, 20:40] = 3
    write_labels(out / "a.seg.nrrd", Volume(labels, read_labels(out / "a.seg.nrrd").geometry))
    truth = slices.parent / "truth"
    same, other = Geometry(labels.shape, (1.0, 0.9, 0.9)), Geometry(labels.shape, (6.0, 1.4, 1.4), (5.0, 6.0, 7.0))
    for name, grid in (("same", same), ("other", other)):
        write_labels(truth / name / "a.nii.gz", Volume(labels, grid))
        listener = Listener()
        evaluate.run(EvaluateJob(pred=out, reference=truth / name, out=slices.parent / f"{name}.json"), listener)
        (row,) = read_results(slices.parent / f"{name}.json").rows
        assert row.dice["mean"] == 1
        assert any("pixel by pixel" in line for line in listener.lines) is (name == "other")
    turned = Geometry(labels.shape, (1.0, 0.9, 0.9), direction=(-1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0))
    write_labels(truth / "turned" / "a.nii.gz", Volume(labels, turned))
    with pytest.raises(UserError, match="another grid"):
        evaluate.run(EvaluateJob(pred=out, reference=truth / "turned", out=slices.parent / "turned.json"), Reporter())


def test_records_of_earlier_versions_are_understood(slices: Path, model: Path) -> None:
    out = slices.parent / "out"
    run(model, slices / "a.png", out=out, pixel_mm=0.9)
    old = json.loads((out / "a.json").read_text())
    del old["pixel_mm"], old["pixel_source"], old["origin"]["pixel_mm"]
    assert Record.model_validate(old).origin.pixel_mm is None
