"""CrossModalitySeg: adapts a heart segmenter trained on MR to CT without one CT label."""

__version__ = "0.1.0"
