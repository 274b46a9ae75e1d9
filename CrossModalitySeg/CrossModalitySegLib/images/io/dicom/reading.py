"""A DICOM series as a volume, or as a plain image where its one frame has no place in the patient."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from ...geometry import Geometry
from ...volume import Volume
from ..checks import checked, silent
from ..plain_images import PlainImage
from .causes import bad, damaged, reading, shown
from .frames import Frame, frames_of
from .header import read_header
from .pixels import Pixels, read_pixels
from .series import Series
from .stack import Stack, stack_of

_AIR_HU = -1024.0


def read_series(series: Series, on_note: Callable[[str], None] = silent) -> Volume:
    """Read a series as a volume (D, H, W) in its own oblique grid, D along the slice normal; scaled, so CT is in HU.

    A single frame becomes one slice. Slices that are missing over less than 10 mm are interpolated, shifted ones (a
    tilted gantry) straightened, padding becomes -1024 HU in CT and the smallest value elsewhere; ``on_note`` gets a
    sentence for each of these. Raises ``BAD_INPUT`` if the slices are not a stack, in color, or cannot be decoded, and
    for a single frame with burned-in text.
    """
    name = name_of(series)
    stack = stack_of_series(series)
    if len(stack.frames) == 1:
        _check_no_text(read_header(series.files[0]), series)
    for note in stack.notes:
        on_note(f"{name}: {note}")
    array = _voxels(stack)
    scanned = _without_padding(array, series, name, on_note)
    return checked(Volume(_compact(array), stack.geometry, scanned), name, on_note)


def grid_of(series: Series) -> Geometry:
    """The grid that ``read_series`` gives, without reading a pixel.

    Args:
        series: Series whose images have a place in the patient.

    Returns:
        Its grid.

    Raises:
        UserError: BAD_INPUT if the slices are not a stack.
    """
    return stack_of_series(series).geometry


def stack_of_series(series: Series) -> Stack:
    """The frames of ``series`` on their grid; raises ``BAD_INPUT`` as ``read_series``."""
    return stack_of(frames_of_series(series), name_of(series))


def frames_of_series(series: Series) -> list[Frame]:
    """The frames that belong to ``series``, in the order of its files."""
    frames = [frame for path in series.files for frame in frames_of(read_header(path), path)]
    return [frames[i] for i in series.frames] if series.frames else frames


def is_plain_image(series: Series) -> bool:
    """Whether ``series`` is one frame that does not state where its pixels lie in the patient, as screenshots and
    secondary captures are.
    """
    return len(series.files) == 1 and not series.traits.placed


def read_plain_image(series: Series) -> PlainImage:
    """Read the one frame of a series that ``is_plain_image``.

    MONOCHROME1, where large values are dark, is inverted: gray values of plain images are what people see.

    Args:
        series: Series of one file.

    Returns:
        The slice, with the pixel size of its header if that has one; padding becomes the lowest value.

    Raises:
        UserError: BAD_INPUT for several frames, text that the header says is burned in, and pixels that cannot be
            decoded.
    """
    path = series.files[0]
    header = read_header(path)
    _check_no_text(header, series)
    pixels = read_pixels(path)
    if len(pixels) > 1:
        raise bad(
            f"{path} holds {len(pixels)} frames that do not state where they lie.",
            "Export one frame as an image of its own.",
        )
    plane = pixels.plane(0)
    if str(header.get("PhotometricInterpretation")) == "MONOCHROME1":
        plane = np.nanmax(plane) + np.nanmin(plane) - plane
    with reading(path, damaged(path)):
        pixel_mm = _pixel_mm(header)
    return PlainImage.of(_compact(np.where(np.isnan(plane), np.nanmin(plane), plane)), pixel_mm, str(path))


def name_of(series: Series) -> str:
    """What to call ``series`` in a sentence: its description and place."""
    where = series.files[0] if len(series.files) == 1 else series.folder
    return shown(" ".join(filter(None, (series.description or series.uid, series.phase, f"in {where}"))))


def _pixel_mm(header: Dataset) -> tuple[float, float] | None:
    spacing = header.get("PixelSpacing")
    return (float(spacing[0]), float(spacing[1])) if spacing else None


def _check_no_text(header: Dataset, series: Series) -> None:
    """Believe the header; overlay planes lie beside the pixels and do no harm."""
    if str(header.get("BurnedInAnnotation") or "").upper() == "YES":
        raise bad(
            f"{series.files[0]} has text burned into its pixels, as its header states.",
            "Export the image again without annotations.",
        )


def _voxels(stack: Stack) -> NDArray[np.float32]:
    """Gray values (D, H, W) on the grid of ``stack``, not a number where there are none."""
    array = np.empty(stack.geometry.shape, dtype=np.float32)
    pixels: dict[object, Pixels] = {}

    def plane(at: int) -> NDArray[np.float32]:
        frame = stack.frames[at]
        if frame.path not in pixels:
            # Slices come in order: of single-frame files two are in use at a time.
            while len(pixels) > 1:
                del pixels[next(iter(pixels))]
            pixels[frame.path] = read_pixels(frame.path)
        return _on_grid(pixels[frame.path].plane(frame.number), stack, at)

    for k, place in enumerate(stack.places):
        low = int(np.floor(place))
        if low == place:
            array[k] = plane(low)
        else:
            array[k] = (low + 1 - place) * plane(low) + (place - low) * plane(low + 1)
    return array


def _on_grid(plane: NDArray[np.float32], stack: Stack, at: int) -> NDArray[np.float32]:
    size, corner = stack.geometry.shape[1:], stack.corners_px[at]
    if plane.shape != stack.frames[at].size:
        raise bad(
            f"The pixels of {stack.frames[at].path} are not the {stack.frames[at].size[0]} x "
            f"{stack.frames[at].size[1]} of its header."
        )
    if not corner.any() and plane.shape == size:
        return plane
    from scipy.ndimage import shift  # slow to import, and gantries are seldom tilted

    grid = np.full(size, np.nan, dtype=np.float32)
    grid[: plane.shape[0], : plane.shape[1]] = plane
    return shift(grid, corner, order=1, cval=np.nan, prefilter=False)


def _without_padding(
    array: NDArray[np.float32], series: Series, name: str, on_note: Callable[[str], None]
) -> NDArray[np.bool_] | None:
    """Give voxels without a value that of air (CT) or the smallest of the others; returns where there is no padding,
    None if there is none.
    """
    scanned = np.stack([~np.isnan(plane) for plane in array])
    if scanned.all():
        return None
    if not scanned.any():
        raise bad(f"All voxels of {name} are padding.")
    value = _AIR_HU if series.modality == "CT" else float(np.nanmin(array))
    array[~scanned] = value
    on_note(
        f"{name}: {100 * (1 - scanned.mean()):.2g} % of the voxels are padding outside the field of view; they count "
        f"as {value:g}."
    )
    return scanned


def _compact(array: NDArray[np.float32]) -> NDArray:
    whole = all(bool((plane == np.rint(plane)).all()) and float(np.abs(plane).max()) < 2**15 for plane in array)
    return array.astype(np.int16) if whole else array
