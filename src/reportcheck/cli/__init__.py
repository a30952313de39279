"""The command line: options are parsed once, work is asked for, an exit code is returned."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from reportcheck import __version__

# Everything else is imported when it is needed: `--version` costs as little as it can.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool with these arguments (those of the process by default); return its exit code."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    if argv != ["--version"]:
        return _run(argv)
    try:
        sys.stdout.write(f"reportcheck {__version__}\n")
    except OSError as error:
        return _told_of_loss(error, argv)
    return 0


def run() -> None:
    """Run the tool as the program that a process is, and end the process with its exit code.

    All that was to be written is. What is held in memory goes with the process: to take the objects
    of a large run apart one by one, as the interpreter would, takes a tenth of its time.
    """
    from reportcheck.cli.streams import stand_in, unwritten

    stand_in()
    code = main()
    lost = unwritten(sys.stdout)
    if lost is not None:
        code = _told_of_loss(lost, sys.argv[1:], code)
    unwritten(sys.stderr)
    os._exit(code)


def _told_of_loss(why: OSError, argv: Sequence[str], code: int = 0) -> int:
    """Say that what was found could not be put out, and return the exit code of that.

    A reader that has gone away wanted no more, and the ``code`` stays.
    """
    from reportcheck.cli.streams import unwritten

    unwritten(sys.stdout)
    if isinstance(why, BrokenPipeError):
        return code
    from reportcheck.problem import EXIT_PROBLEM, Problem
    from reportcheck.wording import language, problem

    refusal = Problem("screen-unwritten", why=why.strerror or str(why))
    _complain(problem(refusal, language(_lang_option(argv), os.environ)))
    return EXIT_PROBLEM


def _run(argv: list[str]) -> int:
    import gc

    # Little of what a check makes is a cycle, and looking for them took an eighth of a run.
    gc.set_threshold(400_000, 50, 50)
    from reportcheck.cli.plain import plain
    from reportcheck.console import prepare_streams
    from reportcheck.problem import EXIT_INTERRUPTED, EXIT_PROBLEM, Problem, RuleFileProblem
    from reportcheck.wording import language, mistake, phrase, problem

    prepare_streams()
    lang = language(_lang_option(argv), os.environ)
    try:
        given = None if "_REPORTCHECK_COMPLETE" in os.environ else plain(argv)
        if given is not None:
            from reportcheck.cli.check import check_files

            ended: int | None = check_files(**given)
        else:
            from reportcheck.cli.commands import run_command

            ended = run_command(argv, lang)
    except RuleFileProblem as refusal:
        for each in refusal.mistakes:
            _complain(mistake(each, lang))
        _complain(problem(refusal, lang))
        return EXIT_PROBLEM
    except Problem as refusal:
        _complain(problem(refusal, lang))
        return EXIT_PROBLEM
    except KeyboardInterrupt:
        ended = EXIT_INTERRUPTED
    except Exception as error:  # the one place where whatever was not foreseen ends
        from reportcheck.cli.streams import is_of_a_stream

        if isinstance(error, OSError) and is_of_a_stream(error):
            return _told_of_loss(error, argv)
        if os.environ.get("REPORTCHECK_TRACEBACK"):
            raise
        if isinstance(error, PermissionError) and isinstance(error.filename, str):
            _complain(problem(Problem("no-access", path=error.filename), lang))
            return EXIT_PROBLEM
        _complain(phrase("usage.unforeseen", lang, error=f"{type(error).__name__}: {error}"))
        return EXIT_PROBLEM
    if ended == EXIT_INTERRUPTED:
        _complain(phrase("usage.interrupted", lang))
    return ended or 0


def _complain(text: str) -> None:
    from reportcheck.cli.streams import say

    say(text)


def _lang_option(argv: Sequence[str]) -> str | None:
    """Return what ``--lang`` says before anything is parsed: help and complaints heed it too."""
    for position, word in enumerate(argv):
        if word == "--lang" and position + 1 < len(argv):
            return argv[position + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None
