"""Surfaces in files: STL and OBJ hold one structure each, GLB all of them with names and colors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..files import replacing
from ..label_set import Structure

if TYPE_CHECKING:
    from trimesh import Trimesh

_LPS_MM_TO_GLTF = np.diag([0.001, 0.001, 0.001, 1.0]) @ np.array(
    [[1.0, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]]
)
"""glTF counts in meters; its y axis points up, z to the front."""


def write_mesh(path: Path, mesh: Trimesh) -> Path:
    """Write one surface, replacing an earlier file.

    Args:
        path: File to write: .obj, or .stl, which is binary.
        mesh: Surface in mm, LPS.

    Returns:
        ``path``.
    """
    with replacing(path) as temporary:
        if path.suffix == ".obj":
            mesh.export(temporary, file_type="obj", header="Millimeters. SPACE=LPS")
        else:
            mesh.export(temporary, file_type="stl")
    return path


def write_scene(path: Path, meshes: Mapping[Structure, Trimesh]) -> Path:
    """Write surfaces as one GLB, replacing an earlier file.

    Args:
        path: File to write (.glb).
        meshes: Surface in mm, LPS, of each structure, whose name and color it gets. The file is in meters, as glTF
            wants.

    Returns:
        ``path``.
    """
    from trimesh import Scene
    from trimesh.visual import TextureVisuals
    from trimesh.visual.material import PBRMaterial

    scene = Scene()
    for structure, mesh in meshes.items():
        shown = mesh.copy()
        shown.apply_transform(_LPS_MM_TO_GLTF)
        color = [*structure.color, 255]
        material = PBRMaterial(name=structure.name, baseColorFactor=color, metallicFactor=0.0, roughnessFactor=0.6)
        shown.visual = TextureVisuals(material=material)
        scene.add_geometry(shown, node_name=structure.title, geom_name=structure.name)
    with replacing(path) as temporary:
        temporary.write_bytes(scene.export(file_type="glb"))
    return path
