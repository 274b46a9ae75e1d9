"""What a MONAI bundle or a result folder of nnU-Net v2 declares of its network: read from their JSON files as data.

Nothing in them is run: names of classes and expressions in a bundle's configuration are compared and passed over. The
network itself is an ONNX file in the folder; checkpoints, which are pickles, and TorchScript are never opened.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ..anatomy import LARGEST_LABEL_SET
from ..errors import Code, UserError
from ..label_set import LabelSet, Structure

HOW = "docs/how-to/exchange.md describes how, for PyTorch, MONAI and nnU-Net."
_LARGEST_JSON_BYTES = 20_000_000
_PERSONS_AXES = "SPL"
"""Where the axes of an array lead that SimpleITK has read, as nnU-Net does."""


@dataclass(frozen=True)
class Declared:
    """``network`` is the ONNX file; of the rest None is what is not declared. ``axes`` and ``window`` are as in
    ``AdoptJob``; ``source`` names the folder's kind, ``other_scaling`` what happens to gray values there and not here.
    """

    network: Path
    source: str = ""
    labels: LabelSet | None = None
    spacing_mm: float | None = None
    axes: str | None = None
    window: tuple[float, float, float, float] | None = None
    other_scaling: str = ""
    modality: Literal["mr", "ct"] | None = None

    @property
    def sentence(self) -> str:
        """What was found, "" for a file that declares nothing."""
        if not self.source:
            return ""
        parts = [f"network {self.network.name}"]
        parts += [f"structures {', '.join(self.labels.names)}"] if self.labels else []
        parts += [f"voxels of {self.spacing_mm:g} mm"] if self.spacing_mm else []
        parts += [f"axes {self.axes}"] if self.axes else []
        parts += [f"gray values {' '.join(f'{value:g}' for value in self.window)}"] if self.window else []
        return f"From the {self.source}: {'; '.join(parts)}."


def declared_by(path: Path) -> Declared:
    """What ``path``, an ONNX file or a folder with one, declares of the network.

    Raises:
        UserError: BAD_MODEL for what is neither, or holds its network in a format that is not opened; BAD_LABELS for
            classes that are not a label set.
    """
    if path.is_dir():
        if (path / "configs" / "metadata.json").is_file():
            return _bundle(path)
        if (path / "plans.json").is_file() and (path / "dataset.json").is_file():
            return _nnunet(path)
        raise UserError(
            Code.BAD_MODEL,
            f"{path} is neither a MONAI bundle (configs/metadata.json) nor a result folder of nnU-Net v2 (plans.json, "
            "dataset.json).",
            "Name such a folder, or an ONNX file.",
        )
    if path.suffix == ".onnx" and path.is_file():
        return Declared(path)
    raise UserError(Code.BAD_MODEL, _why_not(path), f"Export the network as ONNX, where you trust it; {HOW}")


def _why_not(path: Path) -> str:
    """Why a file is not opened as a network."""
    if not path.exists():
        return f"{path} does not exist."
    if path.suffix == ".safetensors":
        return f"{path} holds weights without the network that they belong to."
    names = _members(path)
    if any("/code/" in name or name.endswith("/constants.pkl") for name in names):
        return f"{path} is a TorchScript file, and PyTorch may run code that it holds when it is opened."
    with path.open("rb") as file:
        pickled = file.read(1) == b"\x80"
    if pickled or any(name.endswith("data.pkl") for name in names):
        return f"{path} is a pickle, as PyTorch's checkpoints are, and may run code when it is opened."
    if "configs/metadata.json" in {name.partition("/")[2] for name in names}:
        return f"{path} is a packed MONAI bundle; only an unpacked one is looked into."
    return f"{path} is not an ONNX file."


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return []


def _bundle(folder: Path) -> Declared:
    network = _only_onnx(
        folder,
        "the MONAI bundle",
        'Where you trust it, write one there: "python -m monai.bundle onnx_export network_def --filepath '
        "models/model.onnx --ckpt_file models/model.pt --meta_file configs/metadata.json --config_file "
        'configs/inference.json".',
    )
    metadata = _json(folder / "configs" / "metadata.json")
    outputs = _part(metadata, "network_data_format", "outputs")
    classes = _part(_first(outputs), "channel_def")
    labels = _label_set({number: name for number, name in classes.items() if str(number) != "0"}, folder)
    file = folder / "configs" / "inference.json"
    steps = list(_objects(_json(file))) if file.is_file() else []
    window = _scaled(_step(steps, "ScaleIntensityRanged"))
    kept = {"NormalizeIntensityd"} | ({"ScaleIntensityRanged"} if window else set())
    scalings = (name for name in map(_name, steps) if "Intensity" in name and name not in kept)
    return Declared(
        network,
        "MONAI bundle",
        labels,
        _same_sides(_step(steps, "Spacingd").get("pixdim")),
        _axes(_step(steps, "Orientationd").get("axcodes")),
        window,
        next(scalings, ""),
        _modality(_first(_part(metadata, "network_data_format", "inputs")).get("modality")),
    )


def _nnunet(folder: Path) -> Declared:
    network = _only_onnx(
        folder,
        "the result folder of nnU-Net",
        f"Where you trust it, write one there, in the environment of nnU-Net; {HOW}",
    )
    plans, dataset = _json(folder / "plans.json"), _json(folder / "dataset.json")
    # What is not learned is a label too, the last one, and has no output channel.
    classes = {name: number for name, number in _part(dataset, "labels").items() if name != "ignore"}
    named = {number: name for name, number in classes.items() if isinstance(number, int) and number}
    if any(not isinstance(number, int) for number in classes.values()):
        raise UserError(
            Code.BAD_MODEL,
            f"{folder} has overlapping regions, several of which may contain the same voxel.",
            "Choose a network whose classes exclude each other.",
        )
    name = folder.name.rpartition("__")[2]
    configurations = _part(plans, "configurations")
    configuration = _part(configurations, name)
    inherited = _part(configurations, str(configuration.get("inherits_from", "")))
    configuration = inherited | configuration
    turned = plans.get("transpose_forward", [0, 1, 2])
    axes = "".join(_PERSONS_AXES[axis] for axis in turned) if sorted(turned) == [0, 1, 2] else None
    schemes, window = configuration.get("normalization_schemes"), None
    if schemes == ["CTNormalization"]:
        window = _as_in_ct(_part(plans, "foreground_intensity_properties_per_channel", "0"))
    known = window is not None or schemes == ["ZScoreNormalization"]
    return Declared(
        network,
        "result folder of nnU-Net",
        _label_set(named, folder),
        _same_sides(configuration.get("spacing")),
        axes,
        window,
        "" if known else f"{schemes}",
        _modality(_part(dataset, "channel_names").get("0")),
    )


def _only_onnx(folder: Path, what: str, remedy: str) -> Path:
    found = sorted(folder.rglob("*.onnx"))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(one.relative_to(folder).as_posix() for one in found)
        raise UserError(
            Code.BAD_MODEL, f"There are several networks in {folder}: {names}.", "Keep only the one you mean."
        )
    kept = sorted(one for one in folder.rglob("*") if one.suffix in (".pt", ".pth", ".ts"))
    where = (
        f" in {kept[0].relative_to(folder).as_posix()}, which may run code when it is opened" if kept else " nowhere"
    )
    raise UserError(Code.BAD_MODEL, f"{folder}, {what}, holds its network{where}, and no ONNX file.", remedy)


def _json(path: Path) -> dict[str, Any]:  # of another program: any JSON
    try:
        if path.stat().st_size > _LARGEST_JSON_BYTES:
            raise ValueError(f"{path.stat().st_size} bytes")
        found = json.loads(path.read_bytes())
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return found
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(Code.BAD_MODEL, f"{path} cannot be read: {error}.", "Download the folder again.") from error


def _part(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The object under ``names``; empty where there is none."""
    for name in names:
        inner = found.get(name)
        found = inner if isinstance(inner, dict) else {}
    return dict(found)


def _first(found: Mapping[str, Any]) -> dict[str, Any]:
    """The first object in ``found``; empty where there is none."""
    return next((one for one in found.values() if isinstance(one, dict)), {})


def _modality(found: object) -> Literal["mr", "ct"] | None:
    word = str(found).lower()
    return "ct" if word.startswith("ct") else "mr" if word.startswith("mr") else None


def _objects(found: object) -> Iterator[dict[str, Any]]:
    """Every object in JSON, the outer ones first."""
    if isinstance(found, dict):
        yield found
    for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _objects(inner)


def _step(steps: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The first transform of that name, with or without its module; empty where there is none."""
    return next((one for one in steps if _name(one) == name), {})


def _name(step: Mapping[str, Any]) -> str:
    return str(step.get("_target_", "")).rpartition(".")[2]


def _number(found: object) -> float | None:
    """A plain number; what is an expression is not evaluated."""
    return float(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def _same_sides(found: object) -> float | None:
    """The side of a voxel whose three sides are equal, and that is one of a heart."""
    sides = [_number(one) for one in found] if isinstance(found, list) else []
    side = sides[0] if len(sides) == 3 and len(set(sides)) == 1 else None
    return side if side is not None and 0.3 <= side <= 10 else None


def _axes(found: object) -> str | None:
    ways = [found.find(one) if isinstance(found, str) else -1 for one in "RLAPSI"]
    one_of_each = all((first < 0) != (second < 0) for first, second in zip(ways[::2], ways[1::2], strict=True))
    return found if isinstance(found, str) and len(found) == 3 and one_of_each else None


def _scaled(step: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    low, high, to_low, to_high = (_number(step.get(name)) for name in ("a_min", "a_max", "b_min", "b_max"))
    if low is None or high is None or to_low is None or to_high is None or low >= high or not step.get("clip"):
        return None
    return low, high, to_low, to_high


def _as_in_ct(of: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    """Cut at two percentiles of the structures' gray values, then less their mean, by their standard deviation."""
    low, high, mean, spread = (_number(of.get(name)) for name in ("percentile_00_5", "percentile_99_5", "mean", "std"))
    if low is None or high is None or mean is None or not spread or low >= high:
        return None
    return low, high, (low - mean) / spread, (high - mean) / spread


def _label_set(classes: Mapping[Any, Any], folder: Path) -> LabelSet | None:
    """Structures of the heart where all classes are called like some, else structures of these names; None without
    classes.
    """
    if not classes:
        return None
    order = LARGEST_LABEL_SET.structures
    known = {number: LARGEST_LABEL_SET.called(str(name)) for number, name in classes.items()}
    try:
        if all(one in order for one in known.values()):
            pairs = [(int(number), one) for number, one in known.items() if one is not None]
            return as_classes(dict(sorted(pairs, key=lambda pair: order.index(pair[1]))), LARGEST_LABEL_SET.subject)
        named = [
            {"value": int(number), "name": re.sub(r"[^\w.-]+", "_", str(name))[:32], "title": str(name)}
            for number, name in classes.items()
        ]
        return LabelSet.from_json({"name": folder.name, "structures": named})
    except ValueError as error:
        raise UserError(
            Code.BAD_LABELS, f"The classes of {folder} are not a label set: {error}.", "State them with --labels."
        ) from error


def as_classes(structures: Mapping[int, Structure], subject: str) -> LabelSet:
    """A label set of the classes of a network.

    Args:
        structures: Structure by class, 1, 2, ..., in the order in which people read them.
        subject: What they make together, which names the set as well.

    Returns:
        The label set.

    Raises:
        ValueError: The classes are others.
    """
    names = {one.name for one in structures.values()}
    found = (
        replace(one, value=number, surrounds=one.surrounds if one.surrounds in names else "")
        for number, one in structures.items()
    )
    return LabelSet(subject, tuple(found), subject)
