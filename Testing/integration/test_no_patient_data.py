"""What a header says of the patient stands in no file that is written, but in what is DICOM itself: every verb, every
file, also those of a job that is stopped.
"""

from __future__ import annotations

import base64
import gzip
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import dicom_files
import nibabel
import numpy as np
import pytest
import torch
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pydicom.dataset import Dataset
from typer.testing import CliRunner

from CrossModalitySegLib.anatomy import HEART_4, LV
from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

PLANTED = {
    "PatientName": "QUERTZUI^NAME",
    "PatientID": "QUERTZUI-ID",
    "PatientBirthDate": "19340712",
    "AccessionNumber": "QUERTZUI-ACC",
    "InstitutionName": "QUERTZUI-WARD",
    "ReferringPhysicianName": "QUERTZUI^DOCTOR",
    "StudyDescription": "QUERTZUI-STUDY",
    "PatientComments": "QUERTZUI-COMMENT",
}
TOKENS = (b"QUERTZUI", b"19340712")


def plant(_: int, data: Dataset) -> None:
    for keyword, value in PLANTED.items():
        setattr(data, keyword, value)


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in them."""
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if path.suffix == ".gz":
        yield gzip.decompress(content)
    if path.name.endswith(".nrrd") and b"encoding: gzip" in content:
        yield zlib.decompress(content.partition(b"\n\n")[2], zlib.MAX_WBITS | 32)
    yield from (base64.b64decode(found) for found in re.findall(rb"base64,([A-Za-z0-9+/=]{40,})", content))


def disclosed(folder: Path, planted: Path) -> list[str]:
    """Files and folders below ``folder``, but for DICOM and what is ``planted``, that hold a token or bear it."""
    found = []
    for path in folder.rglob("*"):
        if planted == path or planted in path.parents:
            continue
        name = str(path.relative_to(folder)).encode()
        if any(token in name for token in TOKENS) or (
            path.is_file()
            and path.suffix != ".dcm"
            and any(token in content for content in contents(path) for token in TOKENS)
        ):
            found.append(str(path.relative_to(folder)))
    return found


def any_model(path: Path) -> Path:
    torch.manual_seed(0)
    network = NetworkSettings(width=8)
    card = ModelCard(
        name="Any",
        modality="any",
        preprocessing=Preprocessing(spacing_mm=5.0, size_px=64, depth_px=8),
        network=network,
        size="tiny",
        method="dou2018",
        provenance=Provenance(data="none", license="none"),
    )
    segmenter = Segmenter(network, HEART_4.class_count)
    with torch.no_grad():  # of random weights alone it draws a ventricle on some processors and none on others
        segmenter.head[-1].weight[LV.value] *= 3
    return HeartModel(card, segmenter, HeartLocalizer()).save(path)


def shell(*words: str | Path) -> str:
    """What a command says; the token is not among it."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, (words, done.output)
    assert not any(token.decode() in done.output for token in TOKENS), done.output
    return done.output


@pytest.mark.parametrize("format", ["seg.nrrd", "nii.gz", "dicom-seg"])
def test_no_token_of_the_header_is_written(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = any_model(tmp_path / "Any.cms")
    image, _ = make_patient("ct", 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)
    series = dicom_files.write_series(tmp_path / "series", image, plant)
    assert any(TOKENS[0] in path.read_bytes() for path in series.iterdir())
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    words = ["segment", series, "--model", model, "--out", tmp_path / "out", "--force", "--verbose", "--json"]
    shell(*words, "--format", format)
    assert len([path for path in (tmp_path / "out").rglob("*") if path.is_file()]) >= 2
    assert disclosed(tmp_path, series) == []


def planted_nifti(path: Path, volume: Volume) -> Path:
    """With tokens wherever a NIfTI header has room for words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = nibabel.Nifti1Image(volume.array.T, np.diag([-1, -1, 1, 1]) @ matrix_of(volume))
    for field in ("descrip", "aux_file", "db_name", "intent_name"):
        image.header[field] = b"QUERTZUI"
    image.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"QUERTZUI of the comment"))
    nibabel.save(image, path)
    return path


def planted_nrrd(path: Path, volume: Volume) -> Path:
    write_volume(path, volume)
    head, _, rest = path.read_bytes().partition(b"\n")
    more = b"# QUERTZUI in a comment\ncontent: QUERTZUI\nPatient:=QUERTZUI\nDICOM.PatientName:=QUERTZUI\n"
    path.write_bytes(head + b"\n" + more + rest)
    return path


def matrix_of(volume: Volume) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3] = volume.geometry.index_to_physical[:, [2, 1, 0, 3]]
    return matrix


TINY = ("preprocessing.spacing_mm=5", "preprocessing.size_px=64", "preprocessing.depth_px=8", "network.width=8")
LEARN = (*TINY, "steps=3", "batch=2", "localizer_steps=2", "checkpoint_every=1")
ADAPT = ("batch=2", "joint_steps=2", "critic_steps=1", "warm_up=1", "critic_width=4", "validate_every=1")


def settings(*changes: str) -> list[str]:
    return [word for change in changes for word in ("--set", change)]


@pytest.mark.timeout(3600)
def test_no_verb_writes_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    planted, out = tmp_path / "planted", tmp_path / "out"
    data = planted / "data"
    write = (planted_nifti, planted_nrrd, None)
    for number, one in enumerate(write):
        image, label = make_patient("ct", number + 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)
        image = Volume(image.array.astype(np.int16), image.geometry)
        if one is None:
            series = dicom_files.write_series(data / "images" / "p2", image, plant)
            grid = read_volume(series).geometry
            assert grid.same_grid(image.geometry)
        else:
            one(data / "images" / f"p{number}{('.nii.gz', '.nrrd')[number]}", image)
        planted_nifti(data / "labels" / f"p{number}.nii.gz", label)
    beat = nibabel.Nifti1Image(np.stack([image.array.T] * 2, axis=-1), np.diag([5.0, 5.0, 5.0, 1.0]))
    beat.header["descrip"] = b"QUERTZUI"
    nibabel.save(beat, planted / "beat.nii.gz")
    picture = PngInfo()
    picture.add_text("Comment", "QUERTZUI")
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64), np.uint8)).save(
        planted / "slice.png", pnginfo=picture
    )
    assert disclosed(tmp_path, out) != [], "the search finds what was planted"

    shell("train", "--data", data, "--modality", "any", "--out", out / "T.cms", "--size", "tiny", *settings(*LEARN))
    both = ("--source", data, "--target", data, "--size", "tiny", "--depth", "13")
    shell("adapt", "--model", out / "T.cms", *both, "--out", out / "A.cms", *settings(*ADAPT))
    shell("calibrate", "--model", out / "T.cms", "--data", data, "--out", out / "C.cms")
    model = any_model(out / "Any.cms")
    shell("models", "import", model)
    common = ("--model", model, "--force", "--report", "--verbose")
    images = data / "images"
    for format in ("seg.nrrd", "nii.gz", "bids"):
        shell("segment", images, *common, "--out", out / format.replace(".", "-"), "--format", format)
    shell("segment", images / "p2", *common, "--out", out / "dicom", "--format", "dicom-seg")
    shell("segment", planted / "slice.png", *common, "--pixel-mm", "1", "--out", out / "slice")
    labels = out / "nii-gz"
    shell("measure", labels, "--out", out / "m.csv", "--figures", out / "figures")
    shell("measure", out / "dicom", "--out", out / "m.json", "--dicom-sr", out / "sr")
    shell("phases", planted / "beat.nii.gz", "--out", out / "phases")
    shell("segment", out / "phases", *common, "--out", out / "beat", "--format", "nii.gz")
    shell("function", out / "beat", "--out", out / "function")
    shell("nnunet", labels, "--images", images, "--out", out / "Dataset001_Any")
    shell("evaluate", "--pred", labels, "--reference", data / "labels", "--out", out / "results.json")
    shell("repeat", labels / "p0.json", images / "p0.nii.gz", "--model", model)
    shell("bundle", out / "bundle", "--model", model)
    shell("onnx", out / "any.onnx", "--model", model)

    job = JobFolder(out / "job")
    changes = {"inputs": [str(images)], "out": str(out / "by-worker"), "model": str(model), "force": True}
    job.put({"verb": "segment", **changes})
    command = [sys.executable, "-m", "CrossModalitySegLib.jobs.worker", str(job.job_file), "--detached"]
    environment = os.environ | {"PYTHONPATH": str(PACKAGE_PARENT)}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0 and not any(token in done.stdout + done.stderr for token in TOKENS)

    written = [path for path in out.rglob("*") if path.is_file()]
    assert len(written) > 60 and {".cms", ".csv", ".html", ".json", ".png", ".gz", ".nrrd", ".onnx"} <= {
        path.suffix for path in written
    }
    assert disclosed(tmp_path, planted) == []
