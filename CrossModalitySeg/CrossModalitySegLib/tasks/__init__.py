"""Whole pieces of work, from nodes of the scene to nodes of the scene: what the panel's buttons and the console
start.
"""
