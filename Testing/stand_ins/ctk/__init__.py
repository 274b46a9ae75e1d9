"""Stands for the module ``ctk``: the widgets of CTK that panels use, with their properties, setters and signals; how
they look is left to Qt.
"""

from .collapsible import ctkCollapsibleButton, ctkCollapsibleGroupBox
from .numbers import ctkDoubleSlider, ctkDoubleSpinBox, ctkSliderWidget
from .paths import ctkDirectoryButton, ctkPathLineEdit
from .refined import (
    ctkCheckablePushButton,
    ctkCheckBox,
    ctkComboBox,
    ctkFittedTextBrowser,
    ctkMenuButton,
    ctkMessageBox,
    ctkPushButton,
)

__all__ = [
    "ctkCheckBox",
    "ctkCheckablePushButton",
    "ctkCollapsibleButton",
    "ctkCollapsibleGroupBox",
    "ctkComboBox",
    "ctkDirectoryButton",
    "ctkDoubleSlider",
    "ctkDoubleSpinBox",
    "ctkFittedTextBrowser",
    "ctkMenuButton",
    "ctkMessageBox",
    "ctkPathLineEdit",
    "ctkPushButton",
    "ctkSliderWidget",
]
