"""The shell's face: ``crossmodalityseg VERB ...``. Empty, so that ``cli.doctor`` runs where packages are missing."""
