"""Of the series of a study, the one that shows the heart best is chosen, and why is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from CrossModalitySegLib.images.io.dicom import Series, Traits, choose
from CrossModalitySegLib.images.io.dicom.choosing import is_sharp


def series(name: str, study: str = "1", modality: str = "CT", phase: str = "", **traits: object) -> Series:
    standard: dict[str, object] = {
        "images": 150,
        "gap_mm": 1.0,
        "extent_mm": 150.0,
        "kernel": "B30f",
        "image_type": ("ORIGINAL", "PRIMARY", "AXIAL"),
    }
    return Series(
        f"1.2.{name}",
        name,
        modality,
        (Path(f"/{study}/{name}/0.dcm"),),
        study,
        "P1",
        phase,
        traits=Traits(**(standard | traits)),
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("best", "other", "why"),
    [
        (series("CTA", contrast=True), series("native"), "contrast"),
        (series("CTA", contrast=True, gap_mm=3.0), series("native", gap_mm=0.6), "contrast"),
        (series("thin", gap_mm=1.0), series("thick", gap_mm=5.0), "thin"),
        (series("whole", extent_mm=150.0), series("bolus tracking", extent_mm=10.0, contrast=True), "long enough"),
        (series("soft"), series("sharp", kernel="B70f"), "kernel"),
        (series("soft", gap_mm=2.0), series("sharp", kernel="LUNG"), "kernel"),
        (series("chest", extent_mm=300.0), series("half", extent_mm=150.0), "covers more"),
        (series("axial"), series("MIP", image_type=("DERIVED", "SECONDARY", "MIP"), gap_mm=0.5), "projection"),
        (series("CT"), series("PET", modality="PT"), "CT or MR"),
        (series("CT"), series("screen", placed=False, images=1), "place"),
        (
            series("cine", phase="phase 8 of 10 (NominalPercentageOfCardiacPhase 70)"),
            series("a", phase="phase 1 of 10 (NominalPercentageOfCardiacPhase 0)"),
            "still",
        ),
        (series("0.6", gap_mm=0.6), series("1.0"), "thinner"),
    ],
)
def test_the_better_series_is_chosen_and_why_is_reported(best: Series, other: Series, why: str) -> None:
    for order in ([best, other], [other, best]):
        choice = choose(order)[0]
        assert choice.chosen is best and choice.others == (other,)
        assert (
            why in choice.reason
            and best.description in choice.reason
            and other.description in choice.reason
            and choice.reason.endswith(".")
        )


def test_every_study_has_its_own_choice() -> None:
    ones = [series("a", "1"), series("b", "2"), series("c", "1", contrast=True)]
    assert [choice.chosen.description for choice in choose(ones)] == ["c", "b"]


def test_of_equals_the_first_is_chosen() -> None:
    assert choose([series("a"), series("b")])[0].chosen.description == "a"


def test_single_slices_cannot_stand_for_each_other() -> None:
    assert len(choose([series(name, images=1) for name in "abc"])) == 3


@pytest.mark.parametrize(
    ("kernel", "sharp"),
    [("B30f", False), ("B70f", True), ("Br40d/3", False), ("Bl57d/3", False), ("I26f/3", False), ("STANDARD", False)],
)
def test_kernels_of_one_maker(kernel: str, sharp: bool) -> None:
    assert is_sharp(kernel) is sharp


@pytest.mark.parametrize(
    ("kernel", "sharp"),
    [
        ("BONEPLUS", True),
        ("LUNG", True),
        ("FC13", False),
        ("FC52", True),
        ("FC86", True),
        ("YC", True),
        ("B", False),
        ("", False),
    ],
)
def test_kernels_of_other_makers(kernel: str, sharp: bool) -> None:
    assert is_sharp(kernel) is sharp
