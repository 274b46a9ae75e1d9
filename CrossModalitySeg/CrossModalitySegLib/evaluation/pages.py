"""The templates of HTML pages."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

DPI = 160
"""Resolution at which figures are drawn."""


def template_environment() -> Environment:
    """That in which the templates beside this file are found: text is escaped, and a name without a value is a mistake.

    Raises ``ImportError`` without jinja2.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(png=_data_uri, width=_width_px)
    return environment


def _width_px(png: bytes) -> int:
    """Width at which a figure is shown: figures are drawn with more pixels than that, so that they stay sharp."""
    # The PNG header chunk holds the width at bytes 16 to 19 (PNG specification, section 11.2.1).
    return round(int.from_bytes(png[16:20], "big") * 100 / DPI)


def _data_uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
