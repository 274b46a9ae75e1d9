"""A campaign of faults against every verb: kills, signals, failing disks, turned bits, exchanged inputs, two at once.

``python Testing/faults/campaign.py --minutes 60 --seed 0 --out DIR`` (or ``make faults``) runs small jobs, does
something bad to each, then starts the same command again as a user would. A fault is passed if nothing half lay under a
final name, if the second start ended with the very result of an undisturbed run or refused with a sentence that names
the cause, and if no process, lock or temporary file was left. Each fault is a line of DIR/faults.jsonl; the same
command goes on behind the last one. The same seed gives the same faults, however many are done at once (``--jobs``;
one for each CPU). The exit code is 0 if all were passed.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import warm
from scenarios import SCENARIOS, Scenario, build_stock, files, free_locks, results
from verdicts import Fault, Traces, Undisturbed, Verdict, table, verdict_of, verdict_on
from warm import NO_TRAP, Child, Ended, Trap

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.lock import Lock

ERRNOS = {"EIO": errno.EIO, "ESTALE": errno.ESTALE, "ENOSPC": errno.ENOSPC, "EROFS": errno.EROFS}
AIMED = {
    "killed before a write": warm.KILL_BEFORE,
    "killed behind a write": warm.KILL_AFTER,
    "killed within a write": warm.KILL_HALF,
    "a short write": warm.SHORT,
    "an error at one write": warm.FAIL_ONCE,
    "a disk that fails from one write on": warm.FAIL_FROM,
    "SIGTERM at a write": warm.SIGNAL,
    "SIGINT at a write": warm.SIGNAL,
}
OTHERS = (
    "killed at any moment",
    "SIGSTOP and SIGCONT",
    "output folder deleted",
    "input exchanged between runs",
    "a bit turned between runs",
    "a bit turned in a result",
    "two at once",
    "little memory",
    "clock jumped between runs",
    "a small disk",
)
_NEEDS_SHIM = {*AIMED, "input exchanged between runs", "a bit turned between runs", "clock jumped between runs"}
_LARGE_BYTES = 2_000_000_000
"""A small disk becomes so large at the second start, which is more than any of the jobs writes."""


class Campaign:
    """Faults in the folder ``out``, ``jobs`` at once, each with a fresh folder of its own."""

    def __init__(self, out: Path, seed: int, names: list[str], jobs: int = 1) -> None:
        self.out, self.seed, self.jobs = out.resolve(), seed, jobs
        self.stock = self.out / "stock"
        self.scenarios = {name: SCENARIOS[name] for name in names}
        self.undisturbed: dict[str, Undisturbed] = {}
        self._enter(0)

    def _enter(self, lane: int) -> None:
        """Work in the folders of this ``lane`` from now on."""
        self.lane = self.out / f"lane{lane}"
        self.place, self.notes = self.lane / "place", self.lane / "notes"

    def prepare(self, report: Callable[[str], None]) -> None:
        """Make the stock, and run every scenario undisturbed."""
        shutil.rmtree(self.stock, ignore_errors=True)
        self.stock.mkdir(parents=True)
        ended = Child(lambda: build_stock(self.stock), self.stock, self.notes).end()
        if ended.code:
            raise SystemExit(f"The inputs could not be made:\n{ended.stderr}")
        for name, values in warm.in_lanes(self._undisturbed, self.scenarios, self.jobs):
            self.undisturbed[name] = this = Undisturbed(**values)
            report(f"{name}: {this.writes} writes, {len(this.results)} results, {this.cpu_s:.1f} s")
        self.undisturbed = {name: self.undisturbed[name] for name in self.scenarios}

    def _undisturbed(self, lane: int, name: str) -> dict[str, Any]:
        """An ``Undisturbed`` as JSON has it."""
        self._enter(lane)
        scenario = self.scenarios[name]
        self._fresh(scenario)
        ended = self._run(scenario)
        if ended.code:
            raise SystemExit(f"{name} fails undisturbed ({ended.code}):\n{ended.output}")
        this = Undisturbed(self._results(), sorted(files(self.place)), ended.writes, ended.cpu_s)
        if scenario.by:
            self._fresh(scenario)
            scenario.replace_input(self.stock, self.place)
            self._run(scenario)
            this.exchanged = self._results()
        return asdict(this)

    def faults(self) -> Iterator[Fault]:
        """Without end: a kill or an error at every write of every scenario, in the seed's order, and in between the
        other kinds.
        """
        rng = random.Random(self.seed)
        aimed: list[tuple[str, str, int]] = []
        number = 0
        while True:
            if not aimed and warm.has_shim():
                aimed = [
                    (name, kind, at)
                    for name, this in self.undisturbed.items()
                    for kind in AIMED
                    for at in range(1, this.writes + 1)
                ]
                rng.shuffle(aimed)
            if aimed and number % 2 == 0:
                name, kind, at = aimed.pop()
                yield Fault(number, name, kind, at, rng.choice(list(ERRNOS)))
            else:
                kind = rng.choice([kind for kind in OTHERS if warm.has_shim() or kind not in _NEEDS_SHIM])
                name = rng.choice(list(self.scenarios))
                at = rng.randint(1, max(1, self.undisturbed[name].writes))
                yield Fault(number, name, kind, at, str(rng.randrange(1 << 30)))
            number += 1

    def judged(self, faults: Iterable[Fault]) -> Iterator[Verdict]:
        """The verdicts on ``faults``, each as soon as it is there."""

        def judge(lane: int, fault: Fault) -> dict[str, Any]:
            self._enter(lane)
            return asdict(self.judge(fault))

        return (verdict_of(values) for _, values in warm.in_lanes(judge, faults, self.jobs))

    def judge(self, fault: Fault) -> Verdict:
        """Do ``fault``, start the same command again, and say how it ended."""
        start = time.monotonic()
        scenario, this = self.scenarios[fault.scenario], self.undisturbed[fault.scenario]
        self._fresh(scenario)
        rng = random.Random(f"{self.seed} {fault.number}")
        with self._disk(fault, rng):
            first, changed = self._disturb(fault, scenario, rng)
            verdict = self._verdict(fault, scenario, this, first, changed)
        verdict.elapsed_s = round(time.monotonic() - start, 2)
        return verdict

    # What happens

    def _disturb(self, fault: Fault, scenario: Scenario, rng: random.Random) -> tuple[list[Ended], str]:
        """What came of the first start, and the name of a file that was changed behind it."""
        kind, this = fault.kind, self.undisturbed[fault.scenario]
        moment_s = rng.uniform(0, this.cpu_s)
        if kind in AIMED:
            value = {"SIGTERM at a write": signal.SIGTERM, "SIGINT at a write": signal.SIGINT}.get(kind)
            trap = Trap(AIMED[kind], fault.at, int(ERRNOS[fault.value] if value is None else value))
            return [self._run(scenario, trap)], ""
        if kind == "killed at any moment":
            return [self._signaled(scenario, moment_s, signal.SIGKILL)], ""
        if kind == "SIGSTOP and SIGCONT":
            return [self._signaled(scenario, moment_s, signal.SIGSTOP)], ""
        if kind == "output folder deleted":
            return [self._deleted(scenario, moment_s)], ""
        if kind == "two at once":
            both = [self._start(scenario, notes=f"notes{number}") for number in range(2)]
            return [child.end() for child in both], ""
        if kind == "little memory":
            return [self._run(scenario, memory_bytes=rng.randrange(20, 400) << 20)], ""
        if kind == "a small disk":
            ended = self._run(scenario)
            if can_mount():
                self._resize_disk(_LARGE_BYTES)
            return [ended], ""
        whole = kind == "a bit turned in a result" or rng.random() < 0.2
        first = self._run(scenario, Trap() if whole else Trap(warm.KILL_BEFORE, fault.at))
        if kind == "input exchanged between runs":
            if scenario.by:
                scenario.replace_input(self.stock, self.place)
            return [first], scenario.replaced
        if kind == "clock jumped between runs":
            for path in self.place.rglob("*"):
                moment = time.time() + rng.choice((-1, 1)) * rng.uniform(1, 3e8)
                os.utime(path, (moment, moment))
            return [first], ""
        return [first], self._turn_a_bit(scenario, rng)

    def _turn_a_bit(self, scenario: Scenario, rng: random.Random) -> str:
        """The name of the file, one that the job made, or a model, in which a bit was turned; "" if there is none."""
        before = {path.relative_to(self.stock).as_posix() for path in self.stock.rglob("*")}
        made = [
            path
            for path in sorted(self.place.rglob("*"))
            if path.is_file()
            and path.stat().st_size
            and not path.name.startswith(".")
            and path.suffix != ".png"  # previews are for people: nothing that the product does depends on them
            and (path.relative_to(self.place).as_posix() not in before or path.suffix == ".cms" or path.stem == "job")
        ]
        if not made:
            return ""
        path = rng.choice(made)
        content = bytearray(path.read_bytes())
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(content)
        return path.relative_to(self.place).as_posix()

    def _deleted(self, scenario: Scenario, moment_s: float) -> Ended:
        child = self._start(scenario)
        child.wait_until(moment_s)
        for name in ("out", "home"):
            shutil.rmtree(self.place / name, ignore_errors=True)
        return child.end()

    def _signaled(self, scenario: Scenario, moment_s: float, name: int) -> Ended:
        child = self._start(scenario)
        child.wait_until(moment_s)
        child.signal(name)
        if name == signal.SIGSTOP:
            time.sleep(0.3)
            child.signal(signal.SIGCONT)
        return child.end()

    @contextlib.contextmanager
    def _disk(self, fault: Fault, rng: random.Random) -> Iterator[None]:
        """A disk of its own for the folder where the fault is a small one, and there is the right to mount it."""
        if fault.kind != "a small disk" or not can_mount():
            yield
            return
        aside = self.lane / "aside"
        shutil.rmtree(aside, ignore_errors=True)
        self.place.rename(aside)
        self.place.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={_LARGE_BYTES}"]
        subprocess.run(["mount", *options, "none", str(self.place)], check=True)
        try:
            shutil.copytree(aside, self.place, dirs_exist_ok=True)
            disk = os.statvfs(self.place)
            self._resize_disk((disk.f_blocks - disk.f_bfree) * disk.f_frsize + int(10 ** rng.uniform(3.5, 6)))
            yield
        finally:
            subprocess.run(["umount", "-l", str(self.place)], check=True)
            shutil.rmtree(aside)

    def _resize_disk(self, size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.place)], check=True)

    # How it ended

    def _verdict(
        self, fault: Fault, scenario: Scenario, this: Undisturbed, first: list[Ended], changed: str
    ) -> Verdict:
        between = self._results()
        second = self._run(scenario)
        if second.code == 130:  # a stop that reached the end: started once more, as it says
            second = self._run(scenario)
        left = Traces(
            first=first,
            second=second,
            between=between,
            end=self._results(),
            changed=changed,
            free=free_locks(self.place),
            files=files(self.place),
        )
        return verdict_on(fault, scenario, this, left)

    # Processes

    def _fresh(self, scenario: Scenario) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        scenario.lay_out(self.stock, self.place)

    def _start(
        self, scenario: Scenario, trap: Trap = NO_TRAP, memory_bytes: int | None = None, notes: str = "notes"
    ) -> Child:
        os.environ["CROSSMODALITYSEG_HOME"] = str(self.place / "home")
        return Child(scenario.work, self.place, self.lane / notes, trap, memory_bytes)

    def _run(self, scenario: Scenario, trap: Trap = NO_TRAP, memory_bytes: int | None = None) -> Ended:
        return self._start(scenario, trap, memory_bytes).end()

    def _results(self) -> dict[str, str]:
        """Read in a process of its own, so that no library starts threads in this one."""

        def read_all() -> int:
            print(json.dumps(results(self.place)))
            return 0

        found: dict[str, str] = json.loads(Child(read_all, self.lane, self.lane / "reading").end().stdout)
        return found


def can_mount() -> bool:
    """Whether a small disk can be made: Linux, and the right to."""
    return sys.platform.startswith("linux") and os.geteuid() == 0


def run(
    out: Path,
    seed: int,
    report: Callable[[str], None],
    *,
    minutes: float = float("inf"),
    most: int | None = None,
    names: list[str] | None = None,
    only: list[int] | None = None,
    jobs: int = 1,
) -> list[Verdict]:
    """Faults of ``seed`` for ``minutes``, or ``most`` of them, behind those that DIR/faults.jsonl tells of already;
    ``jobs`` at once.
    """
    campaign = Campaign(out, seed, names or list(SCENARIOS), jobs)
    file = campaign.out / "faults.jsonl"
    verdicts = [_read(line) for line in file.read_text().splitlines()] if file.exists() and only is None else []
    done = {v.fault.number for v in verdicts}
    _preload()
    campaign.prepare(report)
    end_s = time.monotonic() + 60 * minutes

    def coming() -> Iterator[Fault]:
        for fault in campaign.faults():
            if time.monotonic() > end_s or (only is not None and fault.number > max(only)):
                return
            if fault.number not in done and (only is None or fault.number in only):
                yield fault

    for verdict in campaign.judged(islice(coming(), None if most is None else max(0, most - len(verdicts)))):
        verdicts.append(verdict)
        with file.open("a") as lines:
            lines.write(json.dumps({"seed": seed, **asdict(verdict)}) + "\n")
        if not verdict.passed:
            fault = verdict.fault
            report(f"{fault}\n  {verdict.outcome}: {verdict.why}\n  first {verdict.first}\n  second {verdict.second}")
    for lane in campaign.out.glob("lane*"):
        shutil.rmtree(lane, ignore_errors=True)
    return verdicts


def _read(line: str) -> Verdict:
    values: dict[str, Any] = json.loads(line)
    del values["seed"]
    return verdict_of(values)


def _preload() -> None:
    """Load whatever the verbs load, once: also what comes with the first optimizer and the first figure."""
    from functools import partial
    from importlib import import_module

    import torch

    torch.set_num_threads(1)
    from CrossModalitySegLib import verbs
    from CrossModalitySegLib.evaluation import figures
    from CrossModalitySegLib.recipes import maps

    torch.optim.Adam([torch.zeros(1)])
    figures.curves({"dice": [(0, 0.0)]}, "title")
    maps.make_tissue_map = partial(maps.make_tissue_map, spacing_mm=5.0)  # type: ignore[assignment] # a second, not 20
    os.cpu_count = lambda: 1  # type: ignore[assignment] # so that a cohort is made in the process that the trap is in
    for verb in ("segment", "train", "adapt", "calibrate", "evaluate", "cohort", "maps", "measure"):
        verbs.preload(verb)
    for name in ("cli.commands", "jobs.worker", "images.io.reader_process", "models.library"):
        import_module(f"CrossModalitySegLib.{name}")
    warm.fork_readers()


def _report(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    """Run the campaign from a shell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--faults", type=int, help="no more than so many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder of results; the same goes on")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS), help="names, separated by commas")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many at once")
    parser.add_argument("--only", default="", help="numbers of faults to do again, separated by commas")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if not warm.has_shim() and (library := warm.compiled_shim(options.out)) is not None:
        # The loader reads this when a program starts, so this one starts again.
        os.execve(sys.executable, [sys.executable, *sys.argv], warm.with_shim(library, sys.argv))
    if not warm.has_shim():
        print("There is no C compiler here: faults at single writes are left out.")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    only = [int(number) for number in options.only.split(",")] if options.only else None
    with Lock(options.out / ".lock"), tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        verdicts = run(
            options.out,
            options.seed,
            _report,
            minutes=options.minutes,
            most=options.faults,
            names=options.scenarios.split(","),
            only=only,
            jobs=options.jobs,
        )
    print(table(verdicts))
    failed = [v.fault.number for v in verdicts if not v.passed]
    if failed:
        print(f"\nNot passed: {len(failed)}. Again with --only {','.join(map(str, failed))}")
    return int(bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"Error: {error}")
