"""Widget code of the panel, one file per section; ``panel.py`` puts them together."""
