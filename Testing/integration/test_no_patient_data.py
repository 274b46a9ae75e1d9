"""What a header says of the patient stands in no file that is written, but in the DICOM segmentation of the series."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import dicom_files
import pytest
import torch
from pydicom.dataset import Dataset
from typer.testing import CliRunner

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.cli.commands import app
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
    if path.name.endswith(".nrrd"):
        yield zlib.decompress(content.partition(b"\n\n")[2], zlib.MAX_WBITS | 32)


@pytest.mark.parametrize("format", ["seg.nrrd", "nii.gz", "dicom-seg"])
def test_no_token_of_the_header_is_written(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    model = HeartModel(card, Segmenter(network, HEART_4.class_count), HeartLocalizer()).save(tmp_path / "Any.cms")
    image, _ = make_patient("ct", 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)
    series = dicom_files.write_series(tmp_path / "series", image, plant)
    assert any(TOKENS[0] in path.read_bytes() for path in series.iterdir())
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    words = ["segment", series, "--model", model, "--out", tmp_path / "out", "--force", "--verbose", "--json"]
    done = CliRunner().invoke(app, [*map(str, words), "--format", format])
    assert done.exit_code == 0, done.output
    assert not any(token.decode() in done.output for token in TOKENS)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and series not in path.parents]
    assert len(written) >= 3
    for path in written:
        if path.suffix != ".dcm":
            assert not any(token in content for content in contents(path) for token in TOKENS), path
