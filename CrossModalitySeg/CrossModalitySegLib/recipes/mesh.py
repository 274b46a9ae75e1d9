"""Make closed surfaces of the structures in label maps, for 3D printing and other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Code, Stopped, UserError
from ..events import Reporter, Result
from ..extras import need
from ..files import refuse_existing
from ..images.io.files import read_labels, writable_folder
from ..images.io.source import stem_of
from ..images.volume import Volume
from ..job import MeshJob
from ..label_set import LabelSet, Structure
from ..meshes.files import write_mesh, write_scene
from ..meshes.surfaces import hollow, solid
from .label_maps import label_maps, label_set_for, refuse_same_names

if TYPE_CHECKING:
    from trimesh import Trimesh


def run(job: MeshJob, reporter: Reporter) -> Result:
    """Write the surfaces of label maps.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        One file for each structure of each label map, or one scene for each label map where the format is "glb"; the
        summary holds ``volumes_ml``, what the surfaces enclose, by label map and structure. A structure that has no
        surface, being too small for the smoothing, is left out with a sentence for the user if another has one.

    Raises:
        UserError: EXISTS, NO_PERMISSION, BAD_INPUT, BAD_LABELS or MISSING_PACKAGE; ``Stopped``.
    """
    for package in ("skimage", "trimesh"):
        need(package, "Surfaces need")
    files = label_maps(job.inputs)
    refuse_same_names(files)
    writable_folder(job.out)
    targets = {path: _targets(job, path) for path in files}  # before a surface is made, so that no name is taken
    outputs: list[Path] = []
    volumes: dict[str, dict[str, float]] = {}
    for number, path in enumerate(files):
        part = reporter.part(number / len(files), (number + 1) / len(files), f"{path.name}: ")
        meshes = _meshes(job, read_labels(path, label_set_for(path, job.labels)), list(targets[path]), part)
        if job.format == "glb":
            outputs.append(write_scene(next(iter(targets[path].values())), meshes))
        else:
            outputs += [write_mesh(targets[path][one], mesh) for one, mesh in meshes.items()]
        volumes[path.name] = {one.name: round(float(mesh.volume) / 1000, 2) for one, mesh in meshes.items()}
    reporter.progress(1.0, "Done")
    return Result(outputs=outputs, summary={"volumes_ml": volumes})


def _meshes(job: MeshJob, labels: Volume, present: list[Structure], reporter: Reporter) -> dict[Structure, Trimesh]:
    """A surface of each structure; walls that are muscle stay as they are."""
    meshes: dict[Structure, Trimesh] = {}
    for number, structure in enumerate(present):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(number / len(present), f"surface of {structure.name}")
        try:
            meshes[structure] = (
                hollow(labels, structure.value, job.wall_mm, job.smooth_mm)
                if job.wall_mm and not structure.surrounds
                else solid(labels, structure.value, job.smooth_mm)
            )
        except UserError as error:
            if number + 1 == len(present) and not meshes:
                raise
            reporter.log(f"No surface of {structure.name}. {error}")
    return meshes


def _targets(job: MeshJob, path: Path) -> Mapping[Structure, Path]:
    """The file of the surface of each structure in the label map ``path``; raises ``UserError`` EXISTS and others."""
    label_set, stem = label_set_for(path, job.labels), stem_of(path)
    labels = read_labels(path, label_set)
    present = [one for one in label_set.structures if (labels.array == one.value).any()]
    _check(path, labels, present, label_set)
    names = {one: stem if job.format == "glb" else f"{stem}_{one.name}" for one in present}
    targets = {one: job.out / f"{name}.{job.format}" for one, name in names.items()}
    for target in targets.values():
        refuse_existing(target)
    return targets


def _check(path: Path, labels: Volume, present: list[Structure], label_set: LabelSet) -> None:
    if 1 in labels.geometry.shape:
        raise UserError(
            Code.BAD_INPUT, f"{path} is a single slice, which has no surface.", "Choose the label map of a volume."
        )
    if not present:
        raise UserError(
            Code.BAD_LABELS,
            f"{path} marks none of the structures {', '.join(label_set.names)}.",
            "Choose another label map, or state with --labels what its numbers mean.",
        )
