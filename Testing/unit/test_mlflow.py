"""Curves in MLflow: where they go, where they never go, and that a training does not depend on them."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.learning import mlflow_run as module
from CrossModalitySegLib.learning.history import History
from CrossModalitySegLib.learning.mlflow_run import ADDRESS, RUN_FILE, local_store, mlflow_run


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls another machine fails the test; and what an import sets is undone."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for name in ("MLFLOW_DISABLE_TELEMETRY", "DO_NOT_TRACK", "MLFLOW_ALLOW_FILE_STORE"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.delenv(ADDRESS, raising=False)


@pytest.mark.parametrize(
    "address",
    [
        "https://tracking.example.org",
        "http://localhost:5000",
        "databricks",
        "databricks://profile",
        "postgresql://user@db/mlflow",
        "s3://bucket/mlruns",
        "file://server/share",
        "//server/share",
    ],
)
def test_no_curve_leaves_the_machine(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_store(address) is None
    monkeypatch.setenv(ADDRESS, address)
    messages: list[str] = []
    assert mlflow_run(tmp_path, {}, messages.append) is None
    assert messages == [
        f"{ADDRESS} leads off this machine, where no data is sent; name a folder there to have curves in MLflow."
    ]


@pytest.mark.parametrize("address", ["curves", "./curves", "{folder}/curves", "file://{folder}/curves"])
def test_a_folder_is_local(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert local_store(address.format(folder=tmp_path)) == (tmp_path / "curves").as_uri()


def test_nobody_is_asked_for_mlflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages: list[str] = []
    assert mlflow_run(tmp_path, {}, messages.append) is None and not messages, "who names no store has none"
    monkeypatch.setenv(ADDRESS, str(tmp_path / "store"))
    monkeypatch.setattr(module, "installed", lambda name: False)
    assert mlflow_run(tmp_path, {}, messages.append) is None
    (sentence,) = messages
    assert 'pip install "CrossModalitySegLib[mlflow]"' in sentence
    assert not (tmp_path / "store").exists()


class Broken:
    """Stands for a client whose disk is full."""

    def log_metric(self, *_: object, **__: object) -> None:
        raise OSError("No space left on device")


def test_a_full_disk_ends_the_run_and_not_the_training(tmp_path: Path) -> None:
    messages: list[str] = []
    run = module.MlflowRun.__new__(module.MlflowRun)
    run._client, run._on_note, run.run_id = Broken(), messages.append, "r"  # type: ignore[assignment]
    history = History(Reporter(), None, None, run)
    history.record(1, loss=1.0)
    history.record(2, loss=0.5)
    history.close()
    assert history.curves == {"loss": [(1, 1.0), (2, 0.5)]}
    assert messages == ["The curves do not go on in MLflow (No space left on device); they are in the tables."]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """MLflow's own view of the store."""
    pytest.importorskip("mlflow", reason="mlflow is not installed; the extra mlflow brings it")
    store = tmp_path / "store"
    monkeypatch.setenv(ADDRESS, str(store))
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    from mlflow.tracking import MlflowClient

    return MlflowClient(tracking_uri=store.as_uri())


def test_a_resumed_training_goes_on_in_its_run(tmp_path: Path, client: Any) -> None:
    work, messages = tmp_path / "CT.work", list[str]()
    work.mkdir()
    identity = {"settings": {"steps": 30, "augmentation": {"rotation_deg": 5}}, "seed": 0}
    first = mlflow_run(work, identity, messages.append)
    assert first is not None and not messages
    history = History(Reporter(), None, None, first)
    history.record(10, loss=2.0, dice=float("nan"))
    history.close()
    second = mlflow_run(work, identity | {"adaptation": {"depth": 21}}, messages.append)
    assert second is not None and second.run_id == first.run_id == (work / RUN_FILE).read_text()
    history = History(Reporter(), None, history.curves, second)
    history.record(20, loss=1.5)
    history.close()
    assert [(point.step, point.value) for point in client.get_metric_history(first.run_id, "loss")] == [
        (10, 2.0),
        (20, 1.5),
    ]
    run = client.get_run(first.run_id)
    assert run.info.run_name == "CT" and run.info.status == "FINISHED"
    assert run.data.params == {
        "settings.steps": "30",
        "settings.augmentation.rotation_deg": "5",
        "seed": "0",
        "adaptation.depth": "21",
    }
    assert not messages
    assert client.get_experiment(run.info.experiment_id).name == "CrossModalitySeg"
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"


def test_a_run_of_another_store_is_made_anew(tmp_path: Path, client: Any) -> None:
    (tmp_path / RUN_FILE).write_text("0123")
    run = mlflow_run(tmp_path, {}, print)
    assert run is not None and run.run_id != "0123"
    assert client.get_run(run.run_id).info.run_id == (tmp_path / RUN_FILE).read_text()
