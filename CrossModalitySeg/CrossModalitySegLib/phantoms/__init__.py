"""Virtual patients: an own whole heart in a simple thorax, rendered as MR and as contrast CT, so that nothing must be
downloaded.
"""

from .patient import SIZE_MM, SPACING_MM, make_patient, volumes_ml

__all__ = ["SIZE_MM", "SPACING_MM", "make_patient", "volumes_ml"]
