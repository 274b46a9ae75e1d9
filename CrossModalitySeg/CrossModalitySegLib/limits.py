"""What a volume must fulfill on either side of the process border. Standard library only."""

from __future__ import annotations

SPACING_LIMITS_MM = (0.05, 20.0)
"""Smallest and largest voxel spacing: values beyond are mistakes of a header, such as meters or inches."""
