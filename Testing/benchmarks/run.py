"""``make bench``: run the parts one after the other, each in a process of its own; write bench.json and print a table.

python Testing/benchmarks/run.py [--parts inference,start_up] [--quick] [--whole-peers] [--out bench.json]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from harness import FOLDER, PACKAGE, Row, Size, in_process


def main() -> None:
    """Run what the command line names."""
    known = sorted(path.stem for path in (FOLDER / "parts").glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(
        description="Measure this program beside the machine's limit and beside what people would use instead."
    )
    parser.add_argument("--parts", default=",".join(known), help=f"of {', '.join(known)} (default: all)")
    parser.add_argument(
        "--quick", action="store_true", help="small inputs and few rounds: shows that everything runs, not how fast"
    )
    parser.add_argument(
        "--whole-peers",
        action="store_true",
        help="run other programs' networks over a whole volume instead of over one window",
    )
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    options = parser.parse_args()
    chosen = [name for name in options.parts.split(",") if name]
    if unknown := sorted(set(chosen) - set(known)):
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(known)}")
    # The peak of the machine comes first, since the others are compared with it.
    chosen.sort(key=lambda name: (name != "machine", name))
    rows: dict[str, list[Row]] = {}
    failures: dict[str, str] = {}
    for name in chosen:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            rows[name] = [
                Row(**row) for row in json.loads(in_process("run:measure", name, options.quick, options.whole_peers))
            ]
        except RuntimeError as error:  # the others have taken minutes and are kept
            failures[name] = str(error)
    peak = max((row.ours for row in rows.get("machine", [])), default=None)
    described = {part: [asdict(row) | _derived(row, peak) for row in found] for part, found in rows.items()}
    machine = json.loads(in_process("run:machine"))
    report = {
        "measured": datetime.now().astimezone().isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine,
        "parts": described,
    }
    options.out.write_text(json.dumps(report, indent=2), encoding="utf-8")
    print(
        f"{machine['device']}, {machine['threads']} threads, PyTorch "
        f"{machine['torch']}{' (quick: too small to judge)' if options.quick else ''}"
    )
    print(table(rows, peak))
    if failures:
        sys.exit("\n".join(f"{name} could not be measured: {reason}" for name, reason in failures.items()))


def measure(name: str, quick: bool, whole_peers: bool) -> list[dict]:
    """The rows of one part, in this process."""
    return [asdict(row) for row in importlib.import_module(f"parts.{name}").measure(Size(quick, whole_peers))]


def machine() -> dict:
    """What computes."""
    import torch

    name = torch.cuda.get_device_name() if torch.cuda.is_available() else _cpu()
    return {
        "device": name,
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
        flags = next(line for line in lines if line.startswith("flags")).split()
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
    found = [flag for flag in ("avx512_bf16", "avx512_vnni", "amx_bf16") if flag in flags]
    return f"{model} ({', '.join(found) or 'no bfloat16'})"


def _derived(row: Row, peak: float | None) -> dict:
    return {
        "limit_over_ours": row.of_limit,
        "reference_over_ours": row.over_reference,
        "of_peak": _of_peak(row, peak),
        "reached": row.reached,
    }


def _of_peak(row: Row, peak: float | None) -> float | None:
    """Arithmetic of ours per second over the machine's peak (MFU)."""
    return row.flop / row.ours / 1e12 / peak if row.flop and peak else None


def table(rows: dict[str, list[Row]], peak: float | None) -> str:
    """All rows as text, with the goals in brackets behind the ratios."""

    def shown(value: float | None, goal: float | None = None, sign: str = "") -> str:
        text = "" if value is None else f"{value:.3g}"
        return text + (f" [{sign}{goal:g}]" if goal is not None else "")

    head = ("", "ours", "unit", "limit", "limit/ours", "reference", "ref./ours", "of peak", "peak GB", "goal", "")
    lines = [head]
    for part, found in rows.items():
        lines.append((part.upper(), *[""] * (len(head) - 1)))
        for row in found:
            reached = {None: "", True: "yes", False: "MISSED"}[row.reached]
            lines.append(
                (
                    "  " + row.name,
                    shown(row.ours, row.most, "<"),
                    row.unit,
                    shown(row.limit),
                    shown(row.of_limit, row.goal_limit, ">"),
                    shown(row.reference),
                    shown(row.over_reference, row.goal_reference, ">"),
                    shown(_of_peak(row, peak)),
                    shown(row.peak_gb),
                    reached,
                    row.note,
                )
            )
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


if __name__ == "__main__":
    sys.path.insert(0, str(PACKAGE))
    main()
