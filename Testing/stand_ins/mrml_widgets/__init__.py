"""Stands for the qMRML widgets, over the real scene. They become attributes of the module ``slicer``.

The selectors list nodes in the order of the scene, in a real QComboBox, so that what is selected after a node came or
went is what Qt selects. Missing: the entries that create, rename and delete nodes, and the popup.
"""

from .checkable_node_combo_box import qMRMLCheckableNodeComboBox
from .node_combo_box import qMRMLNodeComboBox
from .widget import qMRMLWidget

__all__ = ["qMRMLCheckableNodeComboBox", "qMRMLNodeComboBox", "qMRMLWidget"]

WIDGETS = (qMRMLWidget, qMRMLNodeComboBox, qMRMLCheckableNodeComboBox)
