"""Grids as scanners and programs make them, drawn at random, and labels painted at places in the patient.

``EXAMPLES=20 pytest Testing/unit/test_geometry_*.py`` draws twenty times as many cases; the last line of the tests says
how many there were.
"""

from __future__ import annotations

import os

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume

RIGHT, LEFT = 3, 2
"""Values of the two labels, LV and LA, of which the second lies further to the patient's left."""
TIMES = float(os.environ.get("EXAMPLES", "1"))
"""So many times as many cases as usual."""

cases: list[str] = []
"""The name of the test of each case so far."""


def cases_of(usual: int, shrinks: bool = True) -> settings:
    """Settings of a test that draws ``usual`` cases, or ``TIMES`` as many; other ones in each run of more.

    A case that fails is made smaller where it ``shrinks``, which takes hundreds of others.
    """
    return settings(
        max_examples=max(1, round(usual * TIMES)),
        deadline=None,
        derandomize=TIMES == 1,
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if shrinks else [])],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def _angle() -> st.SearchStrategy[float]:
    """Next to none, a quarter and a half turn are where formulas of rotations break, and where patients lie."""
    return st.one_of(st.sampled_from([0.0, 90.0, 180.0, 1e-4, 89.9999, 45.0]), st.floats(-180, 180))


@st.composite
def grids(
    draw: st.DrawFn, slices: tuple[int, int] = (5, 600), pixels: tuple[int, int] = (2, 9), far_mm: float = 1e3
) -> Geometry:
    """Any order of axes, any of them mirrored, all turned, with spacings from 0.2 to 6 mm.

    Args:
        draw: Of hypothesis.
        slices: Fewest and most, along any axis.
        pixels: Fewest and most along the two other axes.
        far_mm: How far the first voxel may be from the middle of the scanner.
    """
    turn = Rotation.from_euler(draw(st.sampled_from(["xyz", "zyx", "yzy"])), [draw(_angle()) for _ in "abc"], True)
    axes = turn.as_matrix()[:, list(draw(st.permutations(range(3))))]
    axes = axes * [draw(st.sampled_from([-1, 1])) for _ in range(3)]
    few, many = slices
    counts = [draw(st.integers(*pixels)) for _ in range(2)]
    counts.insert(draw(st.integers(0, 2)), draw(st.one_of(st.sampled_from([few, many]), st.integers(few, many))))
    spacing = [draw(st.one_of(st.floats(0.2, 6), st.sampled_from([0.3, 1.0, 5.0]))) for _ in range(3)]
    origin = [draw(st.one_of(st.just(0.0), st.floats(-far_mm, far_mm))) for _ in range(3)]
    return Geometry(tuple(counts), tuple(spacing), tuple(origin), tuple(axes.ravel()))  # type: ignore[arg-type]


@st.composite
def painted(draw: st.DrawFn, grid: Geometry) -> tuple[Volume, NDArray[np.float64], NDArray[np.float64]]:
    """A label map on ``grid`` of two voxels, and the two points (x, y, z) in mm that they hold: first the one to the
    patient's right.
    """
    shape = np.array(grid.shape)
    index = np.array([[draw(st.floats(0, 1)) for _ in range(3)] for _ in range(2)]) * (shape - 1)
    if (np.rint(index[0]) == np.rint(index[1])).all():
        index[1] = shape - 1 - index[0]
    if (np.rint(index[0]) == np.rint(index[1])).all():
        index[1] = 0 if np.rint(index[0]).any() else shape - 1
    points = grid.physical(index)
    order = np.argsort(points[:, 0], kind="stable")
    labels = np.zeros(grid.shape, np.uint8)
    for which, value in zip(order, (RIGHT, LEFT), strict=True):
        labels[tuple(np.rint(index[which]).astype(int))] = value
    return Volume(labels, grid), points[order[0]], points[order[1]]


def offset_px(found: Volume, value: int, point_mm: NDArray[np.float64]) -> float:
    """How far the one voxel of ``found`` with ``value`` lies from the point, in voxels along the axis where it is
    farthest: half a voxel at the most where nothing was lost.
    """
    voxels = np.argwhere(found.array == value)
    assert len(voxels) == 1, f"{len(voxels)} voxels of {value}"
    return float(np.abs(found.geometry.index(point_mm) - voxels[0]).max())


def check_painted(
    found: Volume, right_mm: NDArray[np.float64], left_mm: NDArray[np.float64], slack_px: float = 0.01
) -> None:
    """Both labels are within half a voxel of where they were painted, and so on their sides."""
    for value, point_mm in ((RIGHT, right_mm), (LEFT, left_mm)):
        assert offset_px(found, value, point_mm) <= 0.5 + slack_px


def image_on(grid: Geometry, kind: str = "int16") -> Volume:
    """Voxels in even steps over the range of the type ``kind``, or that of CT, in no order that a mirror would keep."""
    count = int(np.prod(grid.shape))
    low, span = {"uint8": (0, 250), "int8": (-120, 240), "uint16": (0, 3000), "uint32": (0, 3000)}.get(
        kind, (-1000, 3000)
    )
    values = low + (np.arange(count) * 7919) % count * span // count
    return Volume(values.reshape(grid.shape).astype(kind), grid)


def marked(labels: Volume, image: Volume) -> tuple[Volume, int]:
    """``image`` with both labels as its brightest voxels, and the gray value that is 0 of the labels."""
    dark = int(image.array.max()) + 1
    array = np.where(labels.array > 0, dark + labels.array.astype(np.int32), image.array.astype(np.int32))
    return Volume(array, image.geometry), dark


def marks(image: Volume, dark: int) -> Volume:
    """The labels in a ``marked`` image."""
    return Volume(np.where(image.array > dark, image.array - dark, 0).astype(np.uint8), image.geometry)


def reoriented(volume: Volume, order: tuple[int, ...], mirrored: tuple[bool, ...]) -> Volume:
    """The same voxels at the same places with the array's axes in another ``order``, some of them run through from the
    other end.
    """
    old = volume.geometry
    array = volume.array.transpose(order)
    spacing = np.array(old.spacing_mm)[list(order)]
    axes = np.array(old.direction).reshape(3, 3)[:, ::-1][:, list(order)]  # of D, H, W
    origin = np.array(old.origin_mm)
    for axis, is_mirrored in enumerate(mirrored):
        if is_mirrored:
            array = np.flip(array, axis)
            origin = origin + axes[:, axis] * spacing[axis] * (array.shape[axis] - 1)
            axes[:, axis] *= -1
    grid = Geometry(array.shape, tuple(spacing), tuple(origin), tuple(axes[:, ::-1].ravel()))  # type: ignore[arg-type]
    return Volume(np.ascontiguousarray(array), grid)
