"""The commands and their options; each parses, asks for the work, writes and returns a code."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from reportcheck import __version__
from reportcheck.cli.again import render, schema, waive
from reportcheck.cli.arguments import command_first
from reportcheck.cli.check import check_files
from reportcheck.cli.extract import extract
from reportcheck.cli.options import screen
from reportcheck.cli.parameters import (
    Agencies,
    Color,
    Files,
    Hierarchy,
    Ignore,
    Language,
    MaybeFiles,
    Prior,
    Reports,
    Rules,
    Select,
    Waivers,
)
from reportcheck.cli.streams import say
from reportcheck.cli.verify import verify
from reportcheck.page import Lang
from reportcheck.problem import EXIT_FINDINGS, EXIT_PASSED, EXIT_PROBLEM, Mistake, RuleFileProblem
from reportcheck.rule import Pack
from reportcheck.wording import phrase
from reportcheck.wording.filling import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

_SETTINGS: Final[dict[str, Any]] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_SENTENCE: Final = re.compile(r"(?<=。)|(?<=\.)\s")

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
rules_app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _reportcheck(
    version: Annotated[bool, typer.Option("--version", is_eager=True)] = False,  # noqa: FBT002
) -> None:
    if version:
        sys.stdout.write(f"reportcheck {__version__}\n")
        raise typer.Exit


@app.command(name="check")
def _check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: MaybeFiles = None,
    rules: Rules = None,
    prior: Prior = None,
    format: Annotated[  # noqa: A002 - the name of the option
        str,
        typer.Option(
            metavar="full|concise|grouped|causes|narrate|json|jsonl|github", show_default=False
        ),
    ] = "full",
    report: Reports = None,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: Annotated[str | None, typer.Option(metavar="error|warning|never")] = None,
    lang: Language = None,
    color: Color = "auto",
    quiet: Annotated[int, typer.Option("-q", "--quiet", count=True, show_default=False)] = 0,
    statistics: Annotated[bool, typer.Option("--statistics")] = False,  # noqa: FBT002
    jobs: Annotated[str | None, typer.Option(metavar="N")] = None,
    waivers: Waivers = None,
    hierarchy: Hierarchy = None,
    agencies: Agencies = None,
    since: Annotated[str | None, typer.Option("--since", metavar="REPORT.json")] = None,
) -> int:
    return check_files(
        paths, rules=rules, prior=prior, format=format, report=report, select=select,
        ignore=ignore, fail_on=fail_on, lang=lang, color=color, quiet=quiet,
        statistics=statistics, jobs=jobs, waivers=waivers, hierarchy=hierarchy,
        agencies=agencies, since=since,
    )  # fmt: skip


@app.command(name="show")
def _show(
    paths: Files,
    rules: Rules = None,
    hierarchy: Hierarchy = None,
    lang: Language = None,
    color: Color = "auto",
) -> int:
    from reportcheck.checking import Request, look, ranked
    from reportcheck.project import find
    from reportcheck.rendering.show import show

    project = find(Path())
    out = screen(lang or (project.lang if project else None), color)
    request = Request(tuple(paths), tuple(rules or ()), project=project, hierarchy=hierarchy)
    located = look(request)
    out.write(show(located, out.page, ranked(request, located)))
    return EXIT_PROBLEM if any(each.problem for each in located) else EXIT_PASSED


@app.command(name="explain")
def _explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", show_default=False)],
    rules: Rules = None,
    lang: Language = None,
    color: Color = "auto",
) -> None:
    from reportcheck.rendering.explain import explain

    out = screen(lang, color)
    out.write(explain(rule, _packs(rules), out.page))


@rules_app.command(name="list")
def _list(rules: Rules = None, lang: Language = None, color: Color = "auto") -> None:
    from reportcheck.rendering.rules import listing

    out = screen(lang, color)
    out.write(listing(_packs(rules), out.page, rules or ()))


@rules_app.command(name="check")
def _check_rules(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False)],
    data: Annotated[
        list[str] | None, typer.Option("--data", metavar="PATH", show_default=False)
    ] = None,
    lang: Language = None,
    color: Color = "auto",
) -> int:
    from reportcheck import rulefile
    from reportcheck.cli.diagnoses import tell

    out = screen(lang, color)
    mistakes: list[Mistake] = []
    packs: list[Pack] = []
    for file in files:
        try:
            packs += rulefile.find(file)
        except RuleFileProblem as refusal:
            mistakes += refusal.mistakes
    grave = tell(packs, files, data or (), out)
    if mistakes:
        raise RuleFileProblem(tuple(mistakes))
    return EXIT_FINDINGS if grave else EXIT_PASSED


@rules_app.command(name="docs")
def _docs(
    file: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PAGE.html", show_default=False)
    ] = None,
    lang: Language = None,
) -> None:
    from reportcheck.cli.diagnoses import write_page

    write_page(file, output, screen(lang, "auto").page.lang)


@rules_app.command(name="test")
def _test_rules(
    targets: Annotated[
        list[str], typer.Argument(metavar="FILE|FOLDER|PACK...", show_default=False)
    ],
    lang: Language = None,
    color: Color = "auto",
) -> int:
    from reportcheck.rendering.trials import trials
    from reportcheck.trying import try_rules

    out = screen(lang, color)
    tried = try_rules(targets)
    out.write(trials(tried, out.page))
    return EXIT_PASSED if tried.sound else EXIT_FINDINGS


@rules_app.command(name="schema")
def _schema(
    cases: Annotated[bool, typer.Option("--cases")] = False,  # noqa: FBT002
) -> None:
    from reportcheck import console, rulefile
    from reportcheck.rendering.json_report import as_json

    made = rulefile.cases_schema() if cases else rulefile.schema()
    console.write_bytes(as_json(made), sys.stdout)


app.command(name="extract")(extract)
app.command(name="render")(render)
app.command(name="verify")(verify)
app.command(name="waive")(waive)
app.command(name="schema")(schema)
app.add_typer(rules_app, name="rules")


@app.command(name="completion")
def _completion(
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish|powershell", show_default=False)],
) -> None:
    from reportcheck.cli.completing import script

    sys.stdout.write(script(shell))


def command(lang: Lang) -> Any:  # noqa: ANN401 - typer's class is private
    """Return the group of all commands, with its help in a language."""
    group = typer.main.get_command(app)
    _speak(group, "help", lang, _context(lang))
    return group


def run_command(argv: Sequence[str], lang: Lang) -> int | None:
    """Run the command that arguments ask for, and return what it does.

    What is wrong with the arguments is said, or a Problem.
    """
    group = command(lang)
    if "_REPORTCHECK_COMPLETE" in os.environ:
        from reportcheck.cli.completing import asked

        argv = [] if asked(os.environ, group) else argv
    try:
        ended: int | None = group.main(
            command_first(argv, group) or ["--help"],
            prog_name="reportcheck",
            standalone_mode=False,
            windows_expand_args=False,
        )
    except typer.TyperException as error:
        from reportcheck.cli.misuse import in_words

        say(phrase("usage.wrong", lang, message=in_words(error.format_message(), lang)))
        return EXIT_PROBLEM
    except typer.Abort:
        raise KeyboardInterrupt from None
    return ended if argv else EXIT_PROBLEM


def _context(lang: Lang) -> type[typer.Context]:
    """Return the context of commands whose help is laid out for a language."""

    class Context(typer.Context):
        def make_formatter(self) -> Any:  # noqa: ANN401 - typer's own class is private
            from reportcheck.cli.helping import Helping

            return Helping(lang, self.terminal_width, self.max_content_width)

    return Context


class _AsTyped:
    """Takes words as they were typed: every value is checked in ``options``, by its own message.

    typer would import pydantic for it, which takes as long as everything else before a check.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401
        """Return the value; several as a list."""
        del param, ctx
        return list(value) if isinstance(value, tuple) else value


def _speak(command: Any, key: str, lang: Lang, context: type[typer.Context]) -> None:  # noqa: ANN401
    """Give a command, its options and the commands below it their help from the catalogue."""
    said = catalogue(lang)
    command.help, command.context_class = said[key], context
    command.short_help = _SENTENCE.split(said[key])[0]
    helping = command.get_help_option(typer.Context(command, **_SETTINGS))
    for parameter in (*command.params, helping):
        own = f"{key}.{parameter.name}"
        if hasattr(parameter, "get_runtime_param"):
            parameter.get_runtime_param = _AsTyped
        parameter.help = said[own] if own in said else said[f"help.any.{parameter.name}"]
    for name, below in getattr(command, "commands", {}).items():
        _speak(below, f"{key}.{name}", lang, context)


def _packs(rules: list[str] | None) -> tuple[Pack, ...]:
    from reportcheck import rulefile

    return tuple(p for spec in rules for p in rulefile.find(spec)) if rules else rulefile.bundled()
