"""Images without spatial metadata as single slices: what is read, what pixel size is believed, and what is refused in a
sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.burned_in import text_in
from CrossModalitySegLib.images.io.plain_images import is_gray, read_plain_image, with_pixel_mm
from CrossModalitySegLib.phantoms import make_patient


def tissue(height: int = 120, width: int = 160, top: int = 255) -> np.ndarray:
    """Smooth gray blobs over the whole range 0..top."""
    field = gaussian_filter(np.random.default_rng(3).normal(size=(height, width)), 5)
    return np.round((field - field.min()) / np.ptp(field) * top).astype(np.uint16 if top > 255 else np.uint8)


def save(path: Path, array: np.ndarray, **options: object) -> Path:
    Image.fromarray(array).save(path, **options)
    return path


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_plain_image(path)
    assert caught.value.code is Code.BAD_INPUT
    assert (
        str(path) in caught.value.sentence and caught.value.sentence.endswith(".") and caught.value.remedy.endswith(".")
    )
    return caught.value.sentence


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.TIFF"])
@pytest.mark.parametrize("top", [255, 4000, 60_000])
def test_gray_values_come_back_as_they_are(tmp_path: Path, name: str, top: int) -> None:
    image = read_plain_image(save(tmp_path / name, tissue(top=top)))
    assert np.array_equal(image.volume.array[0], tissue(top=top))
    assert image.volume.array.dtype == (np.float32 if top == 60_000 else np.int16)
    assert image.volume.geometry.shape == (1, 120, 160)
    assert not image.known


def test_gray_in_color_channels_is_gray(tmp_path: Path) -> None:
    gray = tissue()
    opaque = np.full_like(gray, 255)
    palette = Image.fromarray(gray)
    palette.putpalette([value for value in range(256) for _ in range(3)])
    palette.save(tmp_path / "palette.png")
    paths = [
        save(tmp_path / "rgb.png", np.stack([gray] * 3, axis=-1)),
        save(tmp_path / "rgba.tif", np.stack([gray] * 3 + [opaque], axis=-1)),
        save(tmp_path / "la.png", np.stack([gray, opaque], axis=-1)),
        tmp_path / "palette.png",
    ]
    for path in paths:
        assert np.array_equal(read_plain_image(path).volume.array[0], gray), path


def colored(path: Path) -> None:
    array = np.stack([tissue()] * 3, axis=-1)
    array[40:60, 40:60, 0] //= 2
    save(path, array)


def transparent(path: Path) -> None:
    save(path, np.stack([tissue(), np.where(tissue() > 100, 255, 0).astype(np.uint8)], axis=-1))


def pages(path: Path) -> None:
    page = Image.fromarray(tissue())
    page.save(path, format="TIFF", save_all=True, append_images=[page, page])


def cut_short(path: Path) -> None:
    save(path, np.random.default_rng(0).integers(0, 255, (99, 99)).astype(np.uint8))
    path.write_bytes(path.read_bytes()[:2000])


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "color": ("a.png", colored, "color"),
    "color TIFF": ("a.tif", colored, "color"),
    "transparent": ("a.png", transparent, "transparent"),
    "pages": ("a.tiff", pages, "3 pages"),
    "labels": ("a.png", lambda path: save(path, (tissue() // 64).astype(np.uint8)), "fewer than 16 gray values"),
    "tiny": ("a.png", lambda path: save(path, tissue(20, 90)), "90 x 20 pixels"),
    "JPEG": ("a.png", lambda path: Image.fromarray(tissue()).save(path, format="JPEG"), "is a JPEG image"),
    "text file": ("a.png", lambda path: path.write_text("no image"), "not a PNG or TIFF"),
    "cut short": ("a.png", cut_short, "damaged"),
    "cut short TIFF": ("a.tif", cut_short, "damaged"),
    "missing": ("a.png", lambda path: None, "does not exist"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_a_slice_of_a_patient_is_refused(tmp_path: Path, case: str) -> None:
    name, make, word = REFUSED[case]
    make(tmp_path / name)
    assert word in refused(tmp_path / name)


def test_a_folder_search_passes_over_color_and_labels_but_not_over_damage(tmp_path: Path) -> None:
    for case, gray in (
        ("color", False),
        ("transparent", False),
        ("labels", False),
        ("cut short", True),
        ("pages", True),
    ):
        name, make, _ = REFUSED[case]
        make(tmp_path / name)
        assert is_gray(tmp_path / name) is gray, case


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize(
    ("dpi", "expected_mm"),
    [(36.2857, 0.7), (18.1, 1.4033), (72, None), (96, None), (72.009, None), (300, None), (5, None)],
)
def test_the_size_of_screens_and_printers_is_none_of_the_patient(
    tmp_path: Path, name: str, dpi: float, expected_mm: float | None
) -> None:
    image = read_plain_image(save(tmp_path / name, tissue(), dpi=(dpi, dpi)))
    assert image.known is (expected_mm is not None)
    assert image.volume.geometry.spacing_mm[1:] == pytest.approx((expected_mm or 1.0,) * 2, rel=1e-3)


def test_a_pixel_need_not_be_square(tmp_path: Path) -> None:
    image = read_plain_image(save(tmp_path / "a.png", tissue(), dpi=(25.4, 50.8)))
    assert image.volume.geometry.spacing_mm == pytest.approx((1, 0.5, 1), rel=1e-3)
    assert with_pixel_mm(image.volume, 0.8).geometry.spacing_mm == (1, 0.8, 0.8)


def annotated(background: np.ndarray, text: str, place: tuple[int, int], size: int | None) -> np.ndarray:
    image = Image.fromarray(background)
    ImageDraw.Draw(image).text(place, text, fill=255, font=ImageFont.load_default(size))
    return np.asarray(image)


@pytest.mark.parametrize("background", ["tissue", "black"])
@pytest.mark.parametrize("size", [12, 16, 20, 24])
@pytest.mark.parametrize("text", ["Im: 14/30", "HEART 0815"])
def test_text_is_seen(text: str, size: int, background: str) -> None:
    assert text_in(annotated(on(background), text, (184, 200), size)) == "yes"


@pytest.mark.parametrize("background", ["tissue", "black"])
@pytest.mark.parametrize("size", [None, 12, 24])
@pytest.mark.parametrize("text", ["12.3 mm", "L", "Im: 14/30", "HEART 0815"])
def test_of_small_text_and_single_letters_something_is_seen(text: str, size: int | None, background: str) -> None:
    assert text_in(annotated(on(background), text, (184, 200), size)) != "no"


def on(background: str) -> np.ndarray:
    array = tissue(256, 256) // 2
    if background == "black":
        array[:, 180:] = 0
    return array


def test_a_letter_is_noted_and_a_line_of_text_refused(tmp_path: Path) -> None:
    notes: list[str] = []
    read_plain_image(save(tmp_path / "a.png", annotated(on("tissue"), "L", (184, 200), 16)), notes.append)
    assert len(notes) == 1 and "may have a letter" in notes[0]
    assert "text or a scale bar" in refused(
        save(tmp_path / "b.png", annotated(on("tissue"), "HEART 0815", (184, 200), 16))
    )


def test_tissue_is_not_text() -> None:
    assert text_in(tissue(256, 256)) == "no"
    assert text_in(np.random.default_rng(0).integers(0, 256, (256, 256))) == "no"


def test_a_scale_bar_is_seen() -> None:
    image = Image.fromarray((tissue(256, 256) * 0.8).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.line((40, 230, 140, 230), fill=255)
    for x in range(40, 141, 20):
        draw.line((x, 222, x, 230), fill=255)
    assert text_in(np.asarray(image)) == "yes"


@pytest.mark.parametrize("orientation", range(8))
@pytest.mark.parametrize("degrees", [6, 17, 38])
@pytest.mark.parametrize("value", [0, 70, 255])
def test_the_oblique_border_of_a_padded_field_is_not_text(value: int, degrees: float, orientation: int) -> None:
    """A chest whose bright rim ends in padding: a crop of 256 x 256 turned, mirrored, and windowed until the rim
    saturates.
    """
    gray = tissue(400, 400).astype(np.float32) * 0.6
    y, x = np.indices(gray.shape) - 200.0
    along = x * np.cos(np.radians(degrees)) + y * np.sin(np.radians(degrees))
    gray[np.abs(along - 80) < 2] = 255  # a layer of fat where the field ends
    gray[along > 82] = value
    crop = gray[72:328, 72:328]
    crop = np.rot90(crop[:, ::-1] if orientation >= 4 else crop, orientation % 4)
    assert text_in(np.ascontiguousarray(crop)) == "no"


@pytest.mark.parametrize("modality", ["ct", "mr"])
def test_virtual_patients_show_no_text(modality: str) -> None:
    volume = make_patient(modality, 3, spacing_mm=3.0)[0]  # type: ignore[arg-type]
    low, high = np.percentile(volume.array, (5, 97))
    window = np.round(np.clip((volume.array - low) / (high - low), 0, 1) * 255).astype(np.uint8)
    planes = [window.take(number, axis=axis) for axis in range(3) for number in range(4, window.shape[axis] - 4, 6)]
    assert len(planes) > 25
    assert sum(text_in(plane) == "perhaps" for plane in planes) <= 2
    assert not any(text_in(plane) == "yes" for plane in planes)
