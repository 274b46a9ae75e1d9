"""Write a model as a MONAI bundle: what it is, how it is run, and the network as TorchScript."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..errors import Code, UserError
from ..events import Reporter, Result
from ..files import refuse_existing, rename
from ..images.io.files import writable_folder
from ..images.preprocessing import CENTER_HU, HIGH_HU, LOW_HU, SCALE_HU, heart_box
from ..job import BundleJob
from ..models.card import ModelCard
from ..models.heart_model import HeartModel
from ..models.library import default_model
from ..networks.architectures import ARCHITECTURES
from ..networks.box_network import box_network
from ..settings import Preprocessing

CONFIGS, MODELS = "configs", "models"
INFERENCE, METADATA, NETWORK = f"{CONFIGS}/inference.json", f"{CONFIGS}/metadata.json", f"{MODELS}/model.ts"
_SCHEMA = "https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20240725.json"
_NEEDS = {"nibabel": "5.3.0", "pytorch-ignite": "0.4.11"}


def run(job: BundleJob, reporter: Reporter) -> Result:
    """Write a model as a MONAI bundle.

    Args:
        job: What is asked for; without a model it is of the one that ships.
        reporter: Who is told how far it is.

    Returns:
        Metadata, configuration and network (TorchScript) below the folder ``job.out``, which appears with all of them.

    Raises:
        UserError: EXISTS, BAD_MODEL, also for one that was imported as ONNX, or NO_PERMISSION.
    """
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    reporter.progress(0.0, "reading the model")
    model = HeartModel.load(job.model or default_model())
    card = model.card
    if not ARCHITECTURES[card.architecture].learns:
        raise UserError(
            Code.BAD_MODEL, f"The model {card.name} was imported as ONNX.", "Pass on that ONNX file itself."
        )
    shape = heart_box(np.zeros(3), card.preprocessing).shape
    reporter.progress(0.2, "translating the network")
    network = box_network(model.segmenter, ARCHITECTURES[card.architecture].dimension, card.preprocessing.plane, shape)
    reporter.progress(0.8, "writing")
    with tempfile.TemporaryDirectory(prefix=".", dir=job.out.parent) as temporary:
        folder = Path(temporary, job.out.name)
        for name in (CONFIGS, MODELS):
            (folder / name).mkdir(parents=True)
        torch.jit.save(network, folder / NETWORK)
        for name, content in ((METADATA, metadata(card, shape)), (INFERENCE, inference(card, shape))):
            (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        rename(folder, job.out)
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out / name for name in (METADATA, INFERENCE, NETWORK)])


def metadata(card: ModelCard, shape: tuple[int, int, int]) -> dict[str, Any]:
    """A model's card as the metadata of a bundle.

    Args:
        card: The card.
        shape: Sides (D, H, W) of the model's box, in voxels.

    Returns:
        What stands in metadata.json, for JSON; it counts sides as (W, H, D).
    """
    sides = list(reversed(shape))
    common = {"type": "image", "spatial_shape": sides, "dtype": "float32", "value_range": [], "is_patch_data": False}
    classes = {0: "background"} | {one.value: one.title or one.name for one in card.labels.structures}
    return {
        "schema": _SCHEMA,
        "version": "0.1.0",
        "changelog": {"0.1.0": f"written from the model {card.name} of {card.created}"},
        "monai_version": "1.4.0",
        "pytorch_version": card.versions.get("torch", torch.__version__).partition("+")[0],
        "numpy_version": np.__version__,
        "required_packages_version": _NEEDS,
        "name": card.name,
        "task": f"Segmentation of the {card.labels.subject} in {card.modality.upper()}",
        "description": f"{', '.join(one.title for one in card.labels.structures)}. The input is cut to the box around "
        f"its middle: the {card.labels.subject} must lie there.",
        "authors": "The authors of the model",
        "copyright": card.provenance.license,
        "data_source": card.provenance.data,
        "data_type": "nifti",
        "intended_use": "Research, not a medical device",
        "network_data_format": {
            "inputs": {
                "image": common
                | {
                    "format": "hounsfield" if card.modality == "ct" else "magnitude",
                    "modality": card.modality.upper(),
                    "num_channels": 1,
                    "channel_def": {"0": "image"},
                }
            },
            "outputs": {
                "pred": common
                | {
                    "format": "segmentation",
                    "num_channels": len(classes),
                    "channel_def": {str(value): classes[value] for value in sorted(classes)},
                }
            },
        },
    }


def inference(card: ModelCard, shape: tuple[int, int, int]) -> dict[str, Any]:
    """How MONAI runs it: every image of ``dataset_dir`` becomes a label map in ``output_dir``."""
    sides, spacing_mm = list(reversed(shape)), card.preprocessing.spacing_mm
    image = {"keys": "image"}
    before = [
        {"_target_": "LoadImaged", **image},
        {"_target_": "EnsureChannelFirstd", **image},
        {"_target_": "Orientationd", **image, "axcodes": "LPS"},
        {"_target_": "Spacingd", **image, "pixdim": [spacing_mm] * 3, "mode": "bilinear"},
        {"_target_": "ResizeWithPadOrCropd", **image, "spatial_size": sides, "mode": "edge"},
        *({**step, **image} for step in _gray_values(card.preprocessing)),
        {"_target_": "EnsureTyped", **image, "dtype": "$torch.float32"},
    ]
    behind = [
        {"_target_": "Activationsd", "keys": "pred", "softmax": True},
        {
            "_target_": "Invertd",
            "keys": "pred",
            "transform": "@preprocessing",
            "orig_keys": "image",
            "nearest_interp": False,
            "to_tensor": True,
        },
        {"_target_": "AsDiscreted", "keys": "pred", "argmax": True},
        {
            "_target_": "SaveImaged",
            "keys": "pred",
            "output_dir": "@output_dir",
            "output_postfix": "seg",
            "output_dtype": "$numpy.uint8",
            "separate_folder": False,
        },
    ]
    return {
        "imports": ["$import glob", "$import numpy", "$import torch"],
        "bundle_root": ".",
        "dataset_dir": "$@bundle_root + '/images'",
        "output_dir": "$@bundle_root + '/eval'",
        "device": "$torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')",
        "datalist": "$sorted(glob.glob(@dataset_dir + '/*.nii*'))",
        "network_def": {
            "_target_": "torch.jit.load",
            "f": f"$@bundle_root + '/{NETWORK}'",
            "map_location": "@device",
        },
        "network": "$@network_def.eval()",
        "preprocessing": {"_target_": "Compose", "transforms": before},
        "dataset": {
            "_target_": "Dataset",
            "data": "$[{'image': path} for path in @datalist]",
            "transform": "@preprocessing",
        },
        "dataloader": {"_target_": "DataLoader", "dataset": "@dataset", "batch_size": 1, "num_workers": 0},
        "inferer": {"_target_": "SimpleInferer"},
        "postprocessing": {"_target_": "Compose", "transforms": behind},
        "evaluator": {
            "_target_": "SupervisedEvaluator",
            "device": "@device",
            "val_data_loader": "@dataloader",
            "network": "@network",
            "inferer": "@inferer",
            "postprocessing": "@postprocessing",
        },
        "run": ["$@evaluator.run()"],
    }


def _gray_values(settings: Preprocessing) -> list[dict[str, Any]]:
    """What ``images.preprocessing.prepare`` does to the gray values of a box, as transforms of MONAI."""
    if settings.scale == "statistics":
        upper = 100 - settings.cut_top_percent
        return [
            {"_target_": "ClipIntensityPercentilesd", "lower": None, "upper": upper},
            {"_target_": "NormalizeIntensityd"},
        ]
    low, high = ((hu - CENTER_HU) / SCALE_HU for hu in (LOW_HU, HIGH_HU))
    window = settings.window or (LOW_HU, HIGH_HU, low, high)
    names = ("a_min", "a_max", "b_min", "b_max")
    return [{"_target_": "ScaleIntensityRanged", **dict(zip(names, window, strict=True)), "clip": True}]
