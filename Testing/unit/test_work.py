"""The folder of checkpoints: one process at a time, the same inputs at every start; files and their names."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from safetensors import SafetensorError
from safetensors.torch import save_file

from CrossModalitySegLib import verbs
from CrossModalitySegLib.errors import Code, UserError, from_exception
from CrossModalitySegLib.events import Reporter, Result
from CrossModalitySegLib.files import check_name, reads_back, replacing
from CrossModalitySegLib.job import EvaluateJob
from CrossModalitySegLib.jobs.outcome import judge
from CrossModalitySegLib.learning.checkpoint import save_checkpoint
from CrossModalitySegLib.lock import Lock
from CrossModalitySegLib.models.archive import check_model_name
from CrossModalitySegLib.recipes import work


@contextmanager
def another_process(lock: Path) -> Iterator[int]:
    """A process that holds ``lock`` meanwhile; its number."""
    code = (
        f"from pathlib import Path; from CrossModalitySegLib.lock import Lock; held = Lock(Path({str(lock)!r})); "
        "held.acquire(); print(1, flush=True); input()"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(verbs.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.kill()


@pytest.mark.integration
def test_the_second_is_refused_with_the_process_and_computer_of_the_first(tmp_path: Path) -> None:
    with another_process(tmp_path / ".lock") as pid:
        assert Lock(tmp_path / ".lock").is_held
        with (
            pytest.raises(UserError, match=f"Process {pid} on the computer {platform.node()} is at work") as refused,
            ExitStack() as held,
        ):
            work.alone_in(tmp_path, held)
        assert refused.value.code == Code.BUSY
    with ExitStack() as held:
        work.alone_in(tmp_path, held)
        assert Lock(tmp_path / ".lock").is_held
    assert not Lock(tmp_path / ".lock").is_held


@pytest.mark.integration
def test_half_files_of_a_killed_process_are_removed_by_the_next_alone(tmp_path: Path) -> None:
    weights, preview = tmp_path / "bodies" / ".tmp5fqagd", tmp_path / "preview.png"
    weights.parent.mkdir()
    weights.write_bytes(b"half")
    checkpoint = tmp_path / "segmenter.safetensors.part"
    checkpoint.write_bytes(b"half")
    with another_process(tmp_path / ".lock") as process, replacing(preview) as temporary:
        temporary.write_bytes(b"half")
        left = temporary.with_name(temporary.name.replace(f"{os.getpid():08x}", f"{process:08x}"))
        left.write_bytes(b"half")
        with ExitStack() as held, pytest.raises(UserError):
            work.alone_in(tmp_path, held)
        assert all(half.exists() for half in (weights, checkpoint, left)), "the other process may be writing them"
    with ExitStack() as held:
        work.alone_in(tmp_path, held)
    assert not any(half.exists() for half in (weights, checkpoint, left))


def test_a_lock_without_a_readable_signature_still_holds(tmp_path: Path) -> None:
    with Lock(tmp_path / ".lock"):
        (tmp_path / ".lock").write_text("{")
        with pytest.raises(UserError, match="Another process is at work"):
            Lock(tmp_path / ".lock").acquire()


INPUTS = {"model": {"MR.cms": "a"}, "target": {"ct_1 (image)": "b", "ct_2 (image)": "c"}}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"model": {"MR.cms": "z"}}, "model MR.cms has changed"),
        ({"target": {"ct_1 (image)": "z", "ct_2 (image)": "c"}}, "target ct_1 (image) has changed"),
        ({"target": {"ct_1 (image)": "b"}}, "target ct_2 (image) is gone"),
        ({"source": {"mr_1 (labels)": "d"}}, "source mr_1 (labels) is new"),
    ],
)
def test_a_job_that_was_begun_with_other_inputs_is_refused_by_name(
    tmp_path: Path, change: dict[str, dict[str, str]], named: str
) -> None:
    work.same_inputs(tmp_path, INPUTS, begun=False)
    work.same_inputs(tmp_path, INPUTS, begun=True)
    work.same_inputs(tmp_path, INPUTS | {"model": {"renamed.cms": "a"}}, begun=True)
    with pytest.raises(UserError) as refused:
        work.same_inputs(tmp_path, INPUTS | change, begun=True)
    assert refused.value.code == Code.BAD_CHECKPOINT
    assert named in refused.value.sentence
    work.same_inputs(tmp_path, INPUTS | change, begun=False)  # nothing was learned yet: corrected inputs are welcome
    work.same_inputs(tmp_path, INPUTS | change, begun=True)


def test_many_changes_are_counted() -> None:
    was, now = ({"data": {str(number): side for number in range(9)}} for side in "ab")
    assert work.differences(was, now).endswith("data 4 has changed and 4 more")


def test_the_content_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "series").mkdir()
    (tmp_path / "series" / "1.dcm").write_bytes(b"one")
    first = work.content(tmp_path / "series")
    assert first == work.content(tmp_path / "series")
    (tmp_path / "series" / "1.dcm").rename(tmp_path / "series" / "2.dcm")
    renamed = work.content(tmp_path / "series")
    (tmp_path / "series" / "2.dcm").write_bytes(b"two")
    assert len({first, renamed, work.content(tmp_path / "series")}) == 3


def test_a_name_as_long_as_the_file_system_allows_is_written_and_no_longer_one(tmp_path: Path) -> None:
    longest = tmp_path / ("n" * 251 + ".txt")
    check_name(longest)
    with replacing(longest) as temporary:
        temporary.write_text("all")
    assert longest.read_text() == "all"
    for path in (tmp_path / ("n" * 252 + ".txt"), tmp_path / ("ä" * 130) / "CT.cms"):
        with pytest.raises(UserError, match="this file system allows 255") as refused:
            check_name(path)
        assert refused.value.code == Code.BAD_SETTINGS
    with pytest.raises(UserError, match="that of a model may have 120"):
        check_model_name(tmp_path / ("n" * 121 + ".cms"))
    check_model_name(tmp_path / ("n" * 120 + ".cms"))


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_not_text_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not valid UTF-8"):
        verbs.run(
            EvaluateJob(
                pred=tmp_path, reference=tmp_path, out=Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe4sults/a.json"))
            ),
            Reporter(),
        )


def test_a_folder_is_there_whatever_size_its_file_system_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cohort").mkdir()
    assert not reads_back(tmp_path / "cohort"), "nothing is in it"
    (tmp_path / "cohort" / "a.nii.gz").write_bytes(b"1")
    whole = Path.stat
    monkeypatch.setattr(
        Path, "stat", lambda path, **how: os.stat_result([*whole(path, **how)[:6], 0, *whole(path, **how)[7:10]])
    )
    assert reads_back(tmp_path / "cohort"), "Windows and shared folders give folders no size"


def test_an_output_that_vanished_is_not_a_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "results.json"
    monkeypatch.setattr("CrossModalitySegLib.recipes.evaluate.run", lambda job, reporter: Result(outputs=[out]))
    job = EvaluateJob(pred=tmp_path, reference=tmp_path, out=out)
    with pytest.raises(UserError, match=r"results\.json was written, and cannot be read any more"):
        verbs.run(job, Reporter())
    out.write_text("{}")
    assert verbs.run(job, Reporter()).outputs == [out]


class Panic(BaseException):
    """What a library in Rust raises where it gives up, which is no ``Exception``."""


MEMORY = [
    RuntimeError("could not create a primitive"),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."
    ),
    RuntimeError("std::bad_alloc"),
    MemoryError(),
    OSError(12, "Cannot allocate memory"),
    ImportError("libtorch_cpu.so: failed to map segment from shared object"),
    RuntimeError("can't start new thread"),
    BrokenProcessPool("A process in the process pool was terminated abruptly"),
    SafetensorError("Error while serializing: I/O error: Cannot allocate memory (os error 12)"),
    Panic("PyObject pointer is null"),
    SystemError("error return without exception set"),
]


@pytest.mark.parametrize("error", MEMORY, ids=[type(error).__name__ for error in MEMORY])
def test_every_word_for_exhausted_memory_becomes_the_one_sentence(error: BaseException) -> None:
    failure = from_exception(error)
    assert failure.code == Code.OUT_OF_MEMORY and "memory" in failure.sentence


def test_a_full_disk_of_which_rust_tells_is_a_full_disk() -> None:
    error = SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")
    assert from_exception(error).code == Code.DISK_FULL


def _rename(folder: Path) -> None:
    with replacing(folder / "results.json") as temporary:
        temporary.write_text("{}")
        shutil.rmtree(folder)


def _checkpoint(folder: Path) -> None:
    shutil.rmtree(folder)
    save_checkpoint(folder / "segmenter.safetensors", {}, {}, {})


def _weights(folder: Path) -> None:
    shutil.rmtree(folder)
    save_file({}, folder / "payer.safetensors")


def _read(folder: Path) -> None:
    shutil.rmtree(folder)
    (folder / "sub" / "image.nii.gz").read_bytes()


@pytest.mark.parametrize("work", [_rename, _checkpoint, _weights, _read])
def test_a_folder_that_vanishes_is_named(work: Callable[[Path], None], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises((OSError, SafetensorError)) as caught:
        work(folder)
    failure = from_exception(caught.value)
    assert failure.code is Code.GONE and failure.sentence.startswith(f"{folder} is missing;")


def test_a_file_that_vanishes_alone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "image.nii.gz").read_bytes()
    assert from_exception(caught.value).sentence.startswith(f"{tmp_path / 'image.nii.gz'} is missing;")


def test_a_folder_in_which_nothing_may_run_is_not_a_lack_of_memory() -> None:
    error = ImportError("libx.so: failed to map segment from shared object: Operation not permitted")
    assert from_exception(error).code == Code.MISSING_PACKAGE


def test_a_worker_that_rust_ended_for_want_of_memory(tmp_path: Path) -> None:
    words = [
        "memory allocation of 262144 bytes failed",
        "Fatal Python error: Aborted",
        *(f'  File "x.py", line {n} in f' for n in range(60)),
    ]
    outcome = judge(6, True, None, None, words, tmp_path / "log.txt")
    assert outcome.error is not None and outcome.error.code == Code.OUT_OF_MEMORY


@pytest.mark.integration
@pytest.mark.skipif(sys.platform != "linux", reason="reads the own size from /proc")
@pytest.mark.parametrize("exhausted", [True, False])
def test_an_abort_for_want_of_memory_is_a_sentence_and_another_one_is_not(exhausted: bool) -> None:
    lines = [
        "import ctypes, resource",
        "from CrossModalitySegLib.cli.aborts import explain_aborts",
        "explain_aborts()",
        "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize() + 2**24",
        f"resource.setrlimit(resource.RLIMIT_AS, (size, size)) if {exhausted} else None",
        "ctypes.CDLL(None).abort()",
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(verbs.__file__).parents[1])}
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], env=environment, capture_output=True, text=True, check=False
    )
    assert (
        (ended.returncode == 1 and "memory of the device is exhausted" in ended.stderr)
        if exhausted
        else ended.returncode == -signal.SIGABRT
    )


def test_results_that_promise_anything_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    synchronize = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (synced.append((tmp_path / "a.json").exists()), synchronize(descriptor))
    )
    with replacing(tmp_path / "a.json") as temporary:
        temporary.write_text(json.dumps({}))
    assert synced == [False, *[True] * (os.name == "posix")]


def test_all_renames_of_the_package_go_through_one_file() -> None:
    package = Path(verbs.__file__).parent
    words = ("os.replace", "os.rename", ".rename(")
    users = {
        path.name for path in package.rglob("*.py") if any(word in path.read_text(encoding="utf-8") for word in words)
    }
    assert users == {"files.py"}
