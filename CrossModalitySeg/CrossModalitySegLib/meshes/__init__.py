"""Closed surfaces of structures, for 3D printing and for other programs."""
