"""What is said of several files together, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BATCH: Final[Mapping[str, str]] = {
    "batch.head": "{files}, the worst first",
    "batch.agency": "agency",
    "batch.errors": "errors",
    "batch.warnings": "to explain",
    "batch.unknown": "not checked",
    "batch.files": "{count} {count:file|files}",
    "batch.reports": "{count} {count:report|reports}",
    "batch.reports.in": "{reports} in {files}",
    "batch.signs": "a number is how often a rule fails; ? that something could not be checked; {dot} that nothing was found",
    "batch.rules": "{count} more {count:rule|rules} found something; --statistics lists all",
    "batch.cut": "{count} more {count:is|are} not listed, {failed} of them with findings; --report json=FILE keeps all",
    "batch.twice": "{agency} is there {count} {count:time|times}: {paths}",
    "batch.twice.more": "{count} more {count:agency is|agencies are} there more than once and not listed",
    "batch.examples": "There are many findings; here is one of each kind, the most widespread first",
    "batch.alike": "{count} like this, in {files}",
    "batch.more": "{count} more {count:is|are} not told one by one: check one file to see all of its own, --format concise has a line for each, --report json=FILE keeps all",
    "batch.notes": "{count} more {count:remark on how a file was read is|remarks on how files were read are} not listed; check one file to see its own",
    "statistics.pass": "passed",
    "statistics.fail": "failed",
    "statistics.unknown": "not checked",
    "statistics.accepted": "explained",
    "statistics.rule_error": "broken",
    "statistics.files": "files",
    "statistics.reports": "reports",
    "help.check.statistics": "Before the end, tell how often each rule passed, failed or was not checked, and in how many files (json always has it)",
    "batch.alike.unchecked": "{count} more {count:file|files}, not checked for the same reason:",
    "batch.cut.unchecked": "and {count} more; --report json=FILE keeps all",
}
