"""``crossmodalityseg models ...``: the library in the shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..models.library import Library
from .doing import reporting_errors
from .progress import echo

models = typer.Typer(
    help="List, look at, check, exchange and remove models.", no_args_is_help=True, rich_markup_mode=None
)

Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
ModelName = Annotated[
    str, typer.Argument(metavar="MODEL", help="Path of a .cms file, or name of a model in the library.")
]


@models.command("list")
def models_list() -> None:
    """List the models of the library and those that ship.

    \b
    Example:
      crossmodalityseg models list
    """
    library = Library()
    with reporting_errors():
        for entry in library.entries():
            card = entry.card
            depth = f"d={card.depth}" if card and card.depth else "not adapted"
            what = f"{card.modality}  {card.size}  {card.method}  {depth}  {card.created}" if card else entry.problem
            print(f"{entry.name:24}  {what}{'  (ships)' if entry.shipped else ''}")
        echo(f"Library folder: {library.folder}")


@models.command("show")
def models_show(name: ModelName) -> None:
    """Print the card of a model.

    \b
    Example:
      crossmodalityseg models show CT
    """
    from ..models.archive import read_card

    with reporting_errors():
        print(read_card(Library().find(name)).model_dump_json(indent=2))


@models.command("verify")
def models_verify(name: ModelName) -> None:
    """Check every hash and every tensor of a model.

    \b
    Example:
      crossmodalityseg models verify CT.cms
    """
    with reporting_errors():
        card = Library().verify(name)
        print(f"{card.name}: all is well ({card.modality}, {len(card.labels.names)} structures)")


@models.command("import")
def models_import(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Model to import (.cms).")], overwrite: Overwrite = False
) -> None:
    """Check a model and copy it into the library.

    \b
    Example:
      crossmodalityseg models import CT.cms
    """
    with reporting_errors():
        print(Library().import_model(path, overwrite))


@models.command("export")
def models_export(
    name: ModelName,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File or folder to write.")],
    overwrite: Overwrite = False,
) -> None:
    """Copy a model out of the library.

    \b
    Example:
      crossmodalityseg models export CT shared/CT.cms
    """
    with reporting_errors():
        print(Library().export_model(name, out, overwrite))


@models.command("remove")
def models_remove(name: ModelName, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete a model from the library.

    \b
    Example:
      crossmodalityseg models remove CT --yes
    """
    with reporting_errors():
        library = Library()
        if not yes:
            typer.confirm(f"Delete {library.find(name)}?", abort=True, err=True)
        print(f"removed {library.remove(name)}")
