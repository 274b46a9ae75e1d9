"""What tests on real Qt share: importing this puts the stand-ins in place."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from . import install

install()

import qt  # noqa: E402 - there is none before

TIMEOUT_S = 200.0
"""For what takes a second or two on a machine that has nothing else to do."""


@pytest.fixture
def until() -> Callable[..., None]:
    """Keep the event loop going until something is true."""

    def wait(reached: Callable[[], object], timeout_s: float = TIMEOUT_S) -> None:
        end_s = time.monotonic() + timeout_s
        while not reached():
            assert time.monotonic() < end_s, "nothing happened in time"
            qt.QCoreApplication.processEvents()
            time.sleep(0.002)

    return wait
