"""Published MR to CT figures, for orientation beside our own: they were measured on other data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..anatomy import HEART_4
from ..label_set import LabelSet

OTHER_DATA = "other data: MM-WHS, 4 test volumes"
"""What every published figure was measured on; the tables mark each of them with it."""


@dataclass(frozen=True)
class Published:
    """One published row: Dice per structure name, in 0..1, and ``mean`` as (lowest, highest) reported; None if unknown.

    ``citation`` says where the figures stand, ``link`` is a DOI or an arXiv number.
    """

    method: str
    kind: Literal["no adaptation", "adaptation", "CT labels"]
    citation: str
    link: str
    mean: tuple[float, float] | None
    dice: dict[str, float] | None = None
    note: str = ""


def _row(*values: float) -> dict[str, float]:
    return dict(zip(HEART_4.names, values, strict=True))


PUBLISHED: tuple[Published, ...] = (
    Published(
        "No adaptation",
        "no adaptation",
        "Dou et al., IEEE Access 2019, lowest; Chen et al., IEEE TMI 2020, highest",
        "arXiv:1812.07907, arXiv:2002.02255",
        (0.132, 0.172),
    ),
    Published(
        "Dou et al. 2018",
        "adaptation",
        "Dou et al., IJCAI 2018",
        "arXiv:1804.10916",
        (0.577, 0.577),
        _row(0.748, 0.511, 0.572, 0.478),
    ),
    Published(
        "PnP-AdaNet",
        "adaptation",
        "Dou et al., IEEE Access 2019",
        "arXiv:1812.07907",
        (0.639, 0.639),
        _row(0.74, 0.68, 0.62, 0.51),
    ),
    Published("SIFA v1", "adaptation", "Chen et al., AAAI 2019", "arXiv:1901.08211", (0.730, 0.730)),
    Published(
        "SIFA v2",
        "adaptation",
        "Chen et al., IEEE TMI 2020",
        "arXiv:2002.02255",
        (0.741, 0.741),
        _row(0.813, 0.795, 0.738, 0.616),
    ),
    Published(
        "SDC-UDA",
        "adaptation",
        "Shin et al., CVPR 2023",
        "arXiv:2305.11012",
        (0.855, 0.855),
        _row(0.958, 0.910, 0.886, 0.666),
    ),
    Published("SHAPE", "adaptation", "CVPR 2026", "arXiv:2603.21904", (0.901, 0.901)),
    Published(
        "Trained with CT labels",
        "CT labels",
        "fully supervised results named in this line of work, lowest and highest",
        "",
        (0.909, 0.934),
    ),
    Published(
        "Payer et al.",
        "CT labels",
        "Payer et al., STACOM at MICCAI 2017",
        "doi:10.1007/978-3-319-75541-0_20",
        None,
        note="its figures are in the cited paper",
    ),
)
"""Every published row of Table 1, from no adaptation to full supervision. Surface distances are left out: that line of
work reports them in voxels of resized volumes, which no one can turn into mm."""


def published_for(target: str, labels: LabelSet) -> tuple[Published, ...]:
    """The rows that may stand beside results on ``target`` with the structures ``labels``: all of them went from MR to
    CT, with four structures.
    """
    return PUBLISHED if target == "ct" and labels == HEART_4 else ()
