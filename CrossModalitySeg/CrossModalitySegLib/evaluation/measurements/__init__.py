"""What a label map says about a heart in numbers: volumes, mass, wall thickness and diameters of the aorta."""

from .measuring import Measurements, measure

__all__ = ["Measurements", "measure"]
