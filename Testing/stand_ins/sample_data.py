"""Stands for the module ``SampleData``: registered data sets are kept in ``slicer.modules.sampleDataSources``, none is downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import slicer


@dataclass
class SampleDataSource:
    """A data set: what it is called, and how it is had."""

    sampleName: str | None = None
    uris: Any = None
    fileNames: Any = None
    nodeNames: Any = None
    checksums: Any = None
    loadFiles: Any = None
    customDownloader: Any = None
    thumbnailFileName: str | None = None
    loadFileTypes: Any = None
    loadFileProperties: Any = None

    def __post_init__(self) -> None:
        if not self.uris and self.customDownloader is None:
            raise ValueError("a sample needs uris or a customDownloader")


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
    ) -> None:
        """Add a data set to the section ``category``."""
        sources = vars(slicer.modules).setdefault("sampleDataSources", {})
        source = SampleDataSource(
            sampleName, uris, fileNames, nodeNames, checksums, loadFiles, customDownloader, thumbnailFileName, loadFileTypes or loadFileType, loadFileProperties
        )
        sources.setdefault(category, []).append(source)

    @staticmethod
    def sampleDataSourcesByCategory(category: str | None = None) -> Any:
        """The data sets of a section, or of all."""
        sources = vars(slicer.modules).get("sampleDataSources", {})
        return sources if category is None else sources.get(category, [])
