"""What training images show beside anatomy."""

from __future__ import annotations

import pytest
import torch

from CrossModalitySegLib.learning import findings
from CrossModalitySegLib.learning.drawing import Draw
from CrossModalitySegLib.learning.findings import with_findings
from CrossModalitySegLib.phantoms.tissue_map import Code
from CrossModalitySegLib.phantoms.tissues import Tissue

EACH = ("_CALCIUM", "_FILLED", "_LEAD", "_CLIPS")


@pytest.fixture
def codes() -> torch.Tensor:
    """Lungs, and in them from above a vena cava, an atrium, a ventricle, and a wall around these."""
    codes = torch.full((30, 24, 24), int(Tissue.LUNG))
    codes[2:28, 6:18, 6:18] = int(Tissue.WALL)
    for low, high, code in ((19, 27, Code.SUPERIOR_CAVA), (11, 19, Code.RA), (3, 11, Code.RV)):
        codes[low:high, 7:17, 7:17] = int(code)
    return codes


@pytest.mark.parametrize(
    ("only", "tissues", "lowest", "highest"),
    [
        ("_CALCIUM", {Tissue.WALL}, 500, 1300),
        ("_FILLED", {Tissue.LUNG}, -750, 200),
        ("_LEAD", {Code.SUPERIOR_CAVA, Code.RA, Code.RV}, 1200, 3000),
        ("_CLIPS", {Tissue.WALL}, 1200, 3000),
    ],
)
def test_each_finding_lies_where_it_belongs(
    monkeypatch: pytest.MonkeyPatch,
    codes: torch.Tensor,
    only: str,
    tissues: set[int],
    lowest: float,
    highest: float,
) -> None:
    for one in EACH:
        monkeypatch.setattr(findings, one, float(one == only))
    plain, changed_once = torch.full(codes.shape, -850.0), False
    for seed in range(8):
        draw = Draw(torch.Generator().manual_seed(seed), torch.device("cpu"))
        image = with_findings(draw, plain.clone(), codes)
        changed = image != plain
        changed_once |= bool(changed.any())
        assert set(codes[changed].tolist()) <= {int(tissue) for tissue in tissues}
        assert ((image[changed] >= lowest) & (image[changed] <= highest)).all()
    assert changed_once


def test_there_is_no_lead_without_a_right_heart(monkeypatch: pytest.MonkeyPatch, codes: torch.Tensor) -> None:
    for one in EACH:
        monkeypatch.setattr(findings, one, float(one == "_LEAD"))
    codes[codes == int(Code.RV)] = int(Tissue.FAT)
    plain = torch.zeros(codes.shape)
    draw = Draw(torch.Generator().manual_seed(0), torch.device("cpu"))
    assert torch.equal(with_findings(draw, plain.clone(), codes), plain)
