"""Real MR to real CT: slices of HVSMR-2.0 as labeled source, of CHD68 as unlabeled target, patients left out. As
small as data can be.

    python Testing/benchmarks/real_mr_to_ct.py ../shared/data real_mr_to_ct.json [--seeds 0,1,2] [--quick]

24 MR slices of 3 patients, mostly sagittal; 17 axial CT slices of 4 others, all with congenital disease. Every method
of the benchmark at the size "tiny", with two fifths of its steps, adapts to the slices of two CT patients and is tested
on those of the two others, then the other way round; Seg-CT learns from the labels of the two. LV, LA and aorta, where
they fill more than 1 % of a slice. Slices are shrunk to 96 x 96 and scored there.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.preprocessing import normalize
from CrossModalitySegLib.inference.intensities import refine_by_intensity
from CrossModalitySegLib.inference.predictor import predict
from CrossModalitySegLib.learning.adabn import with_target_statistics
from CrossModalitySegLib.learning.adapting import adapt_segmenter
from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.distributed import Distributed
from CrossModalitySegLib.learning.self_training import self_train
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.learning.supervised import Fit, fit_segmenter
from CrossModalitySegLib.learning.validators import Validation, validate
from CrossModalitySegLib.methods import DOMAINS, Method, methods, trainings
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.networks.precision import pick_device
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.presets import SIZES, Preset
from CrossModalitySegLib.settings import AdaptSettings, Preprocessing, TrainSettings
from real_slices import COLORS, SMALLEST, dice

SIDE_PX = 96
BOX = Preprocessing(plane="axial", spacing_mm=2.0, size_px=SIDE_PX, depth_px=8)
"""The size of a pixel is not known; nothing here depends on it, since no volume is expected of any structure."""
FOLDS = (("1001", "1003"), ("1002", "1004"))
"""CT patients that are tested together."""
TRIED = ("noDA", "AdaBN", "dou2018", "pnp-adanet", "self-training-source", "self-training", "Seg-CT")


@dataclass(frozen=True)
class Slice:
    """One image: ``patient``, ``image`` (1, 96, 96) normalized and ``labels`` (1, 96, 96) class indices."""

    patient: str
    image: Tensor
    labels: Tensor


def read(folder: Path) -> list[Slice]:
    """All images of ``folder`` with their masks."""
    return [
        _read(file, folder / "masks" / file.name, folder.name) for file in sorted((folder / "images").glob("*.png"))
    ]


def _read(image: Path, mask: Path, source: str) -> Slice:
    colors = np.array(Image.open(mask).convert("RGB"))
    labels = np.zeros(colors.shape[:2], dtype=np.uint8)
    for structure, color in COLORS[source].items():
        labels[(colors == color).all(axis=-1)] = structure.value
    size = (SIDE_PX, SIDE_PX)
    small = np.array(Image.open(image).convert("L").resize(size, Image.Resampling.BOX), dtype=np.float32)
    few = np.array(Image.fromarray(labels).resize(size, Image.Resampling.NEAREST))
    return Slice(
        image.stem.split("_")[0],
        torch.from_numpy(normalize(small, BOX.cut_top_percent))[None],
        torch.from_numpy(few)[None],
    )


class Experiment:
    """All methods with one ``seed`` and a ``share`` of the steps of "tiny"; the two source models are trained once."""

    def __init__(self, mr: list[Slice], share: float, seed: int, work: Path) -> None:
        self.mr, self.share, self.seed, self.work, self.distributed = (
            mr,
            share,
            seed,
            work,
            Distributed(pick_device("auto")),
        )
        self.preset = _shorter(SIZES["tiny"], share)
        self.domains = DOMAINS["mr-ct"]
        self.models = {name: self.trained(mr, name) for name in (self.domains.source_model, "self-training-source")}

    def trained(self, slices: list[Slice], name: str) -> Segmenter:
        settings: TrainSettings = trainings(self.domains)[name].settings(self.preset)
        torch.manual_seed(self.seed)
        pool = SlicePool([one.image for one in slices], [one.labels for one in slices], self.distributed.device)
        checkpoint = self.work / f"{name}-{slices[0].patient}.safetensors"
        return fit_segmenter(
            Segmenter(settings.network, class_count=5),
            pool,
            settings,
            seed=self.seed,
            checkpoint=checkpoint,
            distributed=self.distributed,
            reporter=Reporter(),
        ).segmenter

    def fold(self, name: str, target: list[Slice]) -> Segmenter:
        """The segmenter of the method ``name`` for the patients of ``target``."""
        method: Method = methods(self.domains)[name]
        if method.trained == self.domains.supervised:
            return self.trained(target, self.domains.supervised)
        source = self.models[method.trained]
        if method.statistics:
            return with_target_statistics(source, self._pool(target), "auto", self.seed, self.distributed.device)
        return self._adapted(source, method.adapt(self.preset), target, name) if method.adapt else source

    def _pool(self, slices: list[Slice]) -> SlicePool:
        return SlicePool([one.image for one in slices], None, self.distributed.device)

    def _adapted(self, source: Segmenter, settings: AdaptSettings, target: list[Slice], name: str) -> Segmenter:
        images, network = [one.image for one in target], self.preset.train.network
        work = self.work / f"{name}-{target[0].patient}"
        work.mkdir()
        provenance = Provenance(data="HVSMR-2.0", license="CC BY 4.0")
        card = ModelCard(
            name=name,
            modality="mr",
            preprocessing=BOX,
            network=network,
            size="tiny",
            method="dou2018",
            provenance=provenance,
        )

        def judge(segmenter: Segmenter, step: int) -> Validation:
            return validate(segmenter, images, card, settings.precision, self.distributed.device)

        fit = Fit(source, {}, stopped=False)
        if settings.joint_steps:
            stage = AdversarialStage(
                source,
                network,
                settings,
                self._pool(self.mr),
                self._pool(target),
                seed=self.seed,
                distributed=self.distributed,
            )
            checkpoint = work / "adversarial.safetensors"
            fit = adapt_segmenter(
                stage,
                settings,
                lambda stage: judge(stage.adapted(), stage.steps),
                seed=self.seed,
                checkpoint=checkpoint,
                reporter=Reporter(),
            )
        if settings.self_training:
            rounds = settings.self_training.model_copy(
                update={"steps": max(1, round(self.share * settings.self_training.steps))}
            )
            labeled = [(one.image, one.labels) for one in self.mr]
            fit = self_train(
                fit,
                card,
                images,
                labeled,
                rounds,
                judge,
                seed=self.seed,
                work=work,
                distributed=self.distributed,
                reporter=Reporter(),
            )
        return fit.segmenter


def found(segmenter: Segmenter, one: Slice) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Class indices (96, 96) as the network draws them, and with boundaries refined by the gray values of the slice."""
    prediction = predict(segmenter, one.image, batch=1, device=pick_device("auto"), with_probabilities=True)
    assert prediction.probabilities is not None
    return prediction.labels[0], refine_by_intensity(prediction.probabilities, one.image.numpy()).argmax(axis=0)[
        0
    ].astype(np.uint8)


def main() -> None:
    """Train, adapt, score; write the Dice of every slice and print their means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", default="0")
    parser.add_argument("--quick", action="store_true", help="hardly any training: shows that everything runs")
    options = parser.parse_args()
    mr, ct = read(options.data / "hvsmr2_mr_slices"), read(options.data / "chd68_ct_slices")
    share = 0.01 if options.quick else 0.4
    rows: list[dict] = []
    for seed in map(int, options.seeds.split(",")):
        with TemporaryDirectory() as folder:
            experiment = Experiment(mr, share, seed, Path(folder))
            for name in TRIED:
                for left_out in FOLDS:
                    segmenter = experiment.fold(name, [one for one in ct if one.patient not in left_out])
                    rows += [
                        row for one in ct if one.patient in left_out for row in _scores(segmenter, one, name, seed)
                    ]
                options.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")
                print(f"seed {seed}: {_means([row for row in rows if row['seed'] == seed], name)}", flush=True)
    print(*(_means(rows, name) for name in TRIED), sep="\n")


def _scores(segmenter: Segmenter, one: Slice, method: str, seed: int) -> list[dict]:
    drawn, refined = found(segmenter, one)
    rows = []
    for structure in COLORS["chd68_ct_slices"]:
        own = one.labels[0].numpy() == structure.value
        if own.mean() > SMALLEST:
            scores = {"dice": dice(own, drawn == structure.value), "refined": dice(own, refined == structure.value)}
            rows.append({"method": method, "seed": seed, "patient": one.patient, "structure": structure.name, **scores})
    return rows


def _means(rows: list[dict], method: str) -> str:
    """Mean Dice over the slices that show a structure, as drawn / with boundaries refined."""
    cells = []
    for structure in COLORS["chd68_ct_slices"]:
        own = [row for row in rows if (row["method"], row["structure"]) == (method, structure.name)]
        cells.append(
            f"{structure.name} {mean(row['dice'] for row in own):.2f} / {mean(row['refined'] for row in own):.2f} "
            f"({len(own)})"
        )
    return f"{method:12} " + "   ".join(cells)


def _shorter(preset: Preset, share: float) -> Preset:
    """``preset`` with this ``share`` of its steps: two dozen slices are soon learned by heart."""

    def fewer(steps: int) -> int:
        return max(1, round(share * steps))

    train, adapt = preset.train, preset.adapt
    return Preset(
        train=train.model_copy(update={"steps": fewer(train.steps), "decay_every": fewer(train.decay_every)}),
        adapt=adapt.model_copy(
            update={
                name: fewer(getattr(adapt, name))
                for name in ("joint_steps", "warm_up", "decay_every", "validate_every")
            }
        ),
    )


if __name__ == "__main__":
    main()
