"""CrossModalitySeg for notebooks and scripts: segment hearts, train, adapt, evaluate, and make virtual patients to try
it on.

Importing this is light; PyTorch is loaded by the first function that needs it. Whatever goes wrong and can be mended
is a ``UserError`` with a ``code``, a ``sentence`` of cause and a ``remedy``. Nothing leaves the machine.

Examples:
    >>> import crossmodalityseg as cms
    >>> patient = cms.phantom("ct", seed=3, size_mm=(96, 96, 96), spacing_mm=4)
    >>> patient.image.GetSize()
    (24, 24, 24)
    >>> result = cms.segment(patient.image, device="cpu")
    >>> sorted(result.volumes_ml)
    ['AA', 'LA', 'LV', 'Myo', 'PA', 'RA', 'RV']
    >>> 0 <= cms.evaluate(result, patient.labels).dice["LV"] <= 1
    True
"""

from CrossModalitySegLib import __version__
from CrossModalitySegLib.errors import UserError

from .images import ImageLike
from .learning import adapt, train
from .phantoms import Phantom, phantom
from .scores import evaluate
from .segmentation import Result, segment

__all__ = [
    "segment",
    "Result",
    "train",
    "adapt",
    "evaluate",
    "phantom",
    "Phantom",
    "ImageLike",
    "UserError",
    "__version__",
]
