"""Refusals in English: what the matter is, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PROBLEMS: Final[Mapping[str, str]] = {
    "problem.other": "Could not be done ({code}): {facts}",
    "problem.suggestion": ', did you mean "{suggestion}"?',
    # The command line
    "problem.unknown-command": 'there is no command and no file "{name}"',
    "problem.wrong-choice": "{option} cannot be {given}; it is one of {allowed}",
    "problem.report-form": "--report takes KIND=FILE, such as json=result.json, not {given}; kinds: {allowed}",
    "problem.report-over-input": "{path} is one of the files to check; give the report another name.",
    "problem.report-no-folder": "{path} cannot be written: it is a folder, or its folder does not exist.",
    "problem.cannot-write": "{path} cannot be written ({why}); look at permissions and space, or take another place.",
    "problem.unknown-rule": 'no rule, check or tag is called "{name}" (reportcheck rules list names all)',
    "problem.rule-file": "Mistakes in rule files: {count}. Nothing was checked; correct them and run again.",
    # Not found, not opened
    "problem.nothing-to-check": "There is nothing to check; name files or folders.",
    "problem.not-found": "There is no file {path}; check its name and folder.",
    "problem.glob-matched-nothing": "No file matches {path}; check the folder and the pattern.",
    "problem.empty-folder": "Folder {path} holds no tables ({skipped} other files); check that it is the right one.",
    "problem.folder": "{path} is a folder, not a file.",
    "problem.not-a-file": "{path} is not a plain file and cannot be read.",
    "problem.lock-file": "{path} is a leftover of a spreadsheet that is open; the file meant is {meant}.",
    "problem.permission-denied": "{path} may not be read; look at its permissions.",
    "problem.in-use": "{path} is held by another program; close it there and try again.",
    "problem.read-error": "{path} could not be read ({reason}); look at the disk or network, or copy the file first.",
    "problem.too-large": "{path} is larger than {limit} bytes and was not read.",
    # Content
    "problem.empty-file": "{path} is empty; the export may not have finished.",
    "problem.no-sheets": "{path} has no sheets.",
    "problem.unclosed-quote": "In {path} a double quote that opens in line {line} is never closed, so fields cannot be told apart; close it.",
    "problem.undecodable": "{path} is not whole {encoding} text: byte {offset} (line {line}) cannot be read; save it as UTF-8.",
    "problem.unsupported-format": "{path} holds {format}, not a table that can be checked; save it as .xlsx or .csv.",
    "problem.password-protected": "{path} is protected by a password; take it off in Excel or WPS, save a copy, and check that.",
    "problem.old-xls": "{path} is in the old .xls format; save it as .xlsx in Excel or WPS and check that.",
    "problem.damaged-workbook": "{path} is not a whole workbook, perhaps cut off or damaged ({reason}); fetch it again, or open and save it in Excel or WPS.",
    "problem.entities": "{path} contains definitions (a DTD in {part}) that no workbook has, and was not read; open and save it in Excel or WPS.",
    "problem.zip-bomb": "{path} unpacks to far too much and was not read; it does not look like a workbook.",
    "problem.html-file": "{path} is really a web page under another name; open it in Excel or WPS, save it as .xlsx, and check that.",
    "problem.lfs-pointer": "{path} is only a Git LFS pointer, the file itself was not fetched; run git lfs pull.",
    # Forms
    "problem.no-form": "{path} looks like no form that is known; the nearest is {nearest}, and this is missing: {missing}. Check the file, or name a rule file with --rules.",
    "problem.ambiguous-form": "{path} looks equally like several forms: {forms}; choose one with --rules.",
    "problem.duplicate-pack": "Pack {name} {version} is there twice: {path} and {other}; keep one.",
    "problem.no-rule-files": "Folder {path} holds no rule files (.yaml).",
    "problem.rules-is-a-folder": "{path} is a folder; a rule file is wanted here.",
    "problem.rules-not-found": "There is no rule file {path}.",
    "problem.rules-unreadable": "The rule file {path} could not be read ({reason}).",
    "problem.unknown-version": "pack {name} has no version {version}; there are: {known}",
    "problem.unknown-pack": 'there is no rule file, folder or pack "{name}"; packs: {known}',
    # The period before
    "problem.prior-unreadable": "The report of the period before, {path}, could not be read: {problem}",
    "problem.prior-unidentified": "Nothing tells whose and for when the report {path} is; write agency and period into the table or the file name, such as agency_2023.xlsx.",
    "problem.prior-twice": "{path} and {other} are both the report of {agency} for {period}; give one of them.",
}
