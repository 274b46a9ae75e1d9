"""Base classes without behaviour."""

import unittest


class ScriptedLoadableModule:
    def __init__(self, parent) -> None:
        self.parent = parent


class ScriptedLoadableModuleWidget:
    def __init__(self, parent=None) -> None:
        self.parent = parent

    def setup(self) -> None:
        """Nothing to build."""

    def onReload(self) -> None:
        """Nothing to reload."""


class ScriptedLoadableModuleLogic:
    """Nothing to inherit."""


class ScriptedLoadableModuleTest(unittest.TestCase):
    """A plain test case."""
