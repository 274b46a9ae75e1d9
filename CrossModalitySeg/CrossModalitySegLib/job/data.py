"""Jobs that make what others learn from: virtual patients and tissue maps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from .base import Anatomies, BaseJob, OutFolder, Shell


class CohortJob(BaseJob):
    """Make virtual patients, written in MM-WHS names and raw labels.

    Example:
      crossmodalityseg cohort virtual --mr 10 --ct 10
    """

    verb: Literal["cohort"] = "cohort"
    out: Annotated[OutFolder, Shell("OUT", argument=True)]
    """Folder to write, with mr_train and ct_train inside."""
    mr: Annotated[int, Field(ge=0, le=9000)] = 20
    """Number of MR subjects."""
    ct: Annotated[int, Field(ge=0, le=9000)] = 20
    """Number of CT subjects."""
    size_mm: Annotated[tuple[float, float, float] | None, Shell("Z Y X")] = None
    """Extent of each volume.

    None takes the default of the renderer.
    """
    spacing_mm: Annotated[float, Field(ge=0.5, le=5)] = 2.0
    """Side of a voxel."""
    labels: Literal["heart-4", "heart-7"] = "heart-4"
    """Structures that the cohort is used for.

    labels.json says it. The label files hold the MM-WHS values of all seven structures anyway.
    """
    anatomies: Anatomies = None
    varied: bool = False
    """Wider variety of shapes, chests, fields of view and CT contrast than usual.

    For training a model to be used on unseen scanners and patients.
    """


class MapsJob(BaseJob):
    """Make tissue maps: virtual chests without gray values, from which `train --size whole-heart` renders a new image
    at every step.

    Example:
      crossmodalityseg maps maps --count 100
    """

    verb: Literal["maps"] = "maps"
    out: Annotated[OutFolder, Shell("OUT", argument=True)]
    """Folder to write."""
    count: Annotated[int, Field(ge=1, le=99_999)] = 100
    """Number of maps; each takes some 20 s of a core and half a megabyte."""
    anatomies: Anatomies = None
    surroundings: Path | None = None
    """Folder of tissue maps of real chests, of which every second map takes what lies around its heart."""
