"""The frame holds together: CMake lists, requirements, terminology and icons say what the tree says."""

from __future__ import annotations

import json
import re
import struct
import tomllib
from pathlib import Path

import pytest

from CrossModalitySegLib import anatomy

MODULE = Path("CrossModalitySeg")


def cmake_list(text: str, name: str) -> list[str]:
    """The entries of ``set(name ...)`` in a CMake file, with the module's name put in."""
    match = re.search(rf"set\({name}\s+(.*?)\)", text, re.DOTALL)
    assert match, f"no set({name} ...)"
    return match[1].replace("${MODULE_NAME}", "CrossModalitySeg").split()


def module_files(module: Path) -> tuple[set[str], set[str]]:
    """Scripts and resources that lie in the module folder, as paths relative to it."""
    folders = [module / name for name in ("CrossModalitySegLib", "crossmodalityseg", "Resources")]
    files = [path.relative_to(module) for folder in folders for path in folder.rglob("*") if path.is_file()]
    files = [
        path for path in files if path.suffix != ".pyc" and not any(part.endswith(".egg-info") for part in path.parts)
    ]
    scripts = {path.as_posix() for path in files if path.suffix == ".py"} | {"CrossModalitySeg.py"}
    return scripts, {path.as_posix() for path in files if path.suffix != ".py"}


@pytest.mark.parametrize(("name", "which"), [("MODULE_PYTHON_SCRIPTS", 0), ("MODULE_PYTHON_RESOURCES", 1)])
def test_cmake_lists_every_file(repository: Path, name: str, which: int) -> None:
    listed = cmake_list((repository / MODULE / "CMakeLists.txt").read_text(), name)
    present = module_files(repository / MODULE)[which]
    missing, gone = sorted(present - set(listed)), sorted(set(listed) - present)
    assert not missing, f"add to {name} in CrossModalitySeg/CMakeLists.txt:\n" + "\n".join(
        f"  {line}" for line in missing
    )
    assert not gone, f"delete from {name} in CrossModalitySeg/CMakeLists.txt:\n" + "\n".join(
        f"  {line}" for line in gone
    )
    assert len(listed) == len(set(listed)), f"{name} names a file twice"


def test_type_checkers_of_users_read_the_annotations(repository: Path) -> None:
    data = tomllib.loads((repository / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for package in ("CrossModalitySegLib", "crossmodalityseg"):
        assert (repository / MODULE / package / "py.typed").exists()
        assert "py.typed" in data[package]


def requirements(lines: list[str]) -> dict[str, str]:
    """Package name in lower case -> the rest of the line, of requirement lines without comments."""
    stripped = [line.split("#")[0].strip() for line in lines]
    parsed = [re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", line) for line in stripped if line]
    assert all(parsed)
    return {match[1].lower(): match[2] for match in parsed if match}


def test_slicer_requirements_are_those_of_the_package(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    package = requirements(project["dependencies"] + project["optional-dependencies"]["report"])
    slicer = requirements((repository / MODULE / "Resources/requirements.txt").read_text().splitlines())
    # torch comes through the PyTorch extension; the others are Slicer's own and must not be replaced.
    for bundled in ("torch", "numpy", "scipy", "simpleitk"):
        package.pop(bundled)
    assert slicer == package


def test_every_dependency_is_pinned(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    pinned = requirements((repository / "constraints.txt").read_text().splitlines())
    wanted = requirements(
        project["dependencies"] + [line for extra in project["optional-dependencies"].values() for line in extra]
    )
    assert wanted.keys() <= pinned.keys(), f"not in constraints.txt: {sorted(wanted.keys() - pinned.keys())}"
    assert all(version.startswith("==") for version in pinned.values())


def test_terminology_states_what_the_label_table_states(repository: Path) -> None:
    file = json.loads((repository / MODULE / "CrossModalitySegLib/resources/CrossModalitySeg.term.json").read_text())
    (category,) = file["SegmentationCodes"]["Category"]
    assert (category["CodingSchemeDesignator"], category["CodeValue"]) == ("SCT", "123037004")
    entries = [
        (t["CodingSchemeDesignator"], t["CodeValue"], t["CodeMeaning"], tuple(t["recommendedDisplayRGBValue"]))
        for t in category["Type"]
    ]
    assert entries == [("SCT", s.code, s.meaning, s.color) for s in anatomy.HEART_7.structures]


def test_the_description_names_every_structure(repository: Path) -> None:
    match = re.search(r'set\(EXTENSION_DESCRIPTION "(.*?)"\)', (repository / "CMakeLists.txt").read_text())
    assert match is not None
    words = set(re.findall(r"\w+", match[1].lower()))
    for structure in anatomy.HEART_7.structures:
        assert set(structure.title.lower().split()) - {"blood"} <= words, structure.title
    assert {"ct", "mr"} <= words


@pytest.mark.parametrize("icon", ["CrossModalitySeg.png", "CrossModalitySeg/Resources/Icons/CrossModalitySeg.png"])
def test_icons_have_the_size_that_slicer_wants(repository: Path, icon: str) -> None:
    head = (repository / icon).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (128, 128)


def test_the_entry_of_the_extensions_index_states_what_cmake_states(repository: Path) -> None:
    """The keys that the schema of Slicer's index allows, the same dependencies, and the name of the project as file
    name.
    """
    entry = json.loads((repository / "CrossModalitySeg.json").read_text())
    cmake = (repository / "CMakeLists.txt").read_text()
    assert entry.keys() <= {
        "$schema",
        "build_dependencies",
        "build_subdirectory",
        "category",
        "enabled",
        "scm_revision",
        "scm_type",
        "scm_url",
        "tier",
    }
    assert {"$schema", "category", "scm_url"} <= entry.keys()
    assert "project(CrossModalitySeg)" in cmake
    assert entry["build_dependencies"] == re.search(r'set\(EXTENSION_DEPENDS "(.*?)"\)', cmake)[1].split(";")
    assert f'set(EXTENSION_CATEGORY "{entry["category"]}")' in cmake
    address = re.search(r'set\(repository "(.*?)"\)', cmake)
    assert address is not None
    assert entry["scm_url"] == f"https://github.com/{address[1]}.git"
