"""What an image can be read from: a file, or a DICOM series, which is found once and not again from its path."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from ..volume import Volume
from . import dicom
from .checks import silent
from .files import VOLUME_SUFFIXES, read_volume
from .plain_images import PLAIN_SUFFIXES, PlainImage, read_plain_image

Source = Path | dicom.Series

SUFFIXES = VOLUME_SUFFIXES + PLAIN_SUFFIXES
"""Endings of the files that are taken for images, the longest first where one ends in another."""

_UNCERTAINTY = re.compile(r"_(desc-uncertainty_map|uncertainty)$", re.IGNORECASE)
_CHUNK = 1 << 20


def read_source(source: Source, on_note: Callable[[str], None]) -> Volume | PlainImage:
    """Read any image.

    Args:
        source: File of ``SUFFIXES``, or a DICOM series that was found.
        on_note: Called with a sentence for whatever was changed or left out.

    Returns:
        Gray values (D, H, W) with their grid; a plain image (1, H, W) where the file has no place in the patient.

    Raises:
        UserError: As ``read_volume`` and ``read_plain_image``.
    """
    if isinstance(source, dicom.Series):
        return dicom.read_plain_image(source) if dicom.is_plain_image(source) else dicom.read_series(source, on_note)
    return (read_plain_image if suffix_of(source) in PLAIN_SUFFIXES else read_volume)(source, on_note)


def read_volume_of(source: Source, on_note: Callable[[str], None] = silent) -> Volume:
    """Read what has a place in the patient.

    Args:
        source: File, as for ``read_volume``, or a DICOM series that was found.
        on_note: Called with a sentence for whatever was changed or left out.

    Returns:
        As ``read_volume``.

    Raises:
        UserError: As ``read_volume``.
    """
    return dicom.read_series(source, on_note) if isinstance(source, dicom.Series) else read_volume(source, on_note)


def path_of(source: Source) -> Path:
    """Where a source lies, for sentences.

    Args:
        source: File or DICOM series.

    Returns:
        Its file; for a series of several files the folder of the first one.
    """
    files = files_of(source)
    return files[0] if len(files) == 1 else files[0].parent


def files_of(source: Source) -> tuple[Path, ...]:
    """The files that a source is read from.

    Args:
        source: File or DICOM series.

    Returns:
        The file alone, or those of the series in its order.
    """
    return source.files if isinstance(source, dicom.Series) else (source,)


def size_bytes(source: Source) -> int:
    """How large a source is.

    Args:
        source: File or DICOM series.

    Returns:
        Size of its files together, in bytes; those that are not there count nothing.
    """
    return sum(path.stat().st_size for path in files_of(source) if path.exists())


def content_sha256(source: Source) -> str:
    """Fingerprint of the content alone: the same for a copy elsewhere, under other names, or in another order of the
    slices.

    Of a series it covers each file once, so that a byte-equal copy of a slice changes nothing; phase and part of a
    series count too.

    Args:
        source: File or DICOM series.

    Returns:
        SHA-256 in hexadecimal; of a single file it is that of its bytes.

    Raises:
        OSError: A file cannot be read.
    """
    digests = sorted({_digest(path) for path in files_of(source)})
    if not isinstance(source, dicom.Series):
        return digests[0]
    return hashlib.sha256("|".join([*digests, source.phase, *map(str, source.frames)]).encode()).hexdigest()


def suffix_of(path: Path) -> str:
    """The ending that says how a file is read.

    Args:
        path: File, which need not be there.

    Returns:
        The one of ``SUFFIXES`` with which its name ends, in any case of letters, else what follows the last point; in
        lower case, with the point in front.

    Examples:
        >>> suffix_of(Path("CT.NII.GZ")), suffix_of(Path("notes.tar.gz"))
        ('.nii.gz', '.gz')
    """
    name = path.name.lower()
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), path.suffix.lower())


def stem_of(path: Path) -> str:
    """The name of a file without its ending.

    Args:
        path: File, which need not be there.

    Returns:
        Its name without ``suffix_of``, and without folders; the whole name where nothing else would be left.

    Examples:
        >>> stem_of(Path("scans/ct.seg.nrrd"))
        'ct'
    """
    return path.name[: len(path.name) - len(suffix_of(path))] or path.name


def uncertainty_path(segmentation: Path) -> Path:
    """Where the uncertainty map of a segmentation goes: beside it, in a format that the same programs open.

    Args:
        segmentation: File of the segmentation.

    Returns:
        The path of the map; its name follows BIDS where that of the segmentation does.

    Examples:
        >>> uncertainty_path(Path("ct.seg.nrrd")).name, uncertainty_path(Path("sub-01_dseg.nii.gz")).name
        ('ct_uncertainty.nrrd', 'sub-01_desc-uncertainty_map.nii.gz')
    """
    stem = stem_of(segmentation)
    entities = stem.removesuffix("_dseg")
    name = f"{stem}_uncertainty" if entities == stem else f"{entities}_desc-uncertainty_map"
    return segmentation.with_name(name + (".nrrd" if suffix_of(segmentation) == ".seg.nrrd" else ".nii.gz"))


def is_uncertainty(path: Path) -> bool:
    """Whether a file is called as uncertainty maps are, which are neither images nor label maps.

    Args:
        path: File, which need not be there.

    Returns:
        True if its name without the ending ends as ``uncertainty_path`` lets it, in any case of letters.

    Examples:
        >>> is_uncertainty(Path("ct_uncertainty.nrrd")), is_uncertainty(Path("ct.seg.nrrd"))
        (True, False)
    """
    return bool(_UNCERTAINTY.search(stem_of(path)))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
