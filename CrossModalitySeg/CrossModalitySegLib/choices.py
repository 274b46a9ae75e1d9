"""The two choices behind all settings, a size and a method, in words. Standard library only, so that the panel offers
what the worker can do.
"""

from __future__ import annotations

from typing import Literal, NoReturn, cast, get_args

from .errors import Code, UserError

SizeName = Literal["tiny", "paper", "whole-heart"]
"""What a network sees, how large it is, and how long it learns."""

MethodName = Literal["dou2018", "pnp-adanet", "released", "self-training", "adversarial-self-training"]
"""How a source model learns and how it is adapted."""

METHODS_OF: dict[SizeName, tuple[MethodName, ...]] = {
    "tiny": ("dou2018", "pnp-adanet", "self-training", "adversarial-self-training"),
    # The released code's numbers of steps belong to networks of the paper's size.
    "paper": ("dou2018", "pnp-adanet", "released", "self-training", "adversarial-self-training"),
    # Adversaries look at layers that only the paper's network has.
    "whole-heart": ("self-training",),
}
"""The methods that go with a size, its usual one first."""

WITHOUT_SOURCE: tuple[MethodName, ...] = ("self-training",)
"""Methods whose adaptation can do with the target alone."""

FORMER: dict[str, tuple[SizeName, MethodName]] = {
    "paper": ("paper", "dou2018"),
    "released": ("paper", "released"),
    "tiny": ("tiny", "dou2018"),
    "best": ("paper", "self-training"),
    "whole-heart": ("whole-heart", "self-training"),
}
"""Size and method that were one name, the preset, in jobs and cards of earlier versions."""


def method_for(size: str, method: str | None = None) -> MethodName:
    """``method``, or the usual one of ``size`` where it is None.

    Args:
        size: A name of ``METHODS_OF``.
        method: A method, or None.

    Returns:
        A method that goes with ``size``.

    Raises:
        UserError: BAD_SETTINGS if either is not known, or they do not go together. For the name of a former preset, the
            sentence names the size and method that replaced it.

    Examples:
        >>> method_for("tiny")
        'dou2018'
        >>> method_for("tiny", "released")
        Traceback (most recent call last):
            ...
        CrossModalitySegLib.errors.UserError: The method released does not go with the size tiny. Choose another \
method (dou2018, pnp-adanet, self-training, adversarial-self-training) or another size (paper).
    """
    for kind, name, known in (("size", size, tuple(METHODS_OF)), ("method", method, (None, *get_args(MethodName)))):
        if name not in known:
            if name in FORMER:
                refuse_preset(name)
            raise UserError(
                Code.BAD_SETTINGS, f"There is no {kind} {name}.", f"Choose among {', '.join(filter(None, known))}."
            )
    fitting = {other: methods for other, methods in METHODS_OF.items() if method in (None, *methods)}
    own = METHODS_OF[cast(SizeName, size)]
    if size not in fitting:
        raise UserError(
            Code.BAD_SETTINGS,
            f"The method {method} does not go with the size {size}.",
            f"Choose another method ({', '.join(own)}) or another size ({', '.join(fitting)}).",
        )
    return own[0] if method is None else cast(MethodName, method)


def refuse_preset(name: object) -> NoReturn:
    """Name the size and method that a preset of earlier versions is.

    Args:
        name: Name of the preset, known or not.

    Raises:
        UserError: BAD_SETTINGS, always.

    Examples:
        >>> refuse_preset("tiny")
        Traceback (most recent call last):
            ...
        CrossModalitySegLib.errors.UserError: The preset tiny is now the size tiny with the method dou2018.
        Name size and method instead.
    """
    size, method = FORMER.get(str(name), (None, None))
    sentence = f"The preset {name} is now the size {size} with the method {method}."
    raise UserError(
        Code.BAD_SETTINGS,
        sentence if size else "Instead of a preset there are a size and a method.",
        "Name size and method instead.",
    )
