"""The application, its dialogs, its files, and what it would install."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import slicer
from slicer.i18n import tr as _

from . import packaging, torch_utils, util
from .conftest import volumes


def test_dialogs_answer_themselves_and_are_recorded() -> None:
    assert slicer.app.testingEnabled()
    assert slicer.util.mainWindow() is None
    slicer.util.errorDisplay("bad", windowTitle="Title")
    assert slicer.util.confirmYesNoDisplay("sure?") is False
    assert slicer.util.confirmOkCancelDisplay("sure?") is False
    assert util.shown[0] == ("error", "bad", "Title")
    with pytest.raises(RuntimeError, match="main window"):
        slicer.util.selectModule("SegmentEditor")


def test_error_display_hands_the_error_on_in_testing_mode() -> None:
    with pytest.raises(KeyError), slicer.util.tryWithErrorDisplay("It failed."):
        raise KeyError("x")
    assert not util.shown


def test_error_display_shows_the_error_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicer.app, "_testing", False)
    with pytest.raises(KeyError), slicer.util.tryWithErrorDisplay("It failed."):
        raise KeyError("x")
    assert util.shown == [("error", "It failed.\n\n'x'", None)]


@pytest.mark.parametrize("name", ["extensionsManagerModel", "nosuch"])
def test_application_lacks_what_a_small_build_lacks(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(slicer.app, name)


def test_nothing_is_installed() -> None:
    import PyTorchUtils

    packaging.calls.clear()
    torch_utils.calls.clear()
    slicer.packaging.pip_ensure("monai>=1.4", requester="CrossModalitySeg")
    slicer.util.pip_install("--no-index monai")
    PyTorchUtils.PyTorchUtilsLogic().installTorch(askConfirmation=True, torchVersionRequirement=">=2.4")
    assert [(name, arguments["requirements"]) for name, arguments in packaging.calls] == [
        ("pip_ensure", ["monai>=1.4"]),
        ("pip_install", "--no-index monai"),
    ]
    assert torch_utils.calls[0][1]["torchVersionRequirement"] == ">=2.4"
    with pytest.raises(TypeError):
        PyTorchUtils.PyTorchUtilsLogic().installTorch(True)
    with pytest.raises(TypeError):
        slicer.packaging.pip_ensure("monai", nosuch=True)


def test_volumes_and_segmentations_are_written_and_read(tmp_path: Path) -> None:
    (volume,) = volumes("a")
    slicer.util.updateVolumeFromArray(volume, np.arange(24, dtype=np.int16).reshape(2, 3, 4))
    assert slicer.util.saveNode(volume, str(tmp_path / "a.nrrd"))
    again = slicer.util.loadVolume(str(tmp_path / "a.nrrd"), {"name": "b"})
    assert again.GetName() == "b"
    assert np.array_equal(slicer.util.arrayFromVolume(again), slicer.util.arrayFromVolume(volume))
    with pytest.raises(RuntimeError, match="Failed to load"):
        slicer.util.loadSegmentation(str(tmp_path / "nosuch.seg.nrrd"))


def test_text_is_its_own_translation() -> None:
    assert _("Segment heart") == "Segment heart"
    with pytest.raises(TypeError):
        _(5)
