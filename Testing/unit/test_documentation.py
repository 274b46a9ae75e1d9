"""What README, pages and papers of the house say is true: figures, links, versions, targets, the three doors."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from types import ModuleType

import numpy as np
import pytest

from CrossModalitySegLib import __version__
from CrossModalitySegLib.anatomy import HEART_4, LV, MYO
from CrossModalitySegLib.errors import Code
from CrossModalitySegLib.evaluation.results import Comparison, Results, Row, score, summarize, write_results
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


def test_links_of_the_built_pages_work_from_the_disk(repository: Path) -> None:
    assert "\nuse_directory_urls: false" in (repository / "mkdocs.yml").read_text(encoding="utf-8"), "README says so"


def test_search_works_from_the_disk_and_fetches_nothing(repository: Path) -> None:
    """The plugin fetches its script from elsewhere, unless a script with this name is there."""
    settings = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    assert "\n  - offline" in settings
    scripts = re.findall(r"^  polyfills: \[(.+)\]", settings, re.MULTILINE)
    assert scripts == ["iframe-worker.js"]
    assert (repository / "docs" / scripts[0]).is_file()


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
    lost = []
    for page in pages(repository):
        for target in links(page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                lost.append(f"{page.relative_to(repository)}: {target}")
    assert lost == []


def test_built_pages_show_the_images_and_not_what_is_for_the_unbuilt(hooks: ModuleType) -> None:
    unbuilt = "<!-- unbuilt -->\nRead [this](a.md).\n<!-- /unbuilt -->\n\n"
    text = f"{unbuilt}![b](../../Resources/b.png) ![c](../Resources/c.png)"
    assert hooks.on_page_markdown(text, None, None, None) == "![b](../images/b.png) ![c](images/c.png)"


def tables(drawn: str) -> list[dict[str, dict[str, str]]]:
    """Each table of a page: the cells by row and column, without emphasis."""
    found = []
    for part in re.findall(r"(?:^\|.*\n?)+", drawn, re.MULTILINE):
        columns, _, *rows = [
            [cell.strip().replace("**", "") for cell in line.strip()[1:-1].split("|")] for line in part.splitlines()
        ]
        assert all(len(row) == len(columns) for row in rows)
        found.append({row[0]: dict(zip(columns, row, strict=True)) for row in rows})
        assert len(found[-1]) == len(rows), "a row of this name stands there twice"
    return found


def figures(line: str) -> list[float]:
    """Figures of a line of the README; where it has whole percents alone, these as fractions."""
    return [float(number) for number in re.findall(r"(?<![\d.])\d*\.\d+", line)] or [
        int(number) / 100 for number in re.findall(r"\| (\d+)(?= \||:)", line)
    ]


Place = tuple[str, str, str]
"""File of docs/results, row and column; as rows also "lowest" and "highest"."""

CLAIMS: dict[str, list[Place]] = {
    "| MR to CT |": [
        ("mr-to-ct", "MR model on CT, no adaptation", "mean"),
        ("mr-to-ct", "IJCAI method (d = 21)", "mean"),
        ("mr-to-ct", "`self-training`", "mean"),
        ("mr-to-ct", "Trained with CT labels", "mean"),
        ("mr-to-ct", "Trained with CT labels, boundaries refined", "mean"),
    ],
    "| CT to MR |": [
        ("ct-to-mr", "CT model on MR, no adaptation", "mean"),
        ("ct-to-mr", "IJCAI method (d = 21)", "mean"),
        ("ct-to-mr", "`self-training`", "mean"),
        ("ct-to-mr", "Trained with MR labels", "mean"),
        ("ct-to-mr", "Trained with MR labels, boundaries refined", "mean"),
        ("ct-to-mr", "Trained with MR labels in 3D (Payer et al. 2017)", "mean"),
    ],
    "| `make demo`": [
        ("demo", "MR model on CT, no adaptation", "mean"),
        ("demo", "MR model adapted without CT labels (IJCAI method, d = 21)", "mean"),
        ("demo", "Trained with CT labels", "mean"),
    ],
    "| virtual MR to real CT": [
        ("mr-phantoms-to-real-ct", "plain, no adaptation", "mean"),
        ("mr-phantoms-to-real-ct", "plain, `dou2018`, 4 CT", "mean"),
        ("mr-phantoms-to-real-ct", "random appearance, `self-training`, 4 CT", "mean"),
        ("mr-phantoms-to-real-ct", "random appearance, `adversarial-self-training`, 4 CT", "mean"),
        ("mr-phantoms-to-real-ct", "the same, another seed of the adaptation", "mean"),
    ],
    "| real MR to real CT": [
        ("real-mr-to-ct", "no adaptation", "LV (5 slices)"),
        ("real-mr-to-ct", "IJCAI method (d = 21)", "LV (5 slices)"),
        ("real-mr-to-ct", "`self-training`", "LV (5 slices)"),
        ("real-mr-to-ct", "Trained with CT labels", "LV (5 slices)"),
    ],
    "| 12 varied virtual CT: 3D": [
        ("whole-heart-on-virtual-ct", "12 of seed 92", "mean"),
        ("whole-heart-on-virtual-ct", "12 of seed 92", "mean of all seven"),
    ],
    "| the same kind, other hearts: 2D": [
        ("heart-virtual-on-virtual-ct", "12, eight with unseen anatomies", "mean"),
    ],
    "| three real contrast CT": [
        ("whole-heart-on-real-ct", "chest CT of the TotalSegmentator test data", "mean"),
        ("whole-heart-on-real-ct", "LIDC-IDRI-0001", "mean"),
        ("whole-heart-on-real-ct", "LIDC-IDRI-0003", "mean"),
        ("whole-heart-on-real-ct", "lowest", "Myo"),
        ("whole-heart-on-real-ct", "highest", "Myo"),
    ],
    "| the same three: 2D": [
        ("heart-virtual-on-real-ct", "chest CT of the TotalSegmentator test data", "mean"),
        ("heart-virtual-on-real-ct", "LIDC-IDRI-0001", "mean"),
        ("heart-virtual-on-real-ct", "LIDC-IDRI-0003", "mean"),
        ("heart-virtual-on-real-ct", "lowest", "Myo"),
        ("heart-virtual-on-real-ct", "highest", "Myo"),
    ],
    "| four more of that kind": [
        ("heart-virtual-on-real-ct", "labels kept secret, mean of the four", "mean of the version before"),
        ("heart-virtual-on-real-ct", "lowest", "mean of the version before"),
    ],
    "| real CT slices": [
        ("heart-virtual-on-real-slices", "CT (CHD68), LV", "Dice"),
        ("heart-virtual-on-real-slices", "CT (CHD68), LA", "Dice"),
    ],
    "| real MR slices": [
        ("heart-virtual-on-real-slices", "MR (HVSMR-2.0), LV", "Dice"),
        ("heart-virtual-on-real-slices", "MR (HVSMR-2.0), LA", "Dice"),
        ("heart-virtual-on-real-slices", "MR (HVSMR-2.0), aorta", "Dice"),
    ],
    "On the real MM-WHS data": [
        ("published", "Dou et al., IJCAI 2018 (row `dou2018 d=21`)", "mean"),
        ("published", "PnP-AdaNet, IEEE Access 2019 (row `pnp-adanet d=21`)", "mean"),
    ],
}
"""Lines of the README by how they begin, and where each of their figures comes from, in their order."""


def test_every_figure_of_the_readme_is_that_of_a_result(readme: str, hooks: ModuleType, repository: Path) -> None:
    def known(file: str, row: str, column: str) -> float:
        rows = tables(hooks.results_table(repository / "docs/results" / f"{file}.json"))[0]
        if row in ("lowest", "highest"):
            return (min if row == "lowest" else max)(float(cells[column]) for cells in rows.values() if cells[column])
        return float(rows[row][column])

    section = readme.split("## How well it works")[1].split("## ")[0]
    by_line = {line: figures(line) for line in section.splitlines() if figures(line)}
    assert len(by_line) == len(CLAIMS)
    for (line, found), (begin, places) in zip(by_line.items(), CLAIMS.items(), strict=True):
        assert line.startswith(begin)
        assert found == [known(*place) for place in places], line


def test_what_is_said_of_beats_follows_from_their_table(repository: Path) -> None:
    table = json.loads((repository / "docs/results/beating-phantoms.json").read_text(encoding="utf-8"))

    def column(name: str) -> list[float]:
        return [float(row[table["columns"].index(name)]) for row in table["rows"]]

    known, alone, filtered = (column(f"EF %, {way}") for way in ("known", "each phase alone", "filtered along time"))
    off = [[abs(one - true) for one, true in zip(found, known, strict=True)] for found in (alone, filtered)]
    down = [before - after for before, after in zip(alone, filtered, strict=True)]
    assert max(map(max, off)) <= 2 and min(down) >= 0
    page = (repository / "docs/how-to/beat.md").read_text(encoding="utf-8")
    assert "All are within 2 points, " in page
    assert (
        f"without temporal filtering ({max(off[0]):.1f} at worst, {mean(off[0]):.1f} on average) and with it "
        f"({max(off[1]):.1f} and {mean(off[1]):.1f})"
    ) in page
    assert f"it changes it by up to {max(down):.1f} points, downwards" in page
    code = repository / "CrossModalitySeg/CrossModalitySegLib/inference/temporal.py"
    text = " ".join(code.read_text(encoding="utf-8").split())
    own, before, after = (
        mean(column(f"flicker of LV %, {way}")) for way in ("known", "each phase alone", "filtered along time")
    )
    assert f"flicker of LV falls from {before:.2f} % to {after:.2f} %, their own being {own:.2f} %" in text
    assert f"no ejection fraction is more than {max(off[1]):.1f} points off" in text
    assert f"The filter moves one by up to {max(down):.1f} points" in text


def test_files_are_included_where_a_page_wants_them(repository: Path) -> None:
    """A formatter of code once changed the mark, and the page showed that in place of the file."""
    for page in pages(repository):
        for line in page.read_text(encoding="utf-8").splitlines():
            if line.startswith("--8"):
                mark, name = line.split(" ", 1)
                assert mark == "--8<--" and (repository / name.strip('"')).is_file(), f"{page}: {line}"


def test_every_result_is_shown_and_no_table_of_results_is_typed(hooks: ModuleType, repository: Path) -> None:
    results = repository / "docs/results"
    shown = [name for page in pages(repository) for name in hooks.TABLE.findall(page.read_text(encoding="utf-8"))]
    assert {path.stem for path in results.iterdir()} == set(shown)
    for name in set(shown):
        assert tables(hooks.results_table(results / f"{name}.json")), name
    page = (repository / "docs/explanation/results.md").read_text(encoding="utf-8")
    assert tables(page) == []
    drawn = hooks.on_page_markdown(page, None, None, None)
    assert len(tables(drawn)) >= len(hooks.TABLE.findall(page)) > 10
    assert "[Table " not in drawn


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


def test_a_table_is_drawn_from_what_benchmark_wrote(hooks: ModuleType, tmp_path: Path) -> None:
    """No figure is typed: the line in a page becomes what results.json says."""
    grid = Geometry((4, 4, 4), (1.0, 1.0, 1.0))
    truth = np.zeros(grid.shape, np.uint8)
    truth[:, :2], truth[:, 2:] = LV.value, MYO.value
    half = np.where(truth == LV.value, truth, 0).astype(np.uint8)

    def row(name: str, found: np.ndarray, seed: int) -> Row:
        return summarize(name, None, seed, [score("a", Volume(found, grid), Volume(truth, grid), HEART_4)], HEART_4)

    results = Results(rows=[row("noDA", half, 0), row("Seg-CT", truth, 0)])
    head, _, *body = hooks.results_table(write_results(tmp_path / "one.json", results)).splitlines()[:4]
    assert head == "| method | AA | LA | LV | Myo | mean | gap closed |"
    assert body == [
        "| MR model on CT, no adaptation | N/A | N/A | 100.0 | 0.0 | 50.0 |  |",
        "| Trained with CT labels | N/A | N/A | 100.0 | 100.0 | 100.0 |  |",
    ]

    difference = Comparison(
        method="Seg-CT",
        depth=None,
        other="noDA",
        other_depth=None,
        n_subjects=1,
        n_seeds=1,
        difference=0.5,
        low=0.25,
        high=0.75,
        p=None,
    )
    more = results.model_copy(update={"rows": [*results.rows, row("noDA", truth, 2)], "comparisons": [difference]})
    methods, differences = tables(hooks.results_table(write_results(tmp_path / "two.json", more)))
    assert methods["MR model on CT, no adaptation"]["mean"] == "75.0"
    assert [cells["seeds 0, 2"] for cells in methods.values()] == ["50.0, 100.0", "100.0, -"]
    assert differences["Seg-CT, noDA"] == {
        "compared on the same volumes": "Seg-CT, noDA",
        "number of seeds": "1",
        "points better": "50.0",
        "95 % interval": "25.0 to 75.0",
    }


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
