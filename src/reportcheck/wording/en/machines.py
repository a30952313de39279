"""What reports for other programs say, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MACHINES: Final[Mapping[str, str]] = {
    "block.accepted": "explained",
    "accepted.because": "{reason} ({by}, until {until})",
    "machines.more": "{count} more {count:is|are} not listed here; --report json=FILE keeps all",
    "machines.nothing": "it asked nothing of this file",
    "machines.unchecked": "The file could not be checked, so nothing is known about it.",
    "machines.explain": "More: {command}",
    "markdown.left-out": "{count} {count:section is|sections are} left out, for the report would be too large; --report json=FILE keeps all",
    "problem.report-no-json": "{path} is not the JSON report of a check; write one with --report json=FILE and give that.",
    "problem.report-other-json": "{path} is JSON, but not a report ({schema}); write one with --report json=FILE and give that.",
    "problem.report-older": "{path} was written by an older version, which did not keep all that other reports need; check the files again with --report json=FILE.",
    "problem.report-broken": "{path} is not a whole report: {where} is missing or not as it should be; write it again with --report json=FILE.",
    "narrate.file": "File {file}.",
    "narrate.form": "It is the form {fact}.",
    "narrate.agency": "It is from {fact}.",
    "narrate.period": "It is for {fact}.",
    "narrate.count": "Findings: {count}.",
    "narrate.nothing": "Nothing was found.",
    "narrate.clean": "In {files} nothing was found.",
    "narrate.unchecked": "File {file} was not checked.",
    "narrate.finding": "Finding {number}, {word}.",
    "narrate.rule": "Rule: {fact}.",
    "narrate.at": "At {place}.",
    "narrate.colon": ": ",
    "narrate.cell": "cell {cell}",
    "problem.report-grouped": "{path} keeps only the number of many like findings of a big file, and {kind} needs each of them; check the file again with --report {kind}=FILE.",
    "github.title": "{name}: {count} to look at",
    "github.full": "The summary of this step ({path}) is as large as GitHub takes it; the report was not added to it.",
    "github.beyond": "GitHub shows only {shown} {shown:annotation|annotations} of a kind; {count} {count:file has none, and stands|files have none, and stand} below",
}
