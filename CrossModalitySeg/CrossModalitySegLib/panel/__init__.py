"""Widget code of the panel, one file per section. Nothing here yet: the module file shows a text instead."""
