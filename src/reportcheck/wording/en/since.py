"""What is said of a report that is held against an earlier one, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SINCE: Final[Mapping[str, str]] = {
    "help.check.since": "The JSON report of an earlier check: say what is new, what remains and what is fixed since; the exit code stays that of this check",
    "since.title": "Since the earlier report",
    "since.new": " (new)",
    "since.remaining": " (still there)",
    "since.explained": " (newly)",
    "since.counts": "Since {path}: {new} new, {remaining} remaining, {fixed} fixed, {explained} newly explained",
    "since.fixed": "fixed",
    "since.more": "Fixed, too, and not listed: {count}; --report json=FILE keeps all",
    "since.unseen.missing": "Findings of then that are neither there nor fixed, for their files are not in this run: {count}",
    "since.unseen.unchecked": "Findings of then that are neither there nor fixed, for their files could not be checked this time: {count}",
    "since.unseen.renamed": "Findings of then that are neither there nor fixed, for their files are of another form, agency or period now: {count}",
    "since.unseen.not-asked": "Findings of then that are neither there nor fixed, for their rules or checks took no part this time: {count}",
    "since.missing": "Files of the earlier report that are not in this run ({count}): {files}",
    "since.missing.more": "Files that are not in this run either and are not listed: {count}",
    "narrate.fixed": "Fixed since, in file {file}.",
}
