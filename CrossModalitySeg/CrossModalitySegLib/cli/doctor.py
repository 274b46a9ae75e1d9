"""What `crossmodalityseg doctor` looks at: everything that decides whether, and how fast, jobs run here.

``python -m CrossModalitySegLib.cli.doctor`` prints the same for programs, as two lines of JSON: at once what needs no
torch (versions, missing packages, the models), then whether torch computes, and on which devices. It starts where
packages are missing.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..environment import home, memory_gb, missing_packages, versions


@dataclass(frozen=True)
class Finding:
    """One line of the report; ``remedy`` is empty if all is well."""

    subject: str
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at versions, devices, memory and folders; takes the seconds that importing torch takes."""
    found = [Finding(name, version) for name, version in versions().items()]
    missing = missing_packages()
    found += [Finding(name, "missing", f"Install it: pip install {name}.") for name in missing]
    found.append(Finding("system", f"{platform.system()} {platform.release()}, {platform.machine()}"))
    found.append(Finding("memory", f"{memory_gb():.1f} GB"))
    if "torch" not in missing:
        found += _devices()
    found.append(Finding("models", f"{len(_models())} in {home() / 'models'}"))
    found += [
        _writable("library folder", home() / "models"),
        _writable("temporary folder", Path(tempfile.gettempdir())),
    ]
    return found


def inventory() -> dict[str, object]:
    """What is known without torch: "versions", "missing" packages, "memory_gb", and the "models" of the library."""
    return {"versions": versions(), "missing": missing_packages(), "memory_gb": memory_gb(), "models": _models()}


def computing() -> dict[str, object]:
    """Whether torch computes here: "devices", or "problem", which says in a sentence why not."""
    try:
        import torch

        # Finding a library is not the same as being able to use it: builds for other CPUs fail at the first
        # product.
        if not torch.isfinite(torch.ones(8, 8) @ torch.ones(8, 8)).all():
            return {"devices": [], "problem": "PyTorch computes wrong results."}
        return {"devices": [{"name": finding.subject, "text": finding.found} for finding in _devices()], "problem": ""}
    except Exception as error:  # whatever a broken installation raises is the answer
        return {"devices": [], "problem": f"PyTorch cannot be used: {error}."}


def _models() -> list[dict[str, object]]:
    """The models of the library, each as a JSON object; none where the library cannot be read for want of packages."""
    try:
        from ..models.library import Library
    except ImportError:
        return []
    return [
        {"name": entry.name, "path": str(entry.path), "shipped": entry.shipped, "problem": entry.problem}
        | (
            entry.card.model_dump(
                mode="json", include={"modality", "size", "method", "depth", "complete", "created", "provenance"}
            )
            if entry.card
            else {}
        )
        for entry in Library().entries()
    ]


def _devices() -> list[Finding]:
    import torch  # late, so that missing packages can be reported without it

    from ..networks.precision import resolve_precision

    found = []
    for index in range(torch.cuda.device_count()):
        gpu = torch.cuda.get_device_properties(index)
        found.append((torch.device("cuda", index), f"{gpu.name}, {gpu.total_memory / 1e9:.1f} GB"))
    if torch.backends.mps.is_available():
        found.append((torch.device("mps"), "GPU of this Apple computer"))
    found.append((torch.device("cpu"), f"{os.cpu_count()} CPU cores, {torch.get_num_threads()} threads"))
    return [
        Finding(str(device), f"{text}, computes in {str(resolve_precision('auto', device)).removeprefix('torch.')}")
        for device, text in found
    ]


def _writable(subject: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Finding(subject, f"{folder} can be written")
    except OSError as error:
        return Finding(
            subject,
            f"{folder} cannot be written ({error.strerror})",
            "Free space there, or set CROSSMODALITYSEG_HOME or TMPDIR.",
        )


def main() -> None:
    """Print two lines of JSON."""
    print(json.dumps(inventory()), flush=True)
    print(json.dumps(computing()), flush=True)


if __name__ == "__main__":
    main()
