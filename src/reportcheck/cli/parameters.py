"""Parameters that several commands take; their help stands in the catalogues, by their names."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

Files: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH...", show_default=False)]
MaybeFiles: TypeAlias = Annotated[
    list[str] | None, typer.Argument(metavar="PATH...", show_default=False)
]
Rules: TypeAlias = Annotated[list[str] | None, typer.Option("--rules", metavar="FILE|FOLDER|PACK")]
Language: TypeAlias = Annotated[str | None, typer.Option("--lang", metavar="zh|en")]
Color: TypeAlias = Annotated[
    str, typer.Option("--color", metavar="auto|always|never", show_default=False)
]
Prior: TypeAlias = Annotated[list[str] | None, typer.Option("--prior", metavar="PATH")]
Select: TypeAlias = Annotated[list[str] | None, typer.Option("--select", metavar="RULE|TAG")]
Ignore: TypeAlias = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULE|TAG")]
Waivers: TypeAlias = Annotated[list[str] | None, typer.Option("--waivers", metavar="FILE")]
Reports: TypeAlias = Annotated[list[str] | None, typer.Option("--report", metavar="KIND=FILE")]
Hierarchy: TypeAlias = Annotated[str | None, typer.Option("--hierarchy", metavar="FILE|FOLDER")]
Agencies: TypeAlias = Annotated[str | None, typer.Option("--agencies", metavar="FILE")]
