"""What of a job travels to another machine: which files, under which names, and what may come back."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.job import Job
from CrossModalitySegLib.jobs.parcel import INPUTS, OUTPUTS, RESULTS, STAYS, is_plain, pack, parcel, unpack
from CrossModalitySegLib.jobs.remote import Machine
from CrossModalitySegLib.recipes import bids, function, overview


def test_every_path_of_every_job_is_known() -> None:
    names = {
        name
        for kind in get_args(get_args(Job)[0])
        for name, hint in get_type_hints(kind).items()
        if "Path" in str(hint) and name in kind.model_fields
    }
    assert names <= {*INPUTS, *OUTPUTS, *STAYS}
    assert {*INPUTS, *OUTPUTS, *STAYS} - names == {"labels"} - names


def test_files_keep_their_places_to_each_other(tmp_path: Path) -> None:
    for name in ("scans/a b/one.nii.gz", "scans/two.nii.gz", "scans/.hidden", "scans/out/old.seg.nrrd", "CT.cms"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    made = parcel(
        {"verb": "segment", "inputs": ["scans"], "model": str(tmp_path / "CT.cms"), "out": "scans/out", "work": "w"},
        tmp_path,
    )
    assert made.job == {
        "verb": "segment",
        "inputs": ["in/inputs/scans"],
        "model": f"in/model/{tmp_path.name}/CT.cms",
        "out": "out/out/out",
    }
    assert sorted(made.sent) == [
        "in/inputs/scans/a b/one.nii.gz",
        "in/inputs/scans/two.nii.gz",
        f"in/model/{tmp_path.name}/CT.cms",
    ]
    assert made.here("out/out/out/a b/one.seg.nrrd") == tmp_path / "scans/out/a b/one.seg.nrrd"
    assert made.here("in/inputs/scans/two.nii.gz") is None
    event = made.in_words({"sentence": "/there/in/inputs/scans/two.nii.gz is dark.", "fraction": 1.0}, "/there")
    assert event == {"sentence": f"{tmp_path}/scans/two.nii.gz is dark.", "fraction": 1.0}


def test_results_that_are_there_go_along_and_nothing_else_of_their_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "ward").mkdir(parents=True)
    record = {"origin": {}, "result": "a.nii.gz", "uncertainty": "a_uncertainty.nii.gz"}
    (out / "ward" / "a.json").write_text(json.dumps(record))
    (out / "ward" / "b.json").write_text(json.dumps(record | {"result": "../../secret", "uncertainty": 3}))
    (out / "ward" / "c.json").write_text(json.dumps(record | {"result": "c.nii.gz", "uncertainty": ""}))
    for name in ("a.nii.gz", "a_uncertainty.nii.gz", "a.png", "other.nii.gz"):
        (out / "ward" / name).write_text(name)
    for name, text in (("list.json", "[1]"), ("bad.json", "{"), (".hidden.json", json.dumps(record))):
        (out / name).write_text(text)
    (tmp_path / "secret").touch()
    for name in RESULTS:
        (out / name).touch()
    (tmp_path / "scan.nii.gz").touch()
    job = {"verb": "segment", "inputs": ["scan.nii.gz"], "out": "out"}
    sent = set(parcel(job, tmp_path).sent)
    files = ["a.json", "a.nii.gz", "a_uncertainty.nii.gz", "a.png", "b.json", "c.json"]
    assert sent == {
        f"in/inputs/{tmp_path.name}/scan.nii.gz",
        *(f"out/out/out/ward/{name}" for name in files),
        *(f"out/out/out/{name}" for name in RESULTS),
    }
    assert set(RESULTS) == {
        *(overview.PAGE, overview.TABLE),
        *(function.TABLE, function.NUMBERS, function.CURVE),
        *(bids.DESCRIPTION, bids.TABLE),
    }
    assert not any(name.startswith("out/") for name in parcel(job | {"verb": "measure"}, tmp_path).sent)


def test_a_label_set_goes_along_where_it_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{}")
    assert parcel({"labels": "heart-7"}, tmp_path).job == {"labels": "heart-7"}
    assert list(parcel({"labels": "mine.json"}, tmp_path).sent) == [f"in/labels/{tmp_path.name}/mine.json"]


def archive(*names: str, kind: bytes = tarfile.REGTYPE) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as made:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, 4 if kind == tarfile.REGTYPE else 0, "/etc/passwd"
            made.addfile(entry, io.BytesIO(b"four"))
    stream.seek(0)
    return stream


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "a\\..\\out", "."])
def test_nothing_is_written_elsewhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not asked for"):
        list(unpack(archive(name), lambda name: tmp_path / "in" / name))
    assert list(tmp_path.rglob("*")) == []


def test_links_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not asked for"):
        list(unpack(archive("link", kind=tarfile.SYMTYPE), lambda name: tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_a_cut_archive_leaves_whole_files_only(tmp_path: Path) -> None:
    whole = io.BytesIO()
    pack(whole, [("in/first", b"1" * 100_000), ("in/second", b"2" * 100_000)])
    with pytest.raises((ValueError, tarfile.ReadError)):
        list(unpack(io.BytesIO(whole.getvalue()[:150_000]), lambda name: tmp_path / name))
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["first"]
    assert is_plain("in/a b;'\"\n$(x)")


@pytest.mark.parametrize("text", ["-oProxyCommand=touch x", "", "a b", ":python"])
def test_a_host_is_never_an_option(text: str) -> None:
    with pytest.raises(UserError) as failure:
        Machine.of(text)
    assert failure.value.code is Code.BAD_SETTINGS
