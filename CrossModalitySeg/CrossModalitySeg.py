"""The scripted module as Slicer sees it: metadata, the shell of the panel, the logic for the Python console, and the
self test.

All work lives in ``CrossModalitySegLib``. Nothing heavy is imported here: Slicer loads this file at every start.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, overload

import slicer
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleTest,
    ScriptedLoadableModuleWidget,
)
from slicer.util import VTKObservationMixin

if TYPE_CHECKING:
    from collections.abc import Sequence

    import qt

    from CrossModalitySegLib.panel.panel import Panel
    from CrossModalitySegLib.panel.parameters import Parameters
    from CrossModalitySegLib.scene.volumes import MarkedNode
    from CrossModalitySegLib.tasks.adapt import AdaptTask
    from CrossModalitySegLib.tasks.equipment import Model
    from CrossModalitySegLib.tasks.segment import SegmentTask
    from CrossModalitySegLib.tasks.series import SeriesTask
    from CrossModalitySegLib.tasks.train import TrainTask

LIBRARY = "CrossModalitySegLib"


class CrossModalitySeg(ScriptedLoadableModule):
    """Name, category, help and credits of the module."""

    def __init__(self, parent: slicer.qSlicerScriptedLoadableModule) -> None:
        super().__init__(parent)
        from CrossModalitySegLib.panel.language import install_translation

        install_translation()
        parent.title = _("CrossModalitySeg")
        parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        parent.dependencies = ["Segmentations", "SubjectHierarchy"]
        parent.contributors = ["CrossModalitySeg contributors"]
        parent.helpText = _(
            "Segments the heart in CT and MR with one click, and adapts a heart segmenter from one modality to "
            "your volumes of the other without "
            "one label there. Data stay on this computer, unless you name another machine in the settings. For "
            "research use only: not a medical device."
        )
        parent.acknowledgementText = _(
            "Implements Dou, Ouyang, Chen, Chen, Heng: Unsupervised Cross-Modality Domain Adaptation of ConvNets for "
            "Biomedical Image "
            "Segmentations with Adversarial Loss, IJCAI 2018 (arXiv 1804.10916), and PnP-AdaNet (arXiv 1812.07907)."
        )
        # At start-up not every module is there yet.
        slicer.app.startupCompleted.connect(registerSampleData)
        slicer.app.startupCompleted.connect(registerPlugins)


def registerPlugins() -> None:
    """Offer "Segment heart" in the menu of the module Data and in the Segment Editor."""
    from CrossModalitySegLib import CrossModalitySegPlugins

    slicer.modules.crossmodalitysegPlugins = CrossModalitySegPlugins.register()


def registerSampleData() -> None:
    """Offer virtual patients in the module Sample Data; they are made when they are asked for."""
    import SampleData

    icon = str(Path(__file__).parent / "Resources" / "Icons" / "CrossModalitySeg.png")
    for name, load in (("Virtual cardiac CT", loadVirtualCt), ("Virtual cardiac MR with labels", loadVirtualMr)):
        SampleData.SampleDataLogic.registerCustomSampleDataSource(
            category="CrossModalitySeg",
            sampleName=name.replace(" ", ""),
            uris="",  # nothing is downloaded, but Slicer counts the addresses
            nodeNames=name,
            thumbnailFileName=icon,
            customDownloader=load,
        )


def loadVirtualCt(source: object = None) -> list[slicer.vtkMRMLScalarVolumeNode]:
    """Load the CT volume of a virtual patient."""
    from CrossModalitySegLib.tasks.sample import load_ct

    return load_ct()


def loadVirtualMr(source: object = None) -> list[slicer.vtkMRMLNode]:
    """Load the MR volume of a virtual patient and the segmentation of its heart."""
    from CrossModalitySegLib.tasks.sample import load_mr

    return load_mr()


class CrossModalitySegWidget(ScriptedLoadableModuleWidget, VTKObservationMixin):
    """The shell around the panel: it loads the widgets and passes on what Slicer says."""

    def __init__(self, parent: qt.QWidget | None = None) -> None:
        ScriptedLoadableModuleWidget.__init__(self, parent)
        VTKObservationMixin.__init__(self)
        self.panel: Panel | None = None

    def setup(self) -> None:
        """Build the panel."""
        super().setup()
        from CrossModalitySegLib.panel.panel import Panel
        from CrossModalitySegLib.scene.terminology import TERMINOLOGY, load_terminology

        load_terminology(TERMINOLOGY, slicer.app.applicationLogic())
        self.logic = CrossModalitySegLogic()
        widget = slicer.util.loadUI(self.resourcePath("UI/CrossModalitySeg.ui"))
        self.layout.addWidget(widget)
        self.ui = slicer.util.childWidgetVariables(widget)
        widget.setMRMLScene(slicer.mrmlScene)
        self.panel = Panel(self.ui, self.logic.getParameters())
        self.addObserver(slicer.mrmlScene, slicer.mrmlScene.StartCloseEvent, self.onSceneStartClose)
        self.addObserver(slicer.mrmlScene, slicer.mrmlScene.EndCloseEvent, self.onSceneEndClose)
        self.addObserver(slicer.mrmlScene, slicer.mrmlScene.EndImportEvent, self.onSceneEndImport)
        slicer.app.aboutToQuit.connect(self.cleanup)
        self.panel.entered()  # Slicer does not call enter() after Reload, nor where the module is shown already

    def enter(self) -> None:
        """Slicer shows the module."""
        if self.panel is not None:
            self.panel.entered()

    def exit(self) -> None:
        """Slicer shows another module; a running job goes on."""
        if self.panel is not None:
            self.panel.left()

    def cleanup(self) -> None:
        """The widget goes, by Reload or with the application; a running job ends, and can be resumed."""
        if self.panel is not None:
            slicer.app.aboutToQuit.disconnect(self.cleanup)
            self.panel.close()
            self.panel = None
        self.removeObservers()

    def onSceneStartClose(self, caller: object, event: object) -> None:
        """The parameters go with the scene."""
        if self.panel is not None:
            self.panel.use(None)

    def onSceneEndClose(self, caller: object, event: object) -> None:
        """New parameters for the empty scene."""
        if self.panel is not None:
            self.panel.use(self.logic.getParameters())

    def onSceneEndImport(self, caller: object, event: object) -> None:
        """The parameter node may hold what an earlier version wrote."""
        if self.panel is not None:
            self.logic.getParameters()
            self.panel.segment.choose_the_only_volume()

    def onReload(self) -> None:
        """Forget the library too, so that Reload picks up its changes: Slicer re-executes this file only."""
        self.cleanup()
        for name in [name for name in sys.modules if name == LIBRARY or name.startswith(f"{LIBRARY}.")]:
            del sys.modules[name]
        super().onReload()


class CrossModalitySegLogic(ScriptedLoadableModuleLogic):
    """What the Python console may ask. Knows no widget; also at work in ``Slicer --no-main-window --python-script``.

    Every method that starts a job returns its handle at once: ``job.wait()`` returns the result or raises what went
    wrong, ``job.stop()`` keeps the best so far, ``job.changed.connect(f)`` calls ``f(status)`` with every news.

    >>> from CrossModalitySeg import CrossModalitySegLogic
    >>> logic = CrossModalitySegLogic()
    >>> logic.segment(slicer.util.getNode("CTACardio")).wait().volumes_ml
    {'AA': 23.6, 'LA': 78.1, 'LV': 118.9, 'Myo': 154.9}
    """

    def getParameters(self) -> Parameters:
        """What the panel remembers with the scene."""
        from CrossModalitySegLib.panel.parameters import parameters_of

        return parameters_of(self.getParameterNode())

    @overload
    def segment(
        self, volumeNode: slicer.vtkMRMLSequenceNode, model: str | Path | None = None, uncertainty: bool = False
    ) -> SeriesTask: ...
    @overload
    def segment(
        self,
        volumeNode: slicer.vtkMRMLScalarVolumeNode | None,
        model: str | Path | None = None,
        uncertainty: bool = False,
    ) -> SegmentTask: ...
    def segment(
        self,
        volumeNode: slicer.vtkMRMLScalarVolumeNode | slicer.vtkMRMLSequenceNode | None,
        model: str | Path | None = None,
        uncertainty: bool = False,
    ) -> SegmentTask | SeriesTask:
        """Segment a CT or MR volume, or each phase of a sequence of them.

        Args:
            volumeNode: Volume, or sequence of volumes, of the scene.
            model: Path of a .cms file, or name in the library; None takes the one that ships.
            uncertainty: Whether to make a volume of where the model is unsure, too; of a sequence one that is browsed
                with it.

        Returns:
            The job. Its result holds the nodes ``segmentation`` and ``table``, ``volumes_ml``, ``expected_dice``,
            ``findings``, ``quality`` and ``uncertainty``; of a sequence ``segmentation``, ``sequence``, ``beat`` with
            tables and chart, ``function`` and ``uncertainty``.

        Raises:
            UserError: BAD_MODEL where there is no such model. ``job.wait()`` raises all else, such as BAD_INPUT for
                what is no volume.

        Examples:
            >>> result = logic.segment(slicer.util.getNode("CTACardio")).wait()
            >>> result.segmentation.GetName(), result.quality
            ('CTACardio heart', 'Looks plausible.')
            >>> beat = logic.segment(slicer.util.getNode("CTCardioSeq")).wait()
            >>> beat.function["ventricles"]["LV"]["ef_percent"]
            61.3
        """
        from CrossModalitySegLib.tasks.context import Context
        from CrossModalitySegLib.tasks.segment import SegmentTask
        from CrossModalitySegLib.tasks.series import SeriesTask

        if isinstance(volumeNode, slicer.vtkMRMLSequenceNode):
            return SeriesTask(Context(), volumeNode, self._path(model), uncertainty=uncertainty).start()
        return SegmentTask(Context(), volumeNode, self._path(model), uncertainty=uncertainty).start()

    def adapt(
        self,
        model: str | Path,
        source: str | Path | None,
        target: str | Path | Sequence[slicer.vtkMRMLScalarVolumeNode],
        name: str,
        size: str = "tiny",
        method: str | None = None,
        depth: int | None = None,
        direction: str = "mr-ct",
        preset: str | None = None,
    ) -> AdaptTask:
        """Adapt a model to other volumes, whose labels are never opened.

        Args:
            model: Path of a .cms file, or name in the library.
            source: Folder of volumes of the model's modality; "self-training" can do without it (None) and is better
                with labeled volumes there.
            target: Folder of volumes of the other modality, or volume nodes.
            name: Name of the new model in the library.
            size: "tiny" or "paper".
            method: "dou2018", "pnp-adanet", "released", "adversarial-self-training" or "self-training"; None takes the
                usual one of the size.
            depth: 13, 21 or 31; None takes the method's.
            direction: "mr-ct", from MR with labels to CT without, or "ct-mr".
            preset: Refused: the name that stood for size and method in earlier versions. The error names the two.

        Returns:
            The job, whose result is the path of the new model.

        Raises:
            UserError: BAD_MODEL where there is no such model, BAD_SETTINGS for a ``preset``. ``job.wait()`` raises all
                else, such as EXISTS or BAD_DATASET.

        Examples:
            >>> job = logic.adapt("MR", "/data/mr", slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"), name="CT")
            >>> job.metric.connect(print)  # critic_distance 12 0.34, ...
            >>> logic.segment(slicer.util.getNode("CTACardio"), model=job.wait())
        """
        from CrossModalitySegLib.choices import refuse_preset
        from CrossModalitySegLib.tasks.adapt import AdaptTask
        from CrossModalitySegLib.tasks.context import Context

        if preset is not None:
            refuse_preset(preset)
        volumes = Path(target) if isinstance(target, (str, Path)) else list(target)
        return AdaptTask(
            Context(),
            self._path(model),
            Path(source) if source else None,
            volumes,
            name=name,
            size=size,
            method=method,
            depth=depth,
            direction=direction,
        ).start()

    def trainSource(
        self,
        data: str | Path | Sequence[tuple[slicer.vtkMRMLScalarVolumeNode, MarkedNode]],
        name: str,
        size: str = "tiny",
        method: str | None = None,
        modality: str = "mr",
        preset: str | None = None,
    ) -> TrainTask:
        """Train a model on labeled volumes.

        Args:
            data: Folder of labeled volumes, or pairs of a volume node and the node of its segmentation or label map.
            name: Name of the new model in the library.
            size: "tiny" or "paper".
            method: As in ``adapt``.
            modality: "mr" or "ct".
            preset: Refused: the name that stood for size and method in earlier versions. The error names the two.

        Returns:
            The job, whose result is the path of the new model.

        Raises:
            UserError: BAD_SETTINGS for a ``preset``. ``job.wait()`` raises all else, such as EXISTS, BAD_DATASET or
                BAD_LABELS.

        Examples:
            >>> logic.trainSource([(mrNode, segmentationNode)], name="MR").wait()
        """
        from CrossModalitySegLib.choices import refuse_preset
        from CrossModalitySegLib.tasks.context import Context
        from CrossModalitySegLib.tasks.train import TrainTask

        if preset is not None:
            refuse_preset(preset)
        return TrainTask(
            Context(),
            Path(data) if isinstance(data, (str, Path)) else list(data),
            name=name,
            size=size,
            method=method,
            modality=modality,
        ).start()

    def models(self) -> list[Model]:
        """The models of the library: ``name``, ``path``, ``modality``, ``size``, ``method``, ``depth``,
        ``problem``.

        >>> [model.name for model in logic.models() if model.modality == "ct"]
        ['CT']
        """
        from CrossModalitySegLib.tasks.context import Context
        from CrossModalitySegLib.tasks.equipment import check_equipment

        return list(check_equipment(Context()).models)

    def _path(self, model: str | Path | None) -> Path | None:
        """The file of a model given by path or by name; raises ``UserError`` BAD_MODEL where there is none."""
        from CrossModalitySegLib.errors import Code, UserError

        if model is None or Path(model).is_file():
            return Path(model) if model is not None else None
        if Path(model).suffix == ".cms":
            raise UserError(
                Code.BAD_MODEL,
                f"There is no model file {model}.",
                "Give the path of a .cms file, or the name of a model in the library.",
            )
        models = self.models()
        path = next((known.path for known in models if known.name == str(model)), None)
        if path is None:
            names = ", ".join(known.name for known in models)
            raise UserError(
                Code.BAD_MODEL, f'There is no model called "{model}" in the library.', f"Choose one of: {names}."
            )
        return path


class CrossModalitySegTest(ScriptedLoadableModuleTest):
    """The self test behind the button "Reload and Test": the module with a real worker on a small virtual patient."""

    def setUp(self) -> None:
        """Start from an empty scene."""
        slicer.mrmlScene.Clear()
        self.logic = CrossModalitySegLogic()

    def runTest(self) -> None:
        """Run every test method."""
        for test in (self.test_load, self.test_panelState, self.test_segment, self.test_stop, self.test_failingJob):
            self.setUp()
            test()

    def test_load(self) -> None:
        """The module is there, with its resources, and brings no torch into Slicer."""
        resources = Path(__file__).parent / "Resources"
        for name in ("UI/CrossModalitySeg.ui", "requirements.txt"):
            self.assertTrue((resources / name).is_file(), name)
        self.assertTrue(any(model.shipped and not model.problem for model in self.logic.models()))

    def test_panelState(self) -> None:
        """The panel is idle, and its button says what it waits for."""
        panel = slicer.util.getModuleWidget("CrossModalitySeg").panel
        self.assertFalse(panel.busy)
        self.assertFalse(panel.ui.segmentButton.isEnabled())
        self.assertTrue(panel.ui.segmentButton.property("toolTip"))

    def test_segment(self) -> None:
        """A small virtual CT is segmented from end to end."""
        volume = self._virtualCt()
        result = self.logic.segment(volume).wait(timeout_s=120)
        assert result.segmentation is not None and result.table is not None
        self.assertEqual(result.segmentation.GetSegmentation().GetNumberOfSegments(), 7)
        self.assertGreater(sum(result.volumes_ml.values()), 100)
        self.assertEqual(result.table.GetNumberOfRows(), 7)

    def test_stop(self) -> None:
        """A stopped job ends, says so, and leaves no process."""
        job = self.logic.segment(self._virtualCt())
        job.stop()
        with self.assertRaisesRegex(Exception, "Stopped"):
            job.wait(timeout_s=60)
        self.assertFalse(job.state.busy)

    def test_failingJob(self) -> None:
        """A job that cannot be done says why, with a remedy."""
        with self.assertRaisesRegex(Exception, "No volume is chosen"):
            self.logic.segment(None).wait(timeout_s=60)

    def _virtualCt(self) -> slicer.vtkMRMLScalarVolumeNode:
        from CrossModalitySegLib.environment import home
        from CrossModalitySegLib.tasks.context import Context
        from CrossModalitySegLib.tasks.sample import SampleTask

        folder = SampleTask(Context(), home() / "samples-small", count=1, spacing_mm=4.0).start().wait(timeout_s=120)
        return slicer.util.loadVolume(str(min((folder / "ct_train").glob("*_image.nii.gz"))))
