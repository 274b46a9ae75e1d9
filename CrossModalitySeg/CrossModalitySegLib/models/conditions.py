"""What a result or a model was computed with, beside its inputs and settings."""

from __future__ import annotations

import platform

from pydantic import BaseModel

from ..environment import cpu, versions


class Conditions(BaseModel):
    """Where these differ, so may the last digit of what is computed."""

    versions: dict[str, str]
    """Of this program, of Python and of the packages that decide over results."""
    device: str
    threads: int
    """Those within one operation on the CPU."""
    machine: str
    """System, architecture and CPU, on whose abilities the kernels and the number format depend."""

    def differences(self, now: Conditions) -> list[str]:
        """What has changed since.

        Args:
            now: The conditions of today.

        Returns:
            A sentence for each condition that differs.
        """
        names = sorted(self.versions.keys() | now.versions.keys())
        pairs = {name: (self.versions.get(name), now.versions.get(name)) for name in names}
        pairs |= {name: (getattr(self, name), getattr(now, name)) for name in ("device", "threads", "machine")}
        return [
            f"{name}: {was or 'none'} then, {has or 'none'} now." for name, (was, has) in pairs.items() if was != has
        ]


def conditions(device: object) -> Conditions:
    """Those under which this process computes.

    Args:
        device: PyTorch's device, or its name.

    Returns:
        Versions of the libraries that compute, device, threads of a computation, and machine.
    """
    import torch  # here, because a list of models must not wait for it

    return Conditions(
        versions=versions(),
        device=str(device),
        threads=torch.get_num_threads(),
        machine=f"{platform.system()} {platform.machine()}, {cpu()}",
    )
