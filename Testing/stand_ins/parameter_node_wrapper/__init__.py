"""Stands for ``slicer.parameterNodeWrapper``: a class of annotated fields, kept in a real vtkMRMLScriptedModuleNode and
connected to widgets.

Fields: int, float, str, bool, Enum, pathlib.Path, node classes, lists of these, and Optional or Union of these; not ``X
| None``, which the real one does not know either, and neither tuple, dict nor parameterPack, which it does.
"""

from .connectors import Decimals, SingleStep
from .validators import Choice, Default, Exclude, Maximum, Minimum, NotNone, Validator, WithinRange
from .wrapper import SlicerParameterNamePropertyName, isParameterNodeWrapper, parameterNodeWrapper

__all__ = [
    "Choice",
    "Decimals",
    "Default",
    "Exclude",
    "Maximum",
    "Minimum",
    "NotNone",
    "SingleStep",
    "SlicerParameterNamePropertyName",
    "Validator",
    "WithinRange",
    "isParameterNodeWrapper",
    "parameterNodeWrapper",
]
