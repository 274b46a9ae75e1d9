"""Stands for the module ``SampleData``: registered data sets are kept in ``slicer.modules.sampleDataSources``, none is
downloaded.

As in Slicer 5.10 to 5.13 the fields of a data set go in parallel, one entry a file, also where a ``customDownloader``
needs none of them: a missing ``uris`` raises ``TypeError`` (its length is asked for), lists of different lengths raise
``ValueError``.
"""

from __future__ import annotations

from typing import Any

import slicer

_PARALLEL = ("uris", "fileNames", "nodeNames", "checksums", "loadFiles", "loadFileTypes")


class SampleDataSource:
    """A data set: what it is called, and how it is had."""

    def __init__(
        self,
        sampleName: str | None = None,
        sampleDescription: str | None = None,
        uris: Any = None,
        fileNames: Any = None,
        nodeNames: Any = None,
        checksums: Any = None,
        loadFiles: Any = None,
        customDownloader: Any = None,
        thumbnailFileName: str | None = None,
        loadFileTypes: Any = None,
        loadFileProperties: Any = None,
    ) -> None:
        given = dict(zip(_PARALLEL, (uris, fileNames, nodeNames, checksums, loadFiles, loadFileTypes), strict=True))
        if isinstance(uris, str):
            given = {name: [value] for name, value in given.items()}
        elif isinstance(uris, (list, tuple)):
            optional = ("nodeNames", "checksums", "loadFiles", "loadFileTypes")
            spread = {
                name: [given[name]] * len(uris)
                for name in optional
                if given[name] is None or isinstance(given[name], str)
            }
            given |= spread
        lengths = {name: len(value) for name, value in given.items()}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"All fields of sample data source must have the same length: {lengths}")
        self.sampleName, self.sampleDescription = sampleName, sampleDescription or sampleName
        self.customDownloader, self.thumbnailFileName, self.loadFileProperties = (
            customDownloader,
            thumbnailFileName,
            loadFileProperties or {},
        )
        for name, value in given.items():
            setattr(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SampleDataSource) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


class SampleDataLogic:
    """Knows the data sets."""

    @staticmethod
    def registerCustomSampleDataSource(
        category: str = "Custom",
        sampleName: str | None = None,
        uris: Any = None,
        fileNames: Any = None,
        nodeNames: Any = None,
        customDownloader: Any = None,
        thumbnailFileName: str | None = None,
        loadFileTypes: Any = None,
        loadFiles: Any = None,
        loadFileProperties: Any = None,
        checksums: Any = None,
        loadFileType: Any = None,
        sampleDescription: str | None = None,
    ) -> None:
        """Add a data set to the section ``category``; the same one a second time changes nothing."""
        sources = vars(slicer.modules).setdefault("sampleDataSources", {}).setdefault(category, [])
        source = SampleDataSource(
            sampleName,
            sampleDescription,
            uris,
            fileNames,
            nodeNames,
            checksums,
            loadFiles,
            customDownloader,
            thumbnailFileName,
            loadFileTypes or loadFileType or "VolumeFile",
            loadFileProperties,
        )
        if source not in sources:
            sources.append(source)

    @staticmethod
    def sampleDataSourcesByCategory(category: str | None = None) -> Any:
        """The data sets of a section, or of all."""
        sources = vars(slicer.modules).get("sampleDataSources", {})
        return sources if category is None else sources.get(category, [])
