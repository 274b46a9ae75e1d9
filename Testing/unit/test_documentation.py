"""What README, pages and papers of the house say is true: figures, links, versions, targets, the three doors."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from CrossModalitySegLib import __version__
from CrossModalitySegLib.anatomy import HEART_4, LV, MYO
from CrossModalitySegLib.errors import Code
from CrossModalitySegLib.evaluation.results import Results, score, summarize, write_results
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume

PAGES = ("*.md", "docs/**/*.md")


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hooks(repository: Path) -> ModuleType:
    """What MkDocs asks while it builds the pages."""
    spec = importlib.util.spec_from_file_location("documentation_hooks", repository / "docs/hooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(repository: Path) -> list[Path]:
    return sorted(path for pattern in PAGES for path in repository.glob(pattern))


def links(text: str) -> Iterator[str]:
    """Targets of links and images, without those to the web and those into the page itself."""
    code_free = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", code_free):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]


def test_readme_is_short(readme: str) -> None:
    assert len(readme.splitlines()) <= 120


def test_links_lead_somewhere(repository: Path) -> None:
    """Images under images/ are those of Resources: ``hooks.on_files`` puts them there."""
    lost = []
    for page in pages(repository):
        for target in links(page.read_text(encoding="utf-8")):
            place = repository / "Resources" / Path(target).name if "images/" in target else page.parent / target
            if not place.exists():
                lost.append(f"{page.relative_to(repository)}: {target}")
    assert lost == []


def test_figures_of_the_readme_are_those_of_the_results(readme: str, repository: Path) -> None:
    results = (repository / "docs/explanation/results.md").read_text(encoding="utf-8")
    known = {float(number) for number in re.findall(r"(?<![\d.])\d*\.?\d+", results)}
    section = readme.split("## How well it works")[1].split("## ")[0]
    figures = [float(number) for number in re.findall(r"(?<![\d.])\d*\.\d+", section)]
    assert len(figures) > 20
    assert [figure for figure in figures if figure not in known] == []


@pytest.mark.integration
def test_the_python_door_opens(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed as it stands; what it saves can be read."""
    from CrossModalitySegLib.images.io.files import read_labels

    (code,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert read_labels(tmp_path / "heart.seg.nrrd").array.any()


@pytest.mark.parametrize(
    "file", ["CONTRIBUTING.md", ".github/workflows/tests.yml", ".ci/run", "README.md", "docs/how-to/install.md"]
)
def test_make_targets_exist(repository: Path, file: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(
        re.findall(
            r"(?:^|[`\s])make ([a-z][a-z-]*)(?=[`\s]|$)", (repository / file).read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert named - {"targets"} <= targets


def test_citation_has_the_version(repository: Path) -> None:
    assert f"\nversion: {__version__}\n" in (repository / "CITATION.cff").read_text(encoding="utf-8")


def test_every_error_code_is_explained_and_raised(hooks: ModuleType) -> None:
    codes = hooks.codes()
    assert codes.keys() == {code.name for code in Code}
    assert [value for value, _ in codes.values()] == [code.value for code in Code]
    text = hooks.messages()
    raised = {part.split("`")[0] for part in text.split("### `")[1:] if "| message |" in part}
    assert raised == {code.value for code in Code} - {Code.STOPPED.value}  # a stop has no causes to tell apart
    assert "| The memory of the device is exhausted. |" in text


def test_a_table_is_drawn_from_its_results(hooks: ModuleType, tmp_path: Path) -> None:
    """No figure is typed: the marker in a page becomes what results.json says."""
    grid = Geometry((4, 4, 4), (1.0, 1.0, 1.0))
    truth = np.zeros(grid.shape, np.uint8)
    truth[:, :2], truth[:, 2:] = LV.value, MYO.value
    half = np.where(truth == LV.value, truth, 0).astype(np.uint8)
    rows = [
        summarize(name, None, 0, [score("a", Volume(found, grid), Volume(truth, grid), HEART_4)], HEART_4)
        for name, found in (("noDA", half), ("Seg-CT", truth))
    ]
    path = write_results(tmp_path / "demo.json", Results(data={}, environment={}, rows=rows))
    head, _, *body = hooks.results_table(path).splitlines()
    assert head == "| | AA | LA | LV | Myo | mean | gap closed |"
    assert body == [
        "| MR model on CT, no adaptation | N/A | N/A | 100.0 | 0.0 | 50.0 |  |",
        "| Trained with CT labels | N/A | N/A | 100.0 | 100.0 | 100.0 |  |",
    ]


def test_every_verb_stands_in_the_command_line_reference(hooks: ModuleType) -> None:
    text = hooks.command_line()
    verbs = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert {"cohort", "train", "adapt", "segment", "evaluate", "doctor", "models list"} <= set(verbs)
    assert text.count("Usage: crossmodalityseg ") == len(verbs)


def test_the_address_of_the_repository_stands_in_one_place(repository: Path) -> None:
    """In CMakeLists.txt; the entry of Slicer's index repeats it, and is compared with it in ``test_frame.py``."""
    texts = [
        *pages(repository),
        *(
            repository / name
            for name in ("pyproject.toml", "mkdocs.yml", "CITATION.cff", "CrossModalitySeg/CrossModalitySeg.py")
        ),
    ]
    assert [path.name for path in texts if "SlicerCrossModalitySeg" in path.read_text(encoding="utf-8")] == []
