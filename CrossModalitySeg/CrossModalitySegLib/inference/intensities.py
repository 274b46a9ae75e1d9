"""Boundary refinement: where a structure ends, by the gray values of the volume itself and the network's posterior.

A network that has learned from another modality knows where the structures lie and is vague about their boundaries;
there the volume shows an edge. So the network's probabilities are the prior of a classical intensity classifier whose
class distributions come from this one volume (expectation maximization after Van Leemput et al., IEEE TMI 1999,
doi:10.1109/42.811270). It knows no modality and no unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..images.noise import without_noise
from ..label_set import BACKGROUND
from ..networks.architectures import Dimension
from .postprocessing import NEIGHBORS

ROUNDS = 2
REACH, SURROUNDINGS = 1, 2
"""Voxels around a structure that may become part of it in a round, and from which the distribution of its surroundings
is estimated. More would let it grow along whatever looks alike, and would blur what lies next to it.
"""
SURE = 0.8
"""Least probability of a voxel from which the distribution of its class is estimated; a class that is hardly ever so
sure takes all.
"""
_FEW = 0.2
"""Share of the voxels of a class."""
_BINS, _BIN_SMOOTHING = 48, 1.5
_LEAST_PROBABILITY, _LEAST_LIKELIHOOD = 1e-3, 1e-4
"""So that neither the network nor a histogram of few voxels rules anything out."""


@dataclass(frozen=True)
class Refinement:
    """Weights of the network and of the gray values in boundary refinement.

    Attributes:
        prior_exponent: Exponent applied to the network's probabilities before they become the prior. Values below 1
            correct a network that is overconfident at boundaries.
        cores: Whether the intensity distribution of a structure is estimated from its eroded core only, so that the
            voxels of a brighter neighbor do not distort it.
    """

    prior_exponent: float = 0.5
    cores: bool = False


REFINEMENTS: dict[Dimension, Refinement] = {2: Refinement(), 3: Refinement(prior_exponent=0.9, cores=True)}
"""By the dimension of the architecture: one that sees the whole box errs less, and in other places."""


def refine_by_intensity(
    probabilities: NDArray[np.uint8],
    image: NDArray[np.floating],
    scanned: NDArray[np.bool_] | None = None,
    how: Refinement = Refinement(),
) -> NDArray[np.uint8]:
    """Boundary refinement: EM intensity refinement of the network posterior (Van Leemput et al., IEEE TMI 1999).

    Args:
        probabilities: Class probabilities (C, D, H, W) of the network, in order of the class index; 255 stands for 1.
        image: Gray values (D, H, W) in any unit.
        scanned: Mask (D, H, W) of the voxels from which the noise is measured; None for all.
        how: Weights of the network and of the gray values.

    Returns:
        Refined probabilities (C, D, H, W), in the same unit.
    """
    labels = probabilities.argmax(axis=0).astype(np.uint8)
    place = _around(labels)
    refined = probabilities.copy()
    if place is not None:
        refined[:, *place] = _refined(
            probabilities[:, *place],
            _binned(without_noise(image[place], None if scanned is None else scanned[place])),
            labels[place],
            how,
        )
    return refined


def _refined(
    prior: NDArray[np.uint8], bins: NDArray[np.uint8], labels: NDArray[np.uint8], how: Refinement
) -> NDArray[np.uint8]:
    probabilities = prior
    expected = ((np.arange(256) / 255 + _LEAST_PROBABILITY) ** how.prior_exponent).astype(np.float32)
    for _ in range(ROUNDS):
        near, around = (
            ndimage.binary_dilation(labels != BACKGROUND, NEIGHBORS, voxels) for voxels in (REACH, SURROUNDINGS)
        )
        likelihood = np.stack(
            [
                _likelihood(bins, probabilities[index], around & (labels == index), how.cores and index != BACKGROUND)
                for index in range(len(prior))
            ]
        )
        probabilities = prior.copy()
        for plane, inside in enumerate(near):  # one by one, since a large volume in floats would fill the memory
            posterior = expected[prior[:, plane]] * likelihood[:, bins[plane]]
            posterior *= 255 / posterior.sum(axis=0)
            np.copyto(probabilities[:, plane], posterior.round().astype(np.uint8), where=inside)
        labels = probabilities.argmax(axis=0).astype(np.uint8)
    return probabilities


def _around(labels: NDArray[np.uint8]) -> tuple[slice, ...] | None:
    """The part of the volume that matters; None if there is no structure in it."""
    places = ndimage.find_objects((labels != BACKGROUND).view(np.uint8))
    if not places:
        return None
    margin = ROUNDS * REACH + SURROUNDINGS
    return tuple(slice(max(0, part.start - margin), part.stop + margin) for part in places[0])


def _binned(image: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Number of the histogram bin, 0.._BINS - 1, of every voxel."""
    low, high = np.percentile(image, (0.5, 99.5))
    return np.clip((image - low) / max(high - low, 1e-6) * _BINS, 0, _BINS - 1).astype(np.uint8)


def _likelihood(
    bins: NDArray[np.uint8], probability: NDArray[np.uint8], mask: NDArray[np.bool_], core: bool
) -> NDArray[np.float32]:
    """How well the gray values of each bin fit the class that ``mask`` shows, inside of it (``core``) if it is thick
    enough; all equally well if it shows none.
    """
    sure = mask & (probability > 255 * SURE)
    if core:
        inner = sure & ndimage.binary_erosion(mask, NEIGHBORS)
        sure = inner if inner.sum() >= _FEW * sure.sum() else sure
    chosen = sure if sure.sum() >= _FEW * mask.sum() else mask
    counts = np.bincount(bins[chosen], weights=probability[chosen], minlength=_BINS) if chosen.any() else np.ones(_BINS)
    counts = ndimage.gaussian_filter1d(counts.astype(np.float64), _BIN_SMOOTHING)
    return (counts / counts.sum() + _LEAST_LIKELIHOOD).astype(np.float32)
