"""CrossModalitySeg: adapts an MR-trained heart segmenter to CT without one CT label."""

import os

__version__ = "0.1.0"

# Apple GPUs lack some operations (grid sampling in 3D, for instance), which then run on the CPU. PyTorch reads this
# when it is imported.
os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
