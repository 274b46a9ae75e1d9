"""The ctest entry of a built Slicer: the module is found there, and so is everything it needs to start."""

import unittest
from pathlib import Path

import slicer


class CrossModalitySegSelfTest(unittest.TestCase):
    """What only the application can show. All else is tested without it, in the repository's Testing folder."""

    def test_moduleIsRegistered(self) -> None:
        module = slicer.util.getModule("CrossModalitySeg")
        self.assertEqual(module.title, "CrossModalitySeg")
        self.assertIn("Segmentation", module.categories)

    def test_panelIsBuilt(self) -> None:
        self.assertIsNotNone(slicer.util.getModuleWidget("CrossModalitySeg"))

    def test_resourcesAreInstalled(self) -> None:
        resources = Path(slicer.util.modulePath("CrossModalitySeg")).parent / "Resources"
        for name in ("UI/CrossModalitySeg.ui", "requirements.txt", "Icons/CrossModalitySeg.png"):
            self.assertTrue((resources / name).is_file(), name)

    def test_logicListsTheModels(self) -> None:
        from CrossModalitySeg import CrossModalitySegLogic

        self.assertTrue(any(model.shipped and not model.problem for model in CrossModalitySegLogic().models()))
