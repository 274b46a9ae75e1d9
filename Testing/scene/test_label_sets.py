"""Results of other structures than the papers' four: as many colored segments, and tables and files of the same names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import add_volume  # type: ignore[import-not-found]

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, LabelSet
from CrossModalitySegLib.images.io.files import read_labels, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.scene.labels import common_label_set, label_set_of
from CrossModalitySegLib.scene.save import save
from CrossModalitySegLib.scene.segmentations import import_labels
from CrossModalitySegLib.scene.tables import statistics_table, volumes_ml
