"""Two processes and a single process with the double batch: the same gradients and the same batch norm statistics."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from torch import distributed as dist
from torch import multiprocessing

from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.learning.adapting import adapt_segmenter
from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.augmentation import augment
from CrossModalitySegLib.learning.distributed import SINGLE, Distributed, Shard
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.learning.supervised import make_optimizer, train_step
from CrossModalitySegLib.learning.validators import Validation
from CrossModalitySegLib.networks.blocks import BatchNorm2d
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import AdaptSettings, Augmentation, NetworkSettings, TrainSettings

CPU = torch.device("cpu")
NETWORK = NetworkSettings(width=8, dropout=0.0)
ADAPT = AdaptSettings(
    depth=13,
    critic_steps=1,
    reuse=1,
    critic_width=4,
    critic_dropout=0,
    mask_critic_weight=0.3,
    precision="float32",
    augmentation=Augmentation(intensity=True),
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gloo needs another meeting point there")


def pool(shift: float) -> SlicePool:
    random = torch.Generator().manual_seed(0)
    images = torch.randn(12, 64, 64, generator=random) + shift
    return SlicePool([images], [torch.randint(5, images.shape, dtype=torch.uint8, generator=random)], CPU)


def gradients(distributed: Distributed, batch: int) -> dict[str, torch.Tensor]:
    """All gradients of one supervised update, one critic update and one DAM update, and the statistics that they
    leave.
    """
    torch.manual_seed(0)
    segmenter, generator, settings = (
        Segmenter(NETWORK, class_count=5),
        torch.Generator().manual_seed(1),
        TrainSettings(network=NETWORK),
    )
    images, labels = augment(
        *pool(0).sample(batch, generator, distributed.shard(batch)),
        ADAPT.augmentation,
        generator,
        distributed.shard(batch),
    )
    loss = train_step(
        segmenter.train(), make_optimizer(segmenter, settings), images, labels, settings, torch.float32, distributed
    )
    found = {f"segmenter.{name}": p.grad for name, p in segmenter.named_parameters()} | {
        "loss": torch.tensor(distributed.mean(loss))
    }
    torch.manual_seed(0)
    stage = AdversarialStage(
        Segmenter(NETWORK, class_count=5),
        NETWORK,
        ADAPT.model_copy(update={"batch": batch}),
        pool(0),
        pool(1),
        seed=2,
        distributed=distributed,
    )
    # What an update does to the weights would hide its gradient: RMSprop's first step goes by the sign alone.
    stage.settings = stage.settings.model_copy(update={"clip": 10.0})
    for optimizer in (stage.critic_optimizer, stage.dam_optimizer):
        for group in optimizer.param_groups:
            group["lr"] = 0.0
    found["distance"] = torch.tensor(distributed.mean(stage.update_critics(1)))
    found |= {f"critics.{name}": p.grad.clone() for name, p in stage.critics.named_parameters()}
    stage.dam_update()
    found |= {f"dam.{name}": p.grad for name, p in stage.dam.named_parameters()}
    found |= {f"dam.{name}": value.clone() for name, value in stage.dam.named_buffers() if value.is_floating_point()}
    return found


def member(rank: int, folder: str) -> None:
    """One of two processes."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=2)
    torch.save(gradients(Distributed(CPU, rank, 2), 2), f"{folder}/{rank}.pt")
    dist.destroy_process_group()


def test_two_processes_have_the_gradients_of_one_with_the_double_batch(tmp_path: Path) -> None:
    multiprocessing.spawn(member, args=(str(tmp_path),), nprocs=2)
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    alone = gradients(SINGLE, 4)
    assert first.keys() == second.keys() == alone.keys()
    for name, expected in alone.items():
        assert torch.equal(first[name], second[name]), f"{name} differs between the processes"
        # In norm: rounding tips a leaky rectifier here and there to its other side, which changes single values by some
        # parts in a thousand.
        assert float((first[name] - expected).norm()) <= 0.02 * float(expected.norm()) + 1e-9, name
    for name in ("loss", "distance"):
        assert float(first[name]) == pytest.approx(float(alone[name]), rel=1e-3), name


def normalized(x: torch.Tensor, outer: torch.Tensor) -> dict[str, torch.Tensor]:
    """One forward and backward pass of a batch norm."""
    norm, x = BatchNorm2d(3, eps=1e-3), x.clone().requires_grad_()
    y = norm(x).pow(3)
    y.backward(outer)
    assert norm.running_mean is not None and norm.running_var is not None
    return {
        "y": y.detach(),
        "x": x.grad,
        "weight": norm.weight.grad,
        "bias": norm.bias.grad,
        "mean": norm.running_mean,
        "var": norm.running_var,
    }


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(0)
    return torch.randn(4, 3, 5, 5, generator=random) * 2 + 1, torch.randn(4, 3, 5, 5, generator=random)


def normalizing_member(rank: int, folder: str) -> None:
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=2)
    own = [part[2 * rank : 2 * rank + 2] for part in batch()]
    torch.save(normalized(*own), f"{folder}/{rank}.pt")
    dist.destroy_process_group()


def test_batch_norm_of_two_processes_is_that_of_the_whole_batch(tmp_path: Path) -> None:
    multiprocessing.spawn(normalizing_member, args=(str(tmp_path),), nprocs=2)
    parts = [torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1)]
    alone = normalized(*batch())
    for name in ("y", "x"):
        assert torch.allclose(torch.cat([part[name] for part in parts]), alone[name], rtol=1e-4, atol=1e-5), name
    for name in ("weight", "bias"):
        assert torch.allclose(parts[0][name] + parts[1][name], alone[name], rtol=1e-4, atol=1e-4), name
    for name in ("mean", "var"):
        assert torch.allclose(parts[0][name], alone[name], rtol=1e-5), name
        assert torch.equal(parts[0][name], parts[1][name]), name


def adapting_member(rank: int, folder: str) -> None:
    """Validates nothing unless it is the first."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=2)
    torch.manual_seed(0)
    settings = ADAPT.model_copy(update={"batch": 2, "joint_steps": 2, "validate_every": 1})
    source = Segmenter(NETWORK, class_count=5)
    stage = AdversarialStage(source, NETWORK, settings, pool(0), pool(1), seed=2, distributed=Distributed(CPU, rank, 2))
    preview = Volume(torch.zeros(1, 1, 1, dtype=torch.uint8).numpy(), Geometry((1, 1, 1), (1.0, 1.0, 1.0)))
    plausible = {0: 0.0, 1: 1.0, 2: 0.5}  # the last step is not the one that is kept
    states: list[dict[str, torch.Tensor]] = []

    def validate(stage: AdversarialStage) -> Validation:
        states.append({name: value.clone() for name, value in stage.adapted().state_dict().items()})
        return Validation(0.0, plausible[stage.steps], (), preview)

    fit = adapt_segmenter(
        stage, settings, validate, seed=2, checkpoint=Path(folder) / "adaptation.safetensors", reporter=Reporter()
    )
    torch.save({"ends": fit.segmenter.state_dict(), "states": states}, f"{folder}/{rank}.pt")
    dist.destroy_process_group()


@pytest.mark.long
def test_two_processes_end_an_adaptation_with_the_segmenter_that_the_first_one_chose(tmp_path: Path) -> None:
    multiprocessing.spawn(adapting_member, args=(str(tmp_path),), nprocs=2)
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    assert (len(first["states"]), len(second["states"])) == (3, 0)
    begun, chosen, last = first["states"]
    for other in (begun, last):
        assert any(not torch.equal(other[name], value) for name, value in chosen.items())
    for name, value in chosen.items():
        assert torch.equal(first["ends"][name], value), name
        assert torch.equal(second["ends"][name], value), f"{name} differs between the processes"


def test_a_share_is_a_part_of_every_global_batch() -> None:
    numbers = torch.arange(12)
    assert [Shard(rank, 2, 3).of(numbers).tolist() for rank in (0, 1)] == [[0, 1, 2, 6, 7, 8], [3, 4, 5, 9, 10, 11]]
