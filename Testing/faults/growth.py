"""What grows: memory, handles, threads, processes and disk of one worker over many segmentations and a long adaptation,
and of the panel, opened and closed with a worker each time.

``python Testing/faults/growth.py --segmentations 300 --minutes 120 --panels 50`` (or ``make growth``) prints a table
for each part: at first, when everything is loaded and a twentieth is done, in the middle, and at last. The exit code is
1 if anything grew from the middle to the last. 0 leaves a part out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).parents[2]
PACKAGES = REPOSITORY / "CrossModalitySeg"
EARLY = 0.05
"""Part of the work behind which everything has been loaded once."""
SLACK_MB = 30.0
SLACK = 0.05
"""Memory goes up and down by so much, and by this part of it."""
SLACK_HANDLES = 2


@dataclass(frozen=True)
class Sample:
    """Of a process and its children together; ``files`` are those in its temporary folder."""

    memory_mb: float
    handles: int
    threads: int
    processes: int
    files: int
    disk_mb: float


def sample(process: psutil.Process, temporary: Path) -> Sample:
    """What ``process`` and its children take now."""
    own = [process, *process.children(recursive=True)]
    memory, handles, threads = 0, 0, 0
    for one in own:
        with contextlib.suppress(psutil.NoSuchProcess):  # a child that has just ended
            with one.oneshot():
                memory += one.memory_info().rss
                threads += one.num_threads()
            handles += one.num_handles() if os.name == "nt" else one.num_fds()
    left = [path for path in temporary.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in left if path.exists())
    return Sample(memory / 1e6, handles, threads, len(own), len(left), size / 1e6)


class Course:
    """Samples in their order; of these three are shown."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.samples: list[Sample] = []

    @property
    def shown(self) -> dict[str, Sample]:
        """At first, in the middle and at last."""
        last = len(self.samples) - 1
        places = {"first": round(EARLY * last), "middle": last // 2, "last": last}
        return {name: self.samples[place] for name, place in places.items()}

    def grown(self) -> list[str]:
        """What is more at last than in the middle, beyond what goes up and down."""
        middle, last = self.shown["middle"], self.shown["last"]
        slack = {
            "memory_mb": SLACK_MB + SLACK * middle.memory_mb,
            "handles": SLACK_HANDLES,
            "threads": SLACK_HANDLES,
            "processes": 0,
            "files": 0,
            "disk_mb": 1.0,
        }
        return [name for name, more in slack.items() if getattr(last, name) > getattr(middle, name) + more]

    def table(self) -> str:
        """As text, a column for each of the three."""
        lines = [f"{self.name}, {len(self.samples)} samples", f"{'':<12}" + "".join(f"{n:>10}" for n in self.shown)]
        for one in fields(Sample):
            values = (getattr(this, one.name) for this in self.shown.values())
            lines.append(f"{one.name:<12}" + "".join(f"{value:>10.1f}" for value in values))
        return "\n".join([*lines, f"grown: {', '.join(self.grown()) or 'nothing'}", ""])


class Worker:
    """A worker with a temporary folder of its own, and the events that it says."""

    def __init__(self, folder: Path, description: dict[str, Any]) -> None:
        from CrossModalitySegLib.jobs.folder import JobFolder

        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        job = JobFolder(folder / "job")
        job.put(description)
        command = [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.worker", str(job.job_file), "--detached"]
        environment = os.environ | {"PYTHONPATH": str(PACKAGES), "TMPDIR": str(self.temporary)}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        self._seen = psutil.Process(self._process.pid)

    def events(self) -> Iterator[dict[str, Any]]:
        """One by one, until it ends; raises ``SystemExit`` if it fails."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            event = json.loads(line)
            if event["event"] == "error" and event["code"] != "stopped":
                raise SystemExit(f"{event['sentence']} {event['remedy']}")
            yield event
        self._process.wait()

    def sample(self) -> Sample:
        return sample(self._seen, self.temporary)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)


def segmentations(count: int, folder: Path, report: Callable[[str], None]) -> Course:
    """So many small volumes in one job, by a model of random weights."""
    import numpy as np

    from CrossModalitySegLib.images.io.files import write_volume
    from CrossModalitySegLib.images.volume import Volume
    from CrossModalitySegLib.phantoms import make_patient

    image, _ = make_patient("ct", 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=4.0)
    scans = folder / "scans"
    for number in range(count):
        array = image.array.astype(np.int16)
        array.flat[number] += 1  # a volume that is there twice is segmented once
        write_volume(scans / f"{number:04d}.nii.gz", Volume(array, image.geometry))
    how = {"inputs": [str(scans)], "out": str(folder / "out"), "model": str(_model(folder)), "force": True}
    worker, course = Worker(folder, {"verb": "segment", "device": "cpu", **how}), Course(f"{count} segmentations")
    for event in worker.events():
        if event["event"] == "case":
            course.samples.append(worker.sample())
            if len(course.samples) % 50 == 0:
                report(f"{len(course.samples)} of {count} segmentations")
    return course


def adaptation(minutes: float, folder: Path) -> Course:
    """An adaptation that is stopped after ``minutes``, with a sample at every half of a percent of them."""
    from CrossModalitySegLib.phantoms import make_patient
    from CrossModalitySegLib.phantoms.write import write_subject

    for modality in ("mr", "ct"):
        for number in (1001, 1002):
            image, label = make_patient(modality, number, size_mm=(140.0, 140.0, 140.0), spacing_mm=5.0)  # type: ignore[arg-type]
            write_subject(folder / "cohort", modality, number, image, label, "virtual")  # type: ignore[arg-type]
    places = {"source": str(folder / "cohort"), "target": str(folder / "cohort"), "out": str(folder / "CT.cms")}
    settings = {"depth": 13, "joint_steps": 10_000_000, "critic_steps": 1, "critic_width": 8, "validate_every": 50}
    how = {"model": str(_model(folder)), "size": "tiny", "device": "cpu", "settings": settings}
    worker, course = Worker(folder, {"verb": "adapt", **places, **how}), Course(f"{minutes:g} minutes of adaptation")
    start, end = 0.0, float("inf")
    for event in worker.events():
        now = time.monotonic()
        if event["event"] == "metric" and not start:
            start, end = now, now + 60 * minutes
        if start and now < end and now >= start + len(course.samples) * 60 * minutes / 200:
            course.samples.append(worker.sample())
        if now >= end:
            worker.stop()
            end = float("inf")
    return course


def panels(count: int, folder: Path) -> Course:
    """The panel on real Qt, opened and closed, each time with a worker that segments; by a test of it."""
    file = folder / "panels.json"
    environment = os.environ | {"PANELS": str(count), "PANELS_FILE": str(file)}
    command = [sys.executable, "-m", "pytest", "-q", "--timeout", "0", "Testing/panel/test_growth.py"]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=False)
    course = Course(f"{count} panels")
    course.samples = [Sample(**one) for one in json.loads(file.read_text())]
    return course


def _model(folder: Path) -> Path:
    import torch

    from CrossModalitySegLib.anatomy import HEART_4
    from CrossModalitySegLib.models.card import ModelCard, Provenance
    from CrossModalitySegLib.models.heart_model import HeartModel
    from CrossModalitySegLib.networks.localizer import HeartLocalizer
    from CrossModalitySegLib.networks.segmenter import Segmenter
    from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

    torch.manual_seed(0)
    network = NetworkSettings(width=4)
    card = ModelCard(
        name="Any",
        modality="any",
        preprocessing=Preprocessing(spacing_mm=5.0, size_px=64, depth_px=8),
        network=network,
        size="tiny",
        method="dou2018",
        provenance=Provenance(data="none: of random weights", license="none"),
    )
    return HeartModel(card, Segmenter(network, HEART_4.class_count), HeartLocalizer()).save(folder / "Any.cms")


def main() -> int:
    """Run the parts that are asked for from a shell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segmentations", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=120.0, help="of adaptation")
    parser.add_argument("--panels", type=int, default=50)
    options = parser.parse_args()
    sys.path.insert(0, str(PACKAGES))
    courses = []
    with tempfile.TemporaryDirectory() as name:
        for part, size in (
            ("segmentations", options.segmentations),
            ("minutes", options.minutes),
            ("panels", options.panels),
        ):
            folder = Path(name, part)
            folder.mkdir()
            if size and part == "segmentations":
                courses.append(segmentations(size, folder, lambda text: print(text, flush=True)))
            elif size and part == "minutes":
                courses.append(adaptation(size, folder))
            elif size:
                courses.append(panels(size, folder))
            if size:
                print(courses[-1].table(), flush=True)
    return int(any(course.grown() for course in courses))


if __name__ == "__main__":
    sys.exit(main())
