"""MRML in and out: volumes, segmentations, tables, plots. Nothing here yet: results open with File / Add Data."""
