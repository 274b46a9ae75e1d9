"""The curves of a training as a run of MLflow, in a store on this machine: where ``MLFLOW_TRACKING_URI`` names one.

Nothing is sent anywhere: an address of another machine is passed over with a sentence, and MLflow's own telemetry is
switched off before it is imported.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ..extras import EXTRA_OF, installed

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

log = logging.getLogger(__name__)

ADDRESS = "MLFLOW_TRACKING_URI"
EXPERIMENT = "CrossModalitySeg"
RUN_FILE = "mlflow-run.txt"
"""Beside the checkpoints: the run that a resumed training goes on with."""

_SERVICES = ("databricks", "databricks-uc", "uc")
"""Addresses that look like folders."""

_LONGEST_VALUE = 250
"""Characters of a parameter that every version of MLflow takes."""


def local_store(address: str) -> str | None:
    """Find the store of MLflow, which has to be on this machine.

    Args:
        address: What ``MLFLOW_TRACKING_URI`` holds.

    Returns:
        The address as MLflow wants it if it is a folder or an SQLite file of this machine; None for any other.

    Examples:
        >>> local_store("sqlite:///curves.db")
        'sqlite:///curves.db'
        >>> local_store("https://tracking.example.org") is None
        True
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return address
    if parts.scheme == "file":
        on_this_machine = parts.netloc in ("", "localhost")
        return Path(url2pathname(parts.path)).absolute().as_uri() if on_this_machine else None
    if address in _SERVICES:
        return None
    # One letter is a drive of Windows.
    return Path(address).absolute().as_uri() if len(parts.scheme) < 2 and not parts.netloc else None


def mlflow_run(work: Path, parameters: Mapping[str, Any], on_note: Callable[[str], None]) -> MlflowRun | None:
    """The run of the training whose checkpoints lie in ``work``; None where nobody asks for one, or it cannot be had,
    which ``on_note`` then gets as a sentence.

    Args:
        work: Folder of the checkpoints; the run bears its name.
        parameters: What runs are compared by, such as settings and seed of the stage that begins or goes on.
        on_note: Takes a sentence for the user.
    """
    address = os.environ.get(ADDRESS, "")
    if not address:
        return None
    store = local_store(address)
    if store is None:
        on_note(
            f"{ADDRESS} leads off this machine, where no data is sent; name a folder there to have curves in MLflow."
        )
        return None
    if not installed("mlflow"):
        on_note(
            f"{ADDRESS} is set, but MLflow is not installed; install it with: "
            f'pip install "CrossModalitySegLib[{EXTRA_OF["mlflow"]}]".'
        )
        return None
    try:
        return MlflowRun(store, work, parameters, on_note)
    except Exception as error:  # a training is not lost for its curves
        log.warning("No MLflow run", exc_info=error)
        on_note(_without(error))
        return None


class MlflowRun:
    """Writes points of curves into a run of MLflow, as ``EventFile`` does for TensorBoard."""

    def __init__(self, store: str, work: Path, parameters: Mapping[str, Any], on_note: Callable[[str], None]) -> None:
        """``store`` is as ``local_store`` gives it; the rest as for ``mlflow_run``."""
        # Before the import: MLflow would report that it is used. The folder was asked for by name.
        os.environ.update(MLFLOW_DISABLE_TELEMETRY="true", DO_NOT_TRACK="true", MLFLOW_ALLOW_FILE_STORE="true")
        from mlflow.entities import Param
        from mlflow.tracking import MlflowClient

        self._client: MlflowClient | None = MlflowClient(tracking_uri=store)
        self._on_note = on_note
        file = work / RUN_FILE
        earlier = file.read_text(encoding="utf-8") if file.exists() else ""
        experiment = self._client.get_experiment_by_name(EXPERIMENT)
        number = experiment.experiment_id if experiment else self._client.create_experiment(EXPERIMENT)
        known = [run.info.run_id for run in self._client.search_runs([number])] if earlier else []
        if earlier in known:
            self.run_id = earlier
            self._client.update_run(self.run_id, status="RUNNING")
        else:
            self.run_id = self._client.create_run(number, run_name=work.stem).info.run_id
            file.write_text(self.run_id, encoding="utf-8")
        params = [Param(name, value) for name, value in _flat(parameters).items()]
        self._client.log_batch(self.run_id, params=params[:100])

    def add_scalar(self, name: str, value: float, step: int) -> None:
        """Add one point to a curve.

        Args:
            name: Name of the curve.
            value: Height of the point, finite.
            step: Its place.
        """
        self._try(lambda client: client.log_metric(self.run_id, name, value, step=step))

    def close(self) -> None:
        """End the stage; the next one, and a resumed one, open the run again."""
        self._try(lambda client: client.set_terminated(self.run_id))

    def _try(self, action: Callable[[MlflowClient], object]) -> None:
        if self._client is None:
            return
        try:
            action(self._client)
        except Exception as error:  # likewise: a full disk, say
            log.warning("The MLflow run ends", exc_info=error)
            self._client = None
            self._on_note(_without(error))


def _without(error: Exception) -> str:
    reason = str(error).strip().splitlines()
    return (
        f"The curves do not go on in MLflow ({reason[0] if reason else type(error).__name__}); they are in the tables."
    )


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Values by name, those of groups by names with dots."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = str(value)[:_LONGEST_VALUE]
    return found
