"""Measurements of a heart from its label map: volumes, mass, wall thickness and diameters of the aorta."""

from .measuring import Measurements, measure

__all__ = ["Measurements", "measure"]
