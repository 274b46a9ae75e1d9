"""The model library: a folder of the user's models, beside those that ship with the extension (read-only)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..environment import RESOURCES, home
from ..errors import Code, UserError
from ..files import refuse_existing, replacing, sweep
from ..networks.architectures import ARCHITECTURES, Dimension
from .archive import SUFFIX, read_card
from .card import ModelCard

SHIPPED = RESOURCES / "models"


@dataclass(frozen=True)
class Entry:
    """One model of the library: its ``card``, or, where that cannot be read, the ``problem`` in a sentence."""

    path: Path
    shipped: bool
    card: ModelCard | None
    problem: str = ""

    @property
    def name(self) -> str:
        """The name under which ``Library.find`` finds it."""
        return self.path.stem


class Library:
    """Models found by name, the user's before the shipped ones.

    >>> Library().find("Heart-virtual").name
    'Heart-virtual.cms'
    """

    def __init__(self, folder: Path | None = None, shipped: Path = SHIPPED) -> None:
        self.folder = folder or home() / "models"
        self._shipped = shipped

    def entries(self) -> list[Entry]:
        """Every model by name; then those that ship, the one for volumes first. A damaged one is listed with its
        problem.
        """
        own, shipped = (
            [_entry(path, folder == self._shipped) for path in sorted(folder.glob(f"*{SUFFIX}"))]
            for folder in (self.folder, self._shipped)
        )
        return own + sorted(shipped, key=lambda entry: not (entry.card and _dimension(entry.card) == 3))

    def find(self, name_or_path: str | Path) -> Path:
        """Find a model.

        Args:
            name_or_path: Path of a .cms file, or name in the library, with or without its ending.

        Returns:
            Its file, the user's before one that ships.

        Raises:
            UserError: BAD_MODEL, which names the models that there are.
        """
        if (path := Path(name_or_path)).is_file():
            return path
        name = str(name_or_path)
        # A name with a separator in it is a path that does not exist, never a way out of the library.
        if path.name == name:
            for folder in (self.folder, self._shipped):
                if (found := folder / (name.removesuffix(SUFFIX) + SUFFIX)).is_file():
                    return found
        known = ", ".join(entry.name for entry in self.entries()) or "none"
        sentence = f"There is no model {name}, neither as a file nor in the library."
        raise UserError(Code.BAD_MODEL, sentence, f"Give the path of a .cms file or a name of the library ({known}).")

    def import_model(self, path: Path, overwrite: bool = False) -> Path:
        """Check a model and copy it into the library.

        Args:
            path: File of the model.
            overwrite: Whether a model of this name in the library may be replaced.

        Returns:
            Its new place.

        Raises:
            UserError: BAD_MODEL or EXISTS.
        """
        found = self.find(path)
        self.verify(found)
        return _copy(found, self.folder / (found.name.removesuffix(SUFFIX) + SUFFIX), overwrite)

    def export_model(self, name: str, out: Path, overwrite: bool = False) -> Path:
        """Copy a model out of the library.

        Args:
            name: Its name, or a path.
            out: File to write, or folder that exists.
            overwrite: Whether an existing file may be replaced.

        Returns:
            Its new place.

        Raises:
            UserError: BAD_MODEL or EXISTS.
        """
        found = self.find(name)
        return _copy(found, out / found.name if out.is_dir() else out, overwrite)

    def remove(self, name: str) -> Path:
        """Delete a model of the user's library.

        Args:
            name: Its name, or its path in the library.

        Returns:
            Where it was.

        Raises:
            UserError: NO_PERMISSION for models that ship and for files elsewhere, BAD_MODEL where there is none.
        """
        found = self.find(name)
        if found.resolve().parent != self.folder.resolve():
            raise UserError(
                Code.NO_PERMISSION,
                f"{found} is not in your library folder {self.folder}.",
                "Name a model of that folder.",
            )
        found.unlink()
        return found

    def verify(self, name_or_path: str | Path) -> ModelCard:
        """Check a whole model, every hash and every tensor.

        Args:
            name_or_path: As in ``find``.

        Returns:
            Its card.

        Raises:
            UserError: BAD_MODEL.
        """
        from .heart_model import HeartModel

        return HeartModel.load(self.find(name_or_path)).card


def default_model(dimension: Dimension = 3, shipped: Path = SHIPPED) -> Path:
    """The model that ships and is used where none is named.

    Args:
        dimension: 3 for volumes, 2 for single slices and a few of them.
        shipped: Folder to look into.

    Returns:
        The first model there, by name, that segments CT and has this dimension.

    Raises:
        UserError: BAD_MODEL if it is not there.

    Examples:
        >>> default_model(2).name
        'Heart-virtual.cms'
    """
    for path in sorted(shipped.glob(f"*{SUFFIX}")):
        card = read_card(path)
        if card.modality in ("ct", "any") and _dimension(card) == dimension:
            return path
    raise UserError(
        Code.BAD_MODEL,
        f"The model that ships is missing from {shipped}.",
        "Install the extension again, or choose a model with --model.",
    )


def _dimension(card: ModelCard) -> Dimension:
    return ARCHITECTURES[card.architecture].dimension


def _entry(path: Path, shipped: bool) -> Entry:
    try:
        return Entry(path, shipped, read_card(path))
    except UserError as error:
        return Entry(path, shipped, None, error.sentence)


def _copy(source: Path, target: Path, overwrite: bool) -> Path:
    if target.exists() and target.samefile(source):
        raise UserError(Code.EXISTS, f"{target} is the model itself.", "Choose another name.")
    refuse_existing(target, overwrite)
    sweep(target)
    with replacing(target) as temporary:
        shutil.copyfile(source, temporary)
    return target
