"""Results as other programs want them: names of BIDS, data sets of nnU-Net."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nibabel as nib
import numpy as np
import pytest

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.job import NnunetJob, SegmentJob
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes import bids, nnunet, segment
from CrossModalitySegLib.recipes.inputs import Case

pytestmark = pytest.mark.integration


def names(*stems: str) -> list[str]:
    return [case.name for case in bids.named([Case(Path(stem), stem, stem, stem) for stem in stems])]


def test_names_of_bids() -> None:
    assert names(
        "sub-01_ct", "sub-02/ses-b/anat/sub-02_ses-b_acq-gated_ct", "sub-02/ses-b/anat/sub-02_ses-b_acq-gated_pd"
    ) == [
        "sub-01/anat/sub-01_dseg",
        "sub-02/ses-b/anat/sub-02_ses-b_acq-gated_dseg",
        "sub-02/ses-b/anat/sub-02_ses-b_acq-gated_run-2_dseg",
    ]
    assert names("ward 3/Müller_2.1", "acq-x") == [
        "sub-ward3Mller21/anat/sub-ward3Mller21_dseg",
        "sub-acqx/anat/sub-acqx_dseg",
    ]


def test_from_scans_to_bids_and_to_nnunet(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    images = {}
    for seed, name in ((3, "sub-01/anat/sub-01_ct"), (4, "sub-02/ses-1/anat/sub-02_ses-1_ct")):
        image = make_patient("ct", seed, size_mm=(110, 110, 110), spacing_mm=4)[0]
        images[name] = replace(image, array=image.array.astype(np.int16))
        (scans / name).parent.mkdir(parents=True)
        write_volume(scans / f"{name}.nii.gz", images[name])
    job = SegmentJob(inputs=(scans,), out=tmp_path / "derivatives", format="bids", device="cpu")
    result = segment.run(job, Reporter())
    written = sorted(path.relative_to(job.out).as_posix() for path in job.out.rglob("*") if path.is_file())
    stems = ["sub-01/anat/sub-01_dseg", "sub-02/ses-1/anat/sub-02_ses-1_dseg"]
    assert written == sorted(
        [
            "dataset_description.json",
            "dseg.tsv",
            *(stem + end for stem in stems for end in (".json", ".nii.gz", ".png")),
        ]
    )
    assert [path.name for path in result.outputs] == ["sub-01_dseg.nii.gz", "sub-02_ses-1_dseg.nii.gz"]
    assert json.loads((job.out / "dataset_description.json").read_text())["DatasetType"] == "derivative"
    lines = (job.out / "dseg.tsv").read_text().splitlines()
    assert lines[:2] == ["index\tname\tabbreviation\tcolor", "1\tLeft ventricular myocardium\tMyo\t#3c64e6"]
    record = json.loads((job.out / f"{stems[0]}.json").read_text())
    assert record["result"] == "sub-01_dseg.nii.gz"
    again = segment.run(job, Reporter())
    assert len(again.summary["skipped"]) == 2, "results under names of BIDS are known as done"

    request = NnunetJob(inputs=(job.out,), images=(scans,), out=tmp_path / "raw" / "Dataset012_Heart")
    nnunet.run(request, Reporter())
    dataset = json.loads((request.out / "dataset.json").read_text())
    assert dataset["labels"] == {"background": 0, "Myo": 1, "LA": 2, "LV": 3, "AA": 4, "RA": 5, "RV": 6, "PA": 7}
    assert (dataset["numTraining"], dataset["file_ending"], dataset["channel_names"]) == (2, ".nii.gz", {"0": "CT"})
    assert list(dataset["inputs"].values()) == [f"{name}.nii.gz" for name in images], "which image each case is"
    labels = sorted((request.out / "labelsTr").iterdir())
    assert [path.name.removesuffix(".nii.gz") for path in labels] == sorted(dataset["inputs"])
    assert len(labels) == 2 and not list((tmp_path / "raw").glob(".*"))
    for path, stem, image in zip(labels, stems, images.values(), strict=True):
        label = nib.load(path)
        image_file = nib.load(request.out / "imagesTr" / path.name.replace(".nii.gz", "_0000.nii.gz"))
        own = nib.load(job.out / f"{stem}.nii.gz")
        assert np.array_equal(np.asarray(label.dataobj), np.asarray(own.dataobj)) and np.asarray(own.dataobj).any()
        np.testing.assert_allclose(label.affine, image_file.affine, atol=1e-4)
        assert np.array_equal(np.asarray(image_file.dataobj).T, image.array)

    for change, code in [
        ({"out": tmp_path / "raw" / "Heart"}, Code.BAD_SETTINGS),
        ({}, Code.EXISTS),
        ({"images": (scans / "sub-01",), "out": tmp_path / "raw" / "Dataset013_Heart"}, Code.BAD_INPUT),
    ]:
        with pytest.raises(UserError) as failure:
            nnunet.run(request.model_copy(update=change), Reporter())
        assert failure.value.code is code
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["Dataset012_Heart"]
