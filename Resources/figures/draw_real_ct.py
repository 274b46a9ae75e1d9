"""Draws Resources/real-ct.png, the figure of the results page, from the previews that `segment` leaves.

.venv/bin/python Resources/figures/draw_real_ct.py NAME=PREVIEW.png ...
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH_PX, TITLE_PX = 720, 18


def main(previews: dict[str, Path]) -> None:
    """One preview below the other, each under its name."""
    rows = []
    for path in previews.values():
        preview = Image.open(path).convert("RGB")
        rows.append(preview.resize((WIDTH_PX, round(preview.height * WIDTH_PX / preview.width))))
    page = Image.new("RGB", (WIDTH_PX, sum(TITLE_PX + row.height for row in rows)), "white")
    top = 0
    for name, row in zip(previews, rows, strict=True):
        ImageDraw.Draw(page).text((4, top + 3), name, fill="black")
        page.paste(row, (0, top + TITLE_PX))
        top += TITLE_PX + row.height
    out = Path(__file__).parents[1] / "real-ct.png"
    page.quantize(256, dither=Image.Dither.NONE).save(out, optimize=True)


if __name__ == "__main__":
    main({name: Path(path) for name, _, path in (word.partition("=") for word in sys.argv[1:])})
