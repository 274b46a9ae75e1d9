"""Reading in a process of its own: the same voxels, and what a file costs that crashes, hangs or eats memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.io.isolated import Reader, ReaderEndedError
from CrossModalitySegLib.images.io.plain_images import PlainImage, read_plain_image
from CrossModalitySegLib.images.volume import Volume

pytestmark = pytest.mark.integration

PACKAGE_PARENT = Path(__file__).parents[2] / "CrossModalitySeg"

HARM = """
import os, time
import numpy as np
from CrossModalitySegLib.images.io.reader_process import FUNCTIONS, serve

def crash(on_note):
    os.kill(os.getpid(), 11)

def spin(on_note):
    sum(range(10**13))  # holds the interpreter's lock, as a native parser does

def eat(on_note):
    return float(np.ones(10**10).sum())

def notify(on_note):
    on_note("a note")
    print("this must not reach the answers")
    return os.getpid()

def fail(on_note):
    raise RuntimeError("nobody foresaw this")

serve(FUNCTIONS | {"crash": crash, "spin": spin, "eat": eat, "notify": notify, "fail": fail})
"""
COMMAND = (sys.executable, "-c", HARM)


@pytest.fixture(scope="module")
def volume() -> Volume:
    array = np.random.default_rng(0).integers(-1000, 1000, (6, 7, 8)).astype(np.int16)
    return Volume(
        array, Geometry((6, 7, 8), (3.0, 2.0, 1.5), (-5.0, 6.0, 7.5), (0.6, 0.0, 0.8, 0.0, 1.0, 0.0, -0.8, 0.0, 0.6))
    )


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(command=COMMAND, limit_s=20.0) as found:
        yield found


def test_voxels_grid_and_plain_images_arrive_as_they_are_read_here(
    volume: Volume, reader: Reader, tmp_path: Path
) -> None:
    path = write_volume(tmp_path / "a.nii.gz", volume)
    far, near = reader.read(path), read_volume(path)
    assert isinstance(far, Volume)
    assert far.geometry == near.geometry and far.array.dtype == near.array.dtype
    np.testing.assert_array_equal(far.array, near.array)
    far.array[:] = 0  # it may be written to
    Image.fromarray(np.random.default_rng(0).normal(128, 40, (64, 70)).clip(0, 255).astype(np.uint8)).save(
        tmp_path / "b.png"
    )
    image, here = reader.read(tmp_path / "b.png"), read_plain_image(tmp_path / "b.png")
    assert isinstance(image, PlainImage) and not image.known
    np.testing.assert_array_equal(image.volume.array, here.volume.array)
    assert reader.is_gray(tmp_path / "b.png")


def test_what_a_reader_states_arrives(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nothere\.nii") as caught:
        reader.read(tmp_path / "nothere.nii")
    assert caught.value.code is Code.BAD_INPUT
    with pytest.raises(UserError, match="nobody foresaw this") as caught:
        reader.call("fail", name="a", size=0)
    assert caught.value.code is Code.INTERNAL
    notes: list[str] = []
    reader.call("notify", name="a", size=0, on_note=notes.append)
    assert notes == ["a note"]


def test_one_process_serves_until_a_file_ends_it(reader: Reader) -> None:
    first = reader.call("notify", name="a", size=0)
    assert reader.call("notify", name="a", size=0) == first != os.getpid()
    with pytest.raises(ReaderEndedError, match=r"harm\.mha crashed") as caught:
        reader.call("crash", name="harm.mha", size=0)
    assert caught.value.code is Code.BAD_INPUT and not caught.value.hung
    assert reader.call("notify", name="a", size=0) != first


def test_a_file_that_hangs_its_parser_is_given_up() -> None:
    with Reader(command=COMMAND, limit_s=1.0) as short:
        short.call("notify", name="a", size=0)
        start_s = time.monotonic()
        with pytest.raises(ReaderEndedError, match=r"harm\.mha was still being read") as caught:
            short.call("spin", name="harm.mha", size=0)
        assert caught.value.hung
        assert time.monotonic() - start_s < 20
    with Reader(command=COMMAND) as again:
        assert again.call("notify", name="a", size=0)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux keeps a limit of memory")
def test_memory_that_a_small_file_cannot_need_is_not_given(reader: Reader) -> None:
    before = reader.call("notify", name="a", size=0)
    with pytest.raises(UserError, match=r"bomb\.nii\.gz needs more than 1\.7 GB") as caught:
        reader.call("eat", name="bomb.nii.gz", size=0)
    assert caught.value.code is Code.OUT_OF_MEMORY
    assert reader.call("notify", name="a", size=0) == before, "an error, not the end of the process"


def test_a_stop_ends_reading_at_once() -> None:
    wanted = threading.Event()
    with Reader(wanted.is_set, command=COMMAND) as reader:
        reader.call("notify", name="a", size=0)
        threading.Timer(0.3, wanted.set).start()
        start_s = time.monotonic()
        with pytest.raises(Stopped):
            reader.call("spin", name="harm.mha", size=0)
        assert time.monotonic() - start_s < 5


OWNER = """
import sys
from CrossModalitySegLib.images.io.isolated import Reader
reader = Reader(command=(sys.executable, "-c", sys.argv[1]), limit_s=1.0)
print(reader.call("notify", name="a", size=0), flush=True)
if sys.argv[2] == "busy":
    reader._limit_s = 0.5
    reader._answer = lambda *_: input()
    reader.call("spin", name="a", size=0)
input()
"""


@pytest.mark.skipif(os.name != "posix", reason="uses signals")
@pytest.mark.parametrize("state", ["idle", "busy"])
def test_nothing_is_left_behind_by_an_owner_that_was_killed(state: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(PACKAGE_PARENT)}
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, HARM, state],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    child = int(owner.stdout.readline())
    time.sleep(0.5)
    owner.kill()
    owner.wait()
    end_s = time.monotonic() + 60
    while _lives(child):
        assert time.monotonic() < end_s, "the reader outlives its owner"
        time.sleep(0.1)


def _lives(pid: int) -> bool:
    """Whether the process is there and no zombie, which nobody may be there to collect."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
            if Path("/proc/self").exists()
            else os.kill(pid, 0) is None
        )
    except (OSError, ProcessLookupError):
        return False


def test_a_file_that_ends_the_search_costs_itself_alone(tmp_path: Path) -> None:
    script = HARM.replace(
        "serve(FUNCTIONS",
        textwrap.dedent("""
        from CrossModalitySegLib.images.io.dicom import Found
        def find(paths, on_note):
            if any(path.name == "harm" for path in paths):
                crash(on_note)
            return Found([], [path.name for path in paths])
        serve(FUNCTIONS | {"find_series": find}"""),
    )
    with Reader(command=(sys.executable, "-c", script)) as reader:
        found = reader.find_series([tmp_path / name for name in ("a", "b", "harm", "c", "d")])
    assert found.left_out[:4] == ["a", "b", "c", "d"]
    assert len(found.left_out) == 5 and "harm crashed" in found.left_out[4]


@pytest.mark.skipif(os.name != "posix", reason="uses signals")
def test_ctrl_c_does_not_end_the_reader(reader: Reader) -> None:
    pid = reader.call("notify", name="a", size=0)
    os.kill(pid, signal.SIGINT)
    assert reader.call("notify", name="a", size=0) == pid
