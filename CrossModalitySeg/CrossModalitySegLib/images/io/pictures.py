"""One slice without a place in the patient: a gray PNG or TIFF picture, and what DICOM keeps as a mere picture.

A picture carries no Hounsfield units, no position and no direction; it is taken for an axial slice in radiological
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
from .burnt_in import text_in
from .checks import checked, damaged, silent
from .recognising import foreign

PICTURE_SUFFIXES = (".png", ".tif", ".tiff")

PIXEL_LIMITS_MM = (0.1, 4.0)
"""Sides of a pixel that an image of a heart can have."""

_SCREENS_AND_PRINTERS_DPI = (72, 75, 90, 96, 100, 110, 120, 144, 150, 160, 180, 192, 200, 220, 240)
"""Resolutions that programs write into pictures unasked, as far as they are within the limits; they say nothing about
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
class Picture:
    """One slice (1, H, W) and whether its pixel size is ``known``; an unknown one stands at 1 mm."""

    volume: Volume
    known: bool

    @classmethod
    def of(
        cls, array: NDArray, pixel_mm: tuple[float, float] | None, name: str, on_note: Callable[[str], None] = silent
    ) -> Picture:
        """Gray values (H, W) with their pixel size (between rows, between columns), None if unknown; notes and errors
        as of ``checked``.
        """
        grid = Geometry((1, *array.shape), (1.0, *(pixel_mm or (1.0, 1.0))))
        return cls(checked(Volume(array[None], grid), name, on_note), pixel_mm is not None)


def with_pixel_mm(volume: Volume, pixel_mm: float) -> Volume:
    """The slice (1, H, W) with square pixels of ``pixel_mm``; its thickness stays."""
    return Volume(
        volume.array, replace(volume.geometry, spacing_mm=(volume.geometry.spacing_mm[0], pixel_mm, pixel_mm))
    )


def read_picture(path: Path, on_note: Callable[[str], None] = silent) -> Picture:
    """Read a PNG or TIFF of 8 or 16 bits (TIFF also of 32), gray, or RGB with three equal channels and nothing
    transparent.

    ``on_note`` gets a sentence where there may be text, and where padding is left out. Raises ``BAD_INPUT`` for colour,
    transparency, several pages, few gray values, burnt-in text where ``text_in`` is sure of it, a size outside 32 to
    8192 pixels, and damage.
    """
    with _opened(path) as image:
        if (count := getattr(image, "n_frames", 1)) > 1:
            raise UserError(
                Code.BAD_INPUT,
                f"{path} holds {count} pages.",
                "Save the page that shows the heart as a picture of its own.",
            )
        low, high = _SIDE_LIMITS_PX
        if not (low <= min(image.size) and max(image.size) <= high):
            shown = f"{image.width} x {image.height}"
            raise UserError(
                Code.BAD_INPUT,
                f"{path} measures {shown} pixels, outside {low} to {high}.",
                "Choose the picture in the size of the scan.",
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
        on_note(f"{path} may have a letter or a mark drawn into it; look whether the result suffers from it.")
    return Picture.of(array, pixel_mm, str(path), on_note)


def is_gray(path: Path) -> bool:
    """Whether ``path`` may be an image of a patient: not if it is coloured or has few gray values. Damaged files count,
    so that reading tells.
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
            Code.BAD_INPUT, f"{path} is no PNG or TIFF picture.", "Choose another file, or save it as PNG."
        ) from error
    except Image.DecompressionBombError as error:
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is too large for a picture of one slice.",
            "Choose the picture in the size of the scan.",
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
            Code.BAD_INPUT, f"{path} is a colour picture.", "Export the image in gray, without coloured marks."
        )
    if channels[..., 3].min() < 255:
        raise _NotGrayError(
            Code.BAD_INPUT, f"{path} is partly transparent.", "Save it as a gray picture without transparency."
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
        # A picture's header knows whole pixels a metre only, which moves 72 dpi to 72.009.
        if (
            not (math.isfinite(dpi) and dpi > 0 and low <= 25.4 / dpi <= high)
            or min(abs(dpi - usual) for usual in _SCREENS_AND_PRINTERS_DPI) < 0.05
        ):
            return None
    return 25.4 / down, 25.4 / across
