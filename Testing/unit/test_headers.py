"""Headers of NRRD and MetaImage that would crash or hang ITK, or lead it out of the folder, are refused before it sees
them.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import files
from CrossModalitySegLib.images.io.headers import check_header
from CrossModalitySegLib.images.volume import Volume

ARRAY = np.random.default_rng(0).integers(-900, 900, (5, 6, 7)).astype(np.int16)
META = {
    "ObjectType": "Image",
    "NDims": "3",
    "BinaryData": "True",
    "BinaryDataByteOrderMSB": "False",
    "CompressedData": "False",
    "TransformMatrix": "1 0 0 0 1 0 0 0 1",
    "Offset": "0 0 0",
    "ElementSpacing": "1 1 1",
    "DimSize": "7 6 5",
    "ElementType": "MET_SHORT",
    "ElementDataFile": "LOCAL",
}
NRRD = {
    "type": "short",
    "dimension": "3",
    "space": "left-posterior-superior",
    "sizes": "7 6 5",
    "space directions": "(1,0,0) (0,1,0) (0,0,1)",
    "endian": "little",
    "encoding": "raw",
    "space origin": "(0,0,0)",
}


def meta(path: Path, voxels: bytes = ARRAY.tobytes(), **changes: str) -> Path:
    fields = META | changes
    fields["ElementDataFile"] = fields.pop("ElementDataFile")  # which ends the header
    path.write_bytes("".join(f"{key} = {value}\n" for key, value in fields.items()).encode() + voxels)
    return path


def nrrd(path: Path, changes: dict[str, str], voxels: bytes = ARRAY.tobytes()) -> Path:
    path.write_bytes(
        ("NRRD0004\n" + "".join(f"{key}: {value}\n" for key, value in (NRRD | changes).items()) + "\n").encode()
        + voxels
    )
    return path


def refused(path: Path, word: str, code: Code = Code.BAD_INPUT) -> None:
    with pytest.raises(UserError, match=word) as caught:
        check_header(path)
    assert caught.value.code is code and str(path) in caught.value.sentence and caught.value.remedy.endswith(".")


def test_good_files_pass(tmp_path: Path) -> None:
    assert np.array_equal(files.read_volume(meta(tmp_path / "a.mha")).array, ARRAY)
    assert np.array_equal(files.read_volume(nrrd(tmp_path / "a.nrrd", {})).array, ARRAY)
    (tmp_path / "voxels.raw").write_bytes(ARRAY.tobytes())
    assert np.array_equal(files.read_volume(meta(tmp_path / "b.mhd", b"", ElementDataFile="voxels.raw")).array, ARRAY)
    assert np.array_equal(files.read_volume(nrrd(tmp_path / "b.nhdr", {"data file": "voxels.raw"}, b"")).array, ARRAY)


@pytest.mark.parametrize("suffix", [".nrrd", ".mha", ".nhdr", ".mhd", ".seg.nrrd"])
@pytest.mark.parametrize("compressed", [True, False])
def test_whatever_itk_writes_passes(tmp_path: Path, suffix: str, compressed: bool) -> None:
    volume = Volume(ARRAY, Geometry(ARRAY.shape, (3.0, 1.5, 1.5), (-10.0, 2.0, 1e-7)))
    sitk.WriteImage(volume.image(), str(tmp_path / f"a{suffix}"), useCompression=compressed)
    assert np.array_equal(files.read_volume(tmp_path / f"a{suffix}").array, ARRAY)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"NDims": "4000"}, "damaged"),
        ({"NDims": "-1"}, "damaged"),
        ({"NDims": "3000000000"}, "damaged"),
        ({"DimSize": "7 6"}, "damaged"),
        ({"DimSize": "7 6 0"}, "damaged"),
        ({"DimSize": "7 6 50"}, "incomplete"),
        ({"DimSize": "70000 60000 50000"}, "does not fit into memory"),
        ({"ElementType": "MET_OTHER"}, "unknown type"),
        ({"ElementNumberOfChannels": "100000"}, "damaged"),
        ({"ElementSpacing": "1 nan 1"}, "not a number"),
        ({"ElementSpacing": "1 1"}, "damaged"),
        ({"TransformMatrix": "1 0 0 0 1 0 0 0 inf"}, "not a number"),
        ({"HeaderSize": "99999999999"}, "incomplete"),
        ({"CompressedDataSize": "99999999999"}, "damaged"),
        ({"ElementDataFile": "/etc/passwd"}, "outside its own folder"),
        ({"ElementDataFile": "../secret.raw"}, "outside its own folder"),
        ({"ElementDataFile": "LIST"}, "several files"),
        ({"ElementDataFile": "a%d.raw 1 1000000000 1"}, "several files"),
        ({"ElementDataFile": "missing.raw"}, "not there"),
        ({"ElementDataFile": "LO\0AL"}, "damaged"),
        ({"ElementDataFile": "a" * 3000}, "damaged"),
        ({"TransformMatrix": "1 0 0 1e308 1 0 0 0 1"}, "1e\\+308 mm, which no image has"),
    ],
)
def test_metaimage_that_no_program_writes_is_refused(tmp_path: Path, changes: dict[str, str], word: str) -> None:
    code = Code.OUT_OF_MEMORY if "memory" in word else Code.BAD_INPUT
    refused(meta(tmp_path / "a.mha", **changes), word, code)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"dimension": "4000"}, "damaged"),
        ({"sizes": "7 6"}, "damaged"),
        ({"sizes": "7 -6 5"}, "damaged"),
        ({"sizes": "7 6 50"}, "incomplete"),
        ({"sizes": "70000 60000 50000"}, "does not fit into memory"),
        ({"type": "block"}, "unknown encoding"),
        ({"encoding": "bzip2"}, "unknown encoding"),
        ({"space dimension": "4000"}, "damaged"),
        ({"space origin": "(0,0,inf)"}, "not a number"),
        ({"space directions": "(1,0,0) (0,x,0) (0,0,1)"}, "damaged"),
        ({"space directions": "(1,0,0) (0,1,0) " * 200}, "damaged"),
        ({"space directions": "(1,0,0) (0,1,0) " + "(0, " * 200}, "damaged"),
        ({"space directions": "(1,0,0) (0,1,0)"}, "damaged"),
        ({"space directions": "(1,0,0) (0,1,0,0) (0,0,1)"}, "damaged"),
        ({"space origin": "(0,0,0) (0,0,0)"}, "damaged"),
        ({"space origin": "(" + "0," * 300 + "0)"}, "damaged"),
        ({"measurement frame": "(1,0,0) " * 50}, "damaged"),
        ({"thicknesses": "1 " * 300}, "damaged"),
        ({"kinds": "domain " * 300}, "damaged"),
        ({"space": "left-posterior-" * 300}, "damaged"),
        ({"space die " + "die " * 300: "left-posterior-superior"}, "damaged"),
        ({"space directions": "(1,0,0) (0,1e200,0) (0,0,1)"}, "1e\\+200 mm, which no image has"),
        ({"byte skip": "99999999999"}, "damaged"),
        ({"data file": "../secret.raw"}, "outside its own folder"),
        ({"data file": "a%d.raw 1 1000000000 1"}, "several files"),
        ({"data file": "LIST"}, "several files"),
    ],
)
def test_nrrd_that_no_program_writes_is_refused(tmp_path: Path, changes: dict[str, str], word: str) -> None:
    code = Code.OUT_OF_MEMORY if "memory" in word else Code.BAD_INPUT
    refused(nrrd(tmp_path / "a.nrrd", changes), word, code)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "secret.raw").write_bytes(ARRAY.tobytes())
    (tmp_path / "inner" / "voxels.raw").symlink_to(tmp_path / "secret.raw")
    refused(meta(tmp_path / "inner" / "a.mhd", b"", ElementDataFile="voxels.raw"), "outside its own folder")


@pytest.mark.parametrize("kind", ["mha", "nrrd"])
def test_no_more_is_unpacked_than_the_header_promises(tmp_path: Path, kind: str) -> None:
    def written(voxels: bytes) -> Path:
        if kind == "mha":
            packed = zlib.compress(voxels, 1)
            return meta(tmp_path / "a.mha", packed, CompressedData="True", CompressedDataSize=str(len(packed)))
        packer = zlib.compressobj(1, wbits=31)
        return nrrd(tmp_path / "a.nrrd", {"encoding": "gzip"}, packer.compress(voxels) + packer.flush())

    assert np.array_equal(files.read_volume(written(ARRAY.tobytes())).array, ARRAY)
    refused(written(ARRAY.tobytes() + bytes(1 << 28)), "damaged|more voxels")
    refused(written(ARRAY.tobytes()[:-9]), "incomplete")


@pytest.mark.parametrize(("size", "word"), [(None, "damaged"), (-1, "incomplete|damaged")])
def test_a_wrong_size_of_the_packed_voxels_is_refused(tmp_path: Path, size: int | None, word: str) -> None:
    """ITK reads such a file as whatever is in memory."""
    packed = zlib.compress(ARRAY.tobytes())
    sizes = {} if size is None else {"CompressedDataSize": str(len(packed) + size)}
    refused(meta(tmp_path / "a.mha", packed, CompressedData="True", **sizes), word)


def test_mutated_files_are_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    """Seeded: a byte changed, a piece cut out, a number of the header exchanged."""
    random = np.random.default_rng(7)
    originals = []
    for suffix in (".nii", ".nii.gz", ".nrrd", ".mha"):
        originals.append(
            (
                suffix,
                files.write_volume(
                    tmp_path / f"good{suffix}", Volume(ARRAY, Geometry(ARRAY.shape, (1, 1, 1)))
                ).read_bytes(),
            )
        )
    originals += [
        (".mha", meta(tmp_path / "m.mha").read_bytes()),
        (".nrrd", nrrd(tmp_path / "n.nrrd", {}).read_bytes()),
    ]
    read = refused_count = 0
    for turn in range(300):
        suffix, good = originals[turn % len(originals)]
        data = bytearray(good)
        for _ in range(random.integers(1, 6)):
            place = int(random.integers(0, min(len(data), 400)))
            if random.random() < 0.5:
                data[place] = int(random.choice([0, 9, 10, 32, 37, 45, 48, 57, 127, 255, random.integers(256)]))
            else:
                del data[place : place + int(random.integers(1, 40))]
        (path := tmp_path / f"bad{suffix}").write_bytes(data)
        for reader in (files.read_volume, files.read_labels):
            try:
                reader(path)
                read += 1
            except UserError:  # anything else fails the test
                refused_count += 1
    assert read > 20 and refused_count > 200


@pytest.mark.parametrize(("kind", "dtype"), [("MET_LONG", np.int32), ("MET_ULONG", np.uint32)])
def test_long_numbers_of_metaimage_are_four_bytes(tmp_path: Path, kind: str, dtype: type) -> None:
    array = np.abs(ARRAY).astype(dtype)
    path = meta(tmp_path / "a.mha", array.tobytes(), ElementType=kind)
    check_header(path)
    assert np.array_equal(sitk.GetArrayFromImage(sitk.ReadImage(str(path))), array)
