"""The scripted module as Slicer sees it: metadata, a shell of a panel, and a logic for the Python console.

All work lives in ``CrossModalitySegLib``, which runs without Slicer. Nothing heavy is imported here: Slicer loads this
file at every start.
"""

from __future__ import annotations

import sys

import slicer
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleTest,
    ScriptedLoadableModuleWidget,
)

LIBRARY = "CrossModalitySegLib"


class CrossModalitySeg(ScriptedLoadableModule):
    """Name, category, help and credits of the module."""

    def __init__(self, parent) -> None:
        super().__init__(parent)
        parent.title = _("CrossModalitySeg")
        parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        parent.dependencies = []
        parent.contributors = ["CrossModalitySeg contributors"]
        parent.helpText = _(
            "Adapts a heart segmenter trained on MR to CT without one CT label, and segments cardiac CT into ascending aorta, left atrium, "
            "left ventricle and left ventricular myocardium. No data leaves this computer. For research use only: not a medical device."
        )
        parent.acknowledgementText = _(
            "Implements Dou, Ouyang, Chen, Chen, Heng: Unsupervised Cross-Modality Domain Adaptation of ConvNets for Biomedical Image "
            "Segmentations with Adversarial Loss, IJCAI 2018 (arXiv 1804.10916), and PnP-AdaNet (arXiv 1812.07907)."
        )


class CrossModalitySegWidget(ScriptedLoadableModuleWidget):
    """The shell of the panel: it says what can be done today, and where."""

    def setup(self) -> None:
        import qt

        super().setup()
        label = qt.QLabel(self.text())
        label.setWordWrap(True)
        label.setTextInteractionFlags(qt.Qt.TextSelectableByMouse)
        self.layout.addWidget(label)
        self.layout.addStretch(1)

    @staticmethod
    def text() -> str:
        """What the panel shows, as rich text."""
        return _(
            "<p>This version of CrossModalitySeg has no buttons here yet. The same work runs from a terminal, in the folder of the source code:</p>"
            "<pre>make demo\n.venv/bin/crossmodalityseg segment scan.nii.gz --model CT.cms --out results</pre>"
            "<p>The first line installs everything into a folder of its own and shows the method on virtual patients. The second one segments a CT "
            "volume with an adapted model; its result, a .seg.nrrd file, opens here with File / Add Data, names and colours included.</p>"
        )

    def onReload(self) -> None:
        """Forget the library too, so that Reload picks up its changes: Slicer re-executes this file only."""
        for name in [name for name in sys.modules if name == LIBRARY or name.startswith(f"{LIBRARY}.")]:
            del sys.modules[name]
        super().onReload()


class CrossModalitySegLogic(ScriptedLoadableModuleLogic):
    """What the Python console may ask. Knows no widget.

    >>> slicer.util.getModuleLogic("CrossModalitySeg").structureTitles()["LA"]
    'Left atrium'
    """

    def version(self) -> str:
        """Version of the library, e.g. "0.1.0"."""
        from CrossModalitySegLib import __version__

        return __version__

    def structureTitles(self) -> dict[str, str]:
        """Short name -> full name of each segmented structure, in reading order."""
        from CrossModalitySegLib import anatomy

        return {structure.name: structure.title for structure in anatomy.STRUCTURES}


class CrossModalitySegTest(ScriptedLoadableModuleTest):
    """The self test behind the button "Reload and Test"."""

    def setUp(self) -> None:
        slicer.mrmlScene.Clear()

    def runTest(self) -> None:
        self.setUp()
        self.test_logicAnswers()

    def test_logicAnswers(self) -> None:
        logic = CrossModalitySegLogic()
        self.assertRegex(logic.version(), r"^\d+\.\d+\.\d+")
        self.assertEqual(list(logic.structureTitles()), ["AA", "LA", "LV", "Myo"])
