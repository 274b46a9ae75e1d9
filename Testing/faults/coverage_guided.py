"""Mutated files that go where the code has not been yet: each reader under atheris, which sees what an input reaches.

``python Testing/faults/coverage_guided.py --minutes 30 --out build/guided`` gives each reader of ``fuzz.py`` so many
minutes, one after the other, and prints a table. It begins with the whole files of ``fuzz_files``; what it finds on the
way lies in OUT/KIND/corpus, from which the same command goes on, and files that did not end in an image or a sentence
with a code of its own in OUT/KIND/found. The exit code is 0 if there are none. atheris (``pip install atheris``) is no
requirement of this package; Linux and macOS have it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

KINDS = (
    *("NIfTI", "NIfTI, gzip", "NIfTI labels", "NRRD", "seg.nrrd", "MetaImage", "Phases, NIfTI", "Phases, NRRD"),
    *("DICOM", "DICOM, deflated", "DICOM, named", "PNG", "TIFF", "JPEG", "Model", "Record"),
)
"""Those of ``fuzz_files.kinds``, which are not known before its imports are watched."""
WATCHED = ["CrossModalitySegLib", "pydicom", "PIL"]
LOADED = (
    *("images.io.source", "images.io.phases", "images.io.dicom", "models.archive"),
    "recipes.records",
)
LARGEST_BYTES = 200_000
MEMORY_MB, LIMIT_S = 2000, 60


@dataclass
class Run:
    """What came of one kind: inputs, edges of the code that they reached, and how many findings."""

    kind: str
    inputs: int = 0
    reached: int = 0
    corpus: int = 0
    found: int = 0
    seconds: float = 0.0


def place_of(out: Path, kind: str) -> Path:
    return out / re.sub(r"\W+", "-", kind)


# The process that is watched


def watch(kind_name: str, out: Path, seconds: int, seed: int) -> None:
    """Let atheris feed the reader of a kind; does not return."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=WATCHED):
        for name in LOADED:
            import_module(f"CrossModalitySegLib.{name}")
        files, reader = import_module("fuzz_files"), import_module("fuzz_reader")
    from CrossModalitySegLib.anatomy import HEART_4
    from CrossModalitySegLib.errors import Code, from_exception

    place = place_of(out, kind_name)
    with tempfile.TemporaryDirectory() as temporary:
        kind = files.kinds(Path(temporary))[kind_name]
    corpus, found = place / "corpus", place / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for content in kind.contents:
        (corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    file = Path(tempfile.mkdtemp()) / f"input{kind.ending}"
    read = reader.FUNCTIONS[kind.function]
    more = [HEART_4.to_json()] if kind.function == "labels" else []

    def one(data: bytes) -> None:
        file.write_bytes(data)
        try:
            read(file, *more, lambda note: None)
        except Exception as error:
            if from_exception(error).code is Code.INTERNAL:
                raise

    def inside(data: bytes, most: int, number: int) -> bytes:
        """Half of the mutations are done in what the file holds, where that is packed."""
        if kind.wrap is not None and number % 2:
            with contextlib.suppress(Exception):  # too damaged to be packed again
                return bytes(kind.wrap(atheris.Mutate(kind.unwrap(data), most)))
        return bytes(atheris.Mutate(data, most))

    options = [
        *(f"-max_total_time={seconds}", f"-seed={seed + 1}", f"-artifact_prefix={found}/", "-print_final_stats=1"),
        *(f"-rss_limit_mb={MEMORY_MB}", f"-timeout={LIMIT_S}", f"-max_len={LARGEST_BYTES}", "-verbosity=1"),
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=inside)
    atheris.Fuzz()


# The process that starts it


def run(kind: str, out: Path, seconds: int, seed: int) -> Run:
    """Watch a kind for so many ``seconds``, anew after each finding."""
    this, start, place = Run(kind), time.monotonic(), place_of(out, kind)
    place.mkdir(parents=True, exist_ok=True)
    before = set(_files(place / "found"))
    while (left := int(start + seconds - time.monotonic())) > 0:
        command = [sys.executable, __file__, "--watch", kind, "--out", str(out), "--seconds", str(left)]
        log = place / "log.txt"
        with log.open("wb") as said:
            code = subprocess.run(
                [*command, "--seed", str(seed)], stdout=said, stderr=subprocess.STDOUT, check=False
            ).returncode
        text = log.read_text(encoding="utf-8", errors="replace")
        this.inputs += max((int(number) for number in re.findall(r"^#(\d+)", text, re.MULTILINE)), default=0)
        this.reached = max([this.reached, *(int(number) for number in re.findall(r" cov: (\d+)", text))])
        seed += 1
        if code == 0:
            break
        after = set(_files(place / "found"))
        if after == before:
            raise SystemExit(f"{kind} could not be watched; see {log}.")
        log.rename(place / f"finding-{len(after)}.txt")
        before = after
    this.found, this.corpus = len(_files(place / "found")), len(_files(place / "corpus"))
    this.seconds = time.monotonic() - start
    return this


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def table(runs: list[Run]) -> str:
    """A line for each kind, and the sum."""
    heads = ("inputs", "edges", "corpus", "found", "s")
    rows: list[tuple[Any, ...]] = [(r.kind, r.inputs, r.reached, r.corpus, r.found, round(r.seconds)) for r in runs]
    rows.append(("all", *(sum(row[column] for row in rows) for column in range(1, 6))))
    lines = [f"{'reader':<18}" + "".join(f"{head:>10}" for head in heads)]
    return "\n".join([*lines, *(f"{row[0]:<18}" + "".join(f"{value:>10}" for value in row[1:]) for row in rows)])


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="for each reader")
    parser.add_argument("--only", default="", help="kinds of files, separated by semicolons")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--watch", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if find_spec("atheris") is None:
        print(
            "This needs atheris, which is not installed: pip install atheris. `fuzz.py` does without.", file=sys.stderr
        )
        return 2
    if options.watch:
        watch(options.watch, options.out, options.seconds, options.seed)
    chosen = options.only.split(";") if options.only else KINDS
    if unknown := [name for name in chosen if name not in KINDS]:
        print(f"There is no kind called {unknown[0]}; there are {'; '.join(KINDS)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    runs = []
    for kind in chosen:
        runs.append(run(kind, options.out.resolve(), round(60 * options.minutes), options.seed))
        print(f"{kind}: {runs[-1].inputs} inputs, {runs[-1].found} found", flush=True)
    print(table(runs))
    return int(any(one.found for one in runs))


if __name__ == "__main__":
    sys.exit(main())
