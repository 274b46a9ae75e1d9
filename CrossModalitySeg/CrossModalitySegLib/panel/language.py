"""The language of the application, and the catalogue of the module's texts in it.

``Resources/translations.py`` of the source tree makes the catalogues: a .ts file, in which the texts stand, and beside
it the .qm file that Qt reads.
"""

from __future__ import annotations

from pathlib import Path

import qt
import slicer

from ..jobs.interpreter import PACKAGE_PARENT
from ..tasks.context import setting

CATALOGUES = PACKAGE_PARENT / "Resources" / "Translations"


def catalogue() -> Path | None:
    """The .ts file for the language that is chosen under Edit, Application Settings, General; None for English, and for
    a language without a catalogue.
    """
    if setting("Internationalization/Enabled", "false").lower() != "true":
        return None
    language = setting("language").replace("_", "-")
    path = CATALOGUES / f"CrossModalitySeg_{language}.ts"
    if path.is_file():
        return path
    # A language without a country takes the catalogue of any; another country's may be another script.
    return next(iter(sorted(CATALOGUES.glob(f"CrossModalitySeg_{language}-*.ts"))), None) if language else None


def install_translation() -> qt.QTranslator | None:
    """Let Qt, and so ``slicer.i18n``, know the texts of the module in the language of the application.

    Slicer itself installs the translations that lie in its own folder alone, which an extension does not reach.

    Returns:
        What was installed, which the application keeps; None where there is nothing to be translated.
    """
    path = catalogue()
    translator = qt.QTranslator(slicer.app) if path is not None else None
    if translator is None or path is None or not translator.load(str(path.with_suffix(".qm"))):
        return None
    qt.QCoreApplication.installTranslator(translator)
    return translator
