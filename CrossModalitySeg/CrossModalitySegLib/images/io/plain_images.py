"""Plain images, 2D images without spatial metadata: gray PNG and TIFF files, and DICOM frames without a place in the
patient.

A plain image carries no Hounsfield units, no position and no direction; it is taken for an axial slice in radiological
convention, the patient's left on the right-hand side.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...errors import Code, UserError
from ..geometry import Geometry
from ..volume import Volume
from .burned_in import text_in
from .checks import checked, damaged, silent
from .recognizing import foreign

PLAIN_SUFFIXES = (".png", ".tif", ".tiff")

PIXEL_LIMITS_MM = (0.1, 4.0)
"""Sides of a pixel that an image of a heart can have."""

_SCREENS_AND_PRINTERS_DPI = (72, 75, 90, 96, 100, 110, 120, 144, 150, 160, 180, 192, 200, 220, 240)
"""Resolutions that programs write into images unasked, as far as they are within the limits; they say nothing about
the patient.
"""

_SIDE_LIMITS_PX = (32, 8192)
_LEAST_GRAY_VALUES = 16
"""Drawings and label maps have fewer."""

_WITHOUT_TEXT = (
    "Export the image again without annotations; if it has none, save it as NIfTI, which is not searched for them."
)

_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
"""What Pillow raises for files that are cut short or scrambled; SyntaxError is its word for a broken PNG."""

_GRAY_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
"""What Pillow calls one channel of more than eight bits, which its conversions would cut off."""


@dataclass(frozen=True)
class PlainImage:
    """One slice (1, H, W) and whether its pixel size is ``known``; an unknown one stands at 1 mm."""

    volume: Volume
    known: bool

    @classmethod
    def of(
        cls, array: NDArray, pixel_mm: tuple[float, float] | None, name: str, on_note: Callable[[str], None] = silent
    ) -> PlainImage:
        """Wrap a plain image.

        Args:
            array: Gray values (H, W).
            pixel_mm: Pixel size in mm, between rows and between columns; None if it is not known.
            name: What to call the image in sentences.
            on_note: As of ``checked``.

        Returns:
            The slice (1, H, W), at 1 mm where the pixel size is not known.

        Raises:
            UserError: As ``checked``.
        """
        grid = Geometry((1, *array.shape), (1.0, *(pixel_mm or (1.0, 1.0))))
        return cls(checked(Volume(array[None], grid), name, on_note), pixel_mm is not None)


def with_pixel_mm(volume: Volume, pixel_mm: float) -> Volume:
    """Give a slice its pixel size.

    Args:
        volume: One slice (1, H, W).
        pixel_mm: Side of its pixels in mm; its thickness stays.

    Returns:
        The same voxels, not copied, on the new grid.
    """
    return Volume(
        volume.array, replace(volume.geometry, spacing_mm=(volume.geometry.spacing_mm[0], pixel_mm, pixel_mm))
    )


def read_plain_image(path: Path, on_note: Callable[[str], None] = silent) -> PlainImage:
    """Read a PNG or TIFF of 8 or 16 bits (TIFF also of 32), gray, or RGB with three equal channels and nothing
    transparent.

    Args:
        path: File of one page, its sides 32 to 8192 pixels.
        on_note: Called with a sentence where there may be text, and where padding is left out.

    Returns:
        The slice, at 1 mm where the file does not state a pixel size that can be one.

    Raises:
        UserError: BAD_INPUT for color, transparency, several pages, few gray values, burned-in text where ``text_in``
            is sure of it, another size, and damage.
    """
    with _opened(path) as image:
        if (count := getattr(image, "n_frames", 1)) > 1:
            raise UserError(
                Code.BAD_INPUT,
                f"{path} holds {count} pages.",
                "Save the page that shows the heart as an image of its own.",
            )
        low, high = _SIDE_LIMITS_PX
        if not (low <= min(image.size) and max(image.size) <= high):
            shown = f"{image.width} x {image.height}"
            raise UserError(
                Code.BAD_INPUT,
                f"{path} measures {shown} pixels, outside {low} to {high}.",
                "Choose the image in the size of the scan.",
            )
        array, pixel_mm = _gray(image, path), _pixel_mm(image)
    if not _has_grays(array):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} has fewer than {_LEAST_GRAY_VALUES} gray values, as a drawing or a label map has.",
            "Choose the image itself.",
        )
    text = text_in(array)
    if text == "yes":
        raise UserError(Code.BAD_INPUT, f"{path} has text or a scale bar in it.", _WITHOUT_TEXT)
    if text == "perhaps":
        on_note(f"{path} may have a letter or a mark drawn into it; check the result.")
    return PlainImage.of(array, pixel_mm, str(path), on_note)


def is_gray(path: Path) -> bool:
    """Whether ``path`` may be an image of a patient: not if it is colored or has few gray values. Damaged files count,
    so that reading them reports why.
    """
    try:
        with _opened(path) as image:
            return _has_grays(_gray(image, path))
    except _NotGrayError:
        return False
    except UserError:
        return True


class _NotGrayError(UserError):
    pass


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    if not path.is_file():
        raise UserError(Code.BAD_INPUT, f"{path} does not exist.", "Check the name, or choose another file.")
    try:
        with Image.open(path, formats=("PNG", "TIFF")) as image:
            yield image
    except (PermissionError, UserError):
        raise
    except Image.UnidentifiedImageError as error:
        raise foreign(path) or UserError(
            Code.BAD_INPUT, f"{path} is not a PNG or TIFF image.", "Choose another file, or save it as PNG."
        ) from error
    except Image.DecompressionBombError as error:
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is too large for one slice.",
            "Choose the image in the size of the scan.",
        ) from error
    except _BROKEN as error:
        raise damaged(path) from error


def _gray(image: Image.Image, path: Path) -> NDArray:
    """The gray values (H, W) of ``image``."""
    if image.mode in _GRAY_MODES:
        array = np.asarray(image)
        return array.astype(array.dtype.newbyteorder("="))
    channels = np.asarray(image.convert("RGBA"))
    if (channels[..., :3] != channels[..., :1]).any():
        raise _NotGrayError(
            Code.BAD_INPUT, f"{path} is a color image.", "Export the image in gray, without colored marks."
        )
    if channels[..., 3].min() < 255:
        raise _NotGrayError(
            Code.BAD_INPUT, f"{path} is partly transparent.", "Save it as a gray image without transparency."
        )
    return channels[..., 0].copy()


def _has_grays(array: NDArray) -> bool:
    return len(np.unique(array)) >= _LEAST_GRAY_VALUES


def _pixel_mm(image: Image.Image) -> tuple[float, float] | None:
    """Pixel size (between rows, between columns) by PNG pHYs or the TIFF tags, None if it is absent, implausible or
    that of a screen.
    """
    across, down = (float(dpi) for dpi in image.info.get("dpi", (0, 0)))
    low, high = PIXEL_LIMITS_MM
    for dpi in (across, down):
        # The header of a PNG knows whole pixels a meter only, which moves 72 dpi to 72.009.
        if (
            not (math.isfinite(dpi) and dpi > 0 and low <= 25.4 / dpi <= high)
            or min(abs(dpi - usual) for usual in _SCREENS_AND_PRINTERS_DPI) < 0.05
        ):
            return None
    return 25.4 / down, 25.4 / across
