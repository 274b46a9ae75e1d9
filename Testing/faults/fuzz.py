"""Mutated files for every reader: none may end a batch, hang it, take 2 GB, or end in a problem that nobody foresaw.

``python Testing/faults/fuzz.py --files 10000 --seed 0 --keep DIR`` makes small files of every kind, changes them at
random (the same seed gives the same files), reads each in the reader's process as ``segment`` does, and prints a table.
Files that did not end in an image or a sentence with a code of its own are kept in DIR. The exit code is 0 if there are
none.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fuzz_files import Kind, kinds, make

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.images.io.isolated import Reader, ReaderEndedError

LIMIT_S = 60.0
LARGEST_BYTES = 2_000_000_000


@dataclass
class Tally:
    """What came of the files of one kind."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unexpected: int = 0
    crash: int = 0
    hang: int = 0
    large: int = 0

    @property
    def bad(self) -> int:
        """Files that ended in none of the ways that are wanted."""
        return self.unexpected + self.crash + self.hang + self.large


def fuzz(
    files: int,
    seed: int,
    keep: Path | None = None,
    only: str | None = None,
    first: int = 0,
    report: Callable[[str], None] = print,
) -> dict[str, Tally]:
    """Read ``files`` mutated files from number ``first`` on, as many of each kind; a number's file is the same in every
    run with its ``seed``.
    """
    command = (sys.executable, "-P", str(Path(__file__).with_name("fuzz_reader.py")))
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        known = {name: kind for name, kind in kinds(folder).items() if only in (None, name)}
        names = list(known)
        tallies = {name: Tally() for name in names}
        reader = Reader(command=command, limit_s=LIMIT_S)
        try:
            for number in range(first, first + files):
                name = names[number % len(names)]
                kind, tally = known[name], tallies[name]
                rng = random.Random(f"{seed} {name} {number}")
                path = folder / f"{seed}-{number}{kind.ending}"
                path.write_bytes(make(kind, rng))
                what = _try(reader, kind, path, tally)
                if what != "died":
                    peak = reader.call("peak_bytes", name="", size=0)
                    if peak > LARGEST_BYTES:
                        tally.large += 1
                        what = f"{peak / 1e9:.1f} GB"
                        reader.close()
                        reader = Reader(command=command, limit_s=LIMIT_S)
                if what:
                    report(f"{name}: {path.name}: {what}")
                    if keep is not None:
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / path.name).write_bytes(path.read_bytes())
                path.unlink()
        finally:
            reader.close()
    return tallies


def _try(reader: Reader, kind: Kind, path: Path, tally: Tally) -> str:
    """Read one file, count it, and return what is wrong, "" if nothing is, "died" where the process did not survive."""
    start_s = time.monotonic()
    try:
        more = [HEART_4.name] if kind.function == "labels" else []
        reader.call(kind.function, path, *more, name=str(path), size=path.stat().st_size)
        tally.read += 1
    except Stopped:
        raise
    except ReaderEndedError as error:
        if error.hung:
            tally.hang += 1
        else:
            tally.crash += 1
        print(f"{path.name}: {error.sentence} ({time.monotonic() - start_s:.1f} s)", flush=True)
        return "died"
    except UserError as error:
        if error.code is Code.INTERNAL:
            tally.unexpected += 1
            return error.sentence
        tally.refused[str(error.code)] += 1
    return ""


def table(tallies: Mapping[str, Tally]) -> str:
    """A line for each reader, and the sum."""
    heads = ("read", "refused", "Unexpected problem", "crash", "hang", "memory over 2 GB")
    lines = [f"{'reader':<18}" + "".join(f"{head:>{max(9, len(head) + 2)}}" for head in heads) + "  refused as"]
    rows = [(name, one) for name, one in tallies.items()]
    rows.append(
        (
            "all",
            Tally(
                *(
                    sum((getattr(one, key) for one in tallies.values()), type(getattr(Tally(), key))())
                    for key in Tally.__dataclass_fields__
                )
            ),
        )
    )
    for name, one in rows:
        values = (one.read, sum(one.refused.values()), one.unexpected, one.crash, one.hang, one.large)
        codes = ", ".join(f"{code} {count}" for code, count in one.refused.most_common())
        lines.append(
            f"{name:<18}"
            + "".join(f"{value:>{max(9, len(head) + 2)}}" for head, value in zip(heads, values, strict=True))
            + f"  {codes}"
        )
    return "\n".join(lines)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first file, to share the work between runs")
    parser.add_argument(
        "--keep", type=Path, help="folder for the files that were not read or refused as they should be"
    )
    parser.add_argument("--only", help="one kind of file")
    options = parser.parse_args()
    tallies = fuzz(options.files, options.seed, options.keep, options.only, options.first)
    print(table(tallies))
    return int(any(tally.bad for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
