"""MRML in and out: volumes, segmentations, tables, plots. Space is RAS here, and LPS in every file."""
