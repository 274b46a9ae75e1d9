"""The adversarial stage: DAM against critics, without any target label (paper, sections 3.2 to 3.4)."""

from __future__ import annotations

import copy
from collections.abc import Callable

import torch
from torch import Tensor, nn

from ..networks.adaptation import DomainAdaptationModule, adapted_segmenter, target_features
from ..networks.blocks import freeze_norms, placed
from ..networks.critics import FeatureCritic, MaskCritic, clip_weights, stack_taps, tap_channels
from ..networks.precision import autocast, resolve_precision, training_layout
from ..networks.segmenter import Segmenter
from ..settings import AdaptSettings, NetworkSettings
from .augmentation import augment
from .distributed import Distributed
from .ema import Ema
from .feature_memory import FeatureMemory
from .losses import adaptation_loss, critic_loss
from .slice_pool import SlicePool
from .supervised import set_learning_rate

CLIP = 0.03
"""Largest weight of a critic, which bounds its Lipschitz constant."""

LOSS_SCALE = 0.002
"""Factor of both losses, as in the released code."""

View = Callable[[dict[str, Tensor]], Tensor]
"""What a critic sees of all feature maps."""

Views = dict[str, Tensor]
"""The input of every critic by its name, (B, C, S, S) each."""


class AdversarialStage:
    """DAM, critics and their optimizers, and the joint step that trains them against each other.

    ``segmenter`` is frozen: its weights and MR batch norm statistics never change; its dropout stays on, as in the
    released code. ``source`` and ``target`` are pools of slices; labels in them are not looked at. ``distributed`` are
    the processes that share the work; each has ``settings.batch`` slices of a batch.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        network: NetworkSettings,
        settings: AdaptSettings,
        source: SlicePool,
        target: SlicePool,
        *,
        seed: int,
        distributed: Distributed,
    ) -> None:
        torch.manual_seed(seed)
        self.settings, self.source, self.target, self.distributed, self.device = (
            settings,
            source,
            target,
            distributed,
            distributed.device,
        )
        self.shard = distributed.shard(settings.batch)
        self.generator = torch.Generator().manual_seed(seed)
        self.dtype = resolve_precision(settings.precision, self.device)
        self.layout = training_layout(self.device, self.dtype)
        self.segmenter = placed(copy.deepcopy(segmenter), self.device, self.layout).requires_grad_(False).train()
        freeze_norms(self.segmenter)
        self.dam = DomainAdaptationModule(self.segmenter, settings.depth).requires_grad_(True)
        self.ema = Ema(self.dam, settings.ema)
        self.critics, self.views, self.weights = self._make_critics(network)
        self.critic_optimizer = torch.optim.RMSprop(self.critics.parameters(), lr=settings.learning_rate, alpha=0.9)
        self.dam_optimizer = torch.optim.RMSprop(self.dam.parameters(), lr=settings.learning_rate, alpha=0.9)
        self.steps = 0
        distributed.seed_dropout(seed)

    def _make_critics(self, network: NetworkSettings) -> tuple[nn.ModuleDict, dict[str, View], dict[str, float]]:
        """The critics by name, what each looks at, and its weight."""
        options, side_px = self.settings, self.source.slices.shape[-1]
        classes, norm, dropout = self.segmenter.class_count, options.critic_norm, options.critic_dropout
        inputs = tap_channels(network, classes)
        critics = nn.ModuleDict(
            {"features": FeatureCritic(inputs, side_px, options.critic_width, norm=norm, dropout=dropout)}
        )
        views: dict[str, View] = {"features": stack_taps}
        weights = {"features": 1.0}
        if options.mask_critic_weight > 0:
            # Half as wide as the feature critic, as in the released code.
            critics["mask"] = MaskCritic(
                side_px, classes, max(4, options.critic_width // 2), norm=norm, dropout=dropout
            )
            views["mask"] = lambda maps: maps["logits"]
            weights["mask"] = options.mask_critic_weight
        return placed(critics, self.device, self.layout).train(), views, weights

    # ---- one joint step (paper, section 3.4; released code for the phases of BN and dropout) ----

    def joint_step(self) -> dict[str, Tensor]:
        """``n`` critic updates, then one DAM update. Returns "critic_distance" and "adaptation_loss" as 0-d tensors."""
        set_learning_rate(self.critic_optimizer, self.learning_rate)
        set_learning_rate(self.dam_optimizer, self.learning_rate)
        distance = self.update_critics(self.critic_updates)
        loss = self.dam_update()
        self.steps += 1
        return {"critic_distance": distance, "adaptation_loss": loss}

    def update_critics(self, count: int, warm_up: bool = False) -> Tensor:
        """Update the critics with the DAM as it is, so that the feature maps of a slice serve ``reuse`` updates.

        The DAM is fixed here and uses its running statistics.

        Args:
            count: Number of updates, at least one.
            warm_up: As in ``critic_update``.

        Returns:
            The distance (0-d) that the last update saw.
        """
        batches = -(-count // self.settings.reuse)
        source, target = self._draw(self.source, batches), self._draw(self.target, batches)
        memory = FeatureMemory(self.settings.batch, self.generator, keeps=self.settings.reuse > 1)
        for _ in range(count):
            if source and target:  # fresh slices as long as there are any
                memory.add(
                    self._critic_views(self._source_maps(source.pop())),
                    self._critic_views(self._target_maps(target.pop(), batch_statistics=False)),
                )
            distance = self.critic_update(*memory.batch(), warm_up)
        return distance

    def critic_update(self, source: Views, target: Views, warm_up: bool = False) -> Tensor:
        """Raise D(source) - D(target), the critics' estimate of a Wasserstein distance, once.

        Args:
            source: Input of every critic from source slices.
            target: The same from target slices.
            warm_up: Whether the mask critic sits out, as in the first part of the released code.

        Returns:
            The distance (0-d) before the update, weighted over the critics and without gradient.
        """
        loss, distance = torch.zeros((), device=self.device), torch.zeros((), device=self.device)
        for name, critic in self.critics.items():
            if warm_up and name == "mask":
                continue
            real, fake = source[name], target[name]
            with autocast(self.device, self.dtype):
                scores = critic(real), critic(fake)  # two passes: each domain has its own batch statistics
            loss = loss + self.weights[name] * critic_loss(*scores)
            distance = distance - self.weights[name] * critic_loss(*scores).detach()
        self._step(self.critic_optimizer, self.critics, loss)
        clip_weights(self.critics, CLIP)
        return distance

    def dam_update(self) -> Tensor:
        """Raise D(target) by changing the DAM alone, which uses and updates its batch statistics here."""
        maps = self._target_maps(*self._draw(self.target, 1), batch_statistics=True)
        self.critics.requires_grad_(False)
        loss = torch.zeros((), device=self.device)
        for name, critic in self.critics.items():
            with autocast(self.device, self.dtype):
                loss = loss + self.weights[name] * adaptation_loss(critic(self.views[name](maps)))
        self._step(self.dam_optimizer, self.dam, loss)
        self.critics.requires_grad_(True)
        self.ema.update(self.dam)
        return loss.detach()

    def _step(self, optimizer: torch.optim.Optimizer, module: nn.Module, loss: Tensor) -> None:
        optimizer.zero_grad(set_to_none=True)
        (LOSS_SCALE * loss).backward()
        self.distributed.average_gradients(module.parameters())
        optimizer.step()

    # ---- what the joint step is made of ----

    @property
    def learning_rate(self) -> float:
        """Decayed by ``decay`` every ``decay_every`` joint steps."""
        return self.settings.learning_rate * self.settings.decay ** (self.steps // self.settings.decay_every)

    @property
    def critic_updates(self) -> int:
        """Critic updates of the coming joint step."""
        growth = self.settings.critic_steps_growth
        return self.settings.critic_steps + (self.steps // growth if growth else 0)

    def _draw(self, pool: SlicePool, batches: int) -> list[Tensor]:
        """Augmented batches (B, 3, H, W), all made at once."""
        images, _ = pool.sample(batches * self.settings.batch, self.generator, self.shard)
        images, _ = augment(images, None, self.settings.augmentation, self.generator, self.shard)
        return [batch.contiguous(memory_format=self.layout) for batch in images.split(self.settings.batch)]

    def _source_maps(self, images: Tensor) -> dict[str, Tensor]:
        with torch.no_grad(), autocast(self.device, self.dtype):
            return self.segmenter.features(images)

    def _target_maps(self, images: Tensor, *, batch_statistics: bool) -> dict[str, Tensor]:
        self.dam.train()
        if not batch_statistics:
            freeze_norms(self.dam)
        with torch.set_grad_enabled(batch_statistics), autocast(self.device, self.dtype):
            return target_features(self.dam, self.segmenter, images)

    def _critic_views(self, maps: dict[str, Tensor]) -> Views:
        return {name: view(maps).contiguous(memory_format=self.layout) for name, view in self.views.items()}

    def adapted(self) -> Segmenter:
        """The segmenter for the target as it stands: averaged DAM before the frozen upper layers, in evaluation
        mode.
        """
        return adapted_segmenter(self.segmenter, self.ema.average).eval()  # type: ignore[arg-type]
