"""Help, and what ``show``, ``explain`` and ``rules`` say, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "help": "Check filled-in report tables: which cell is wrong, by how much, and what to do.\n\n"
    "\b\n"
    "reportcheck report.xlsx                  check a file (its form is recognised)\n"
    "reportcheck 2024/ --prior 2023/          check a folder, and against last year's reports\n"
    "reportcheck data.csv --rules rules.yaml  check by rules of your own\n"
    "reportcheck show report.xlsx             see how tables and cells were recognised\n\n"
    "The word check may be left out; its options: reportcheck check --help. "
    "Exit codes: 0 all checked and nothing wrong, 1 findings, 2 something could not be checked, 130 interrupted.",
    "help.version": "Print the version",
    "help.any.help": "Show this help",
    "help.any.rules": "Rule file, folder of them, or pack; by default the form is recognised",
    "help.any.lang": "Chinese or English; by default as the system",
    "help.any.color": "Whether to use colour",
    "help.any.paths": "Files, folders, patterns, @LIST for a file that lists them, or - for CSV from standard input",
    "help.check": "Check files and say what is wrong, cell by cell. The word check may be left out.",
    "help.check.prior": "Reports of the period before, files or folders, for rules that look back "
    "(repeatable)",
    "help.check.format": "On the screen: full, concise (a line each), grouped (by rule), causes (by the smallest change), narrate (in sentences), json, jsonl (a row for every cell), or github for "
    "its workflows",
    "help.check.report": "Write the result to a file too, such as html=page.html, xlsx=findings.xlsx, json=result.json, csv=cells.csv; and "
    "jsonl, parquet, junit, "
    "sarif, gitlab, markdown, annotated (a marked copy), receipt (repeatable)",
    "help.check.select": "Only these rules, checks or tags (repeatable)",
    "help.check.ignore": "Not these rules, checks or tags (repeatable)",
    "help.check.fail_on": "What makes a file fail: error, warning (and errors), never",
    "help.check.jobs": "How many files to check at once; by default one a core",
    "help.check.quiet": "-q prints the closing counts only, -qq nothing",
    "help.show": "Show what was recognised in a file. Which form and how sure, where each table is, which cell feeds which slot, "
    "and what was ignored.",
    "help.render": "Make reports again from one that was kept with --report json=FILE; nothing is checked anew.",
    "help.render.report_json": "The JSON report of a check",
    "help.render.report": "Write a report, such as junit=junit.xml; every kind that a check writes but annotated and receipt (repeatable)",
    "help.render.format": "On the screen, as of a check; by default full, if no file is written",
    "help.render.statistics": "Before the end, the counts of every rule, as of a check",
    "help.render.lang": "Chinese or English; by default as that report",
    "help.check.waivers": "Explanations of findings that are accepted, in YAML (repeatable)",
    "help.schema": "Print the JSON Schema of the JSON report, or of receipts, for programs that read them.",
    "help.schema.of": "report (by default) or receipt",
    "help.waive": "Write a file of explanations to fill in, for --waivers. One for every finding that is open.",
    "help.waive.prior": "Reports of the period before, as of a check (repeatable)",
    "help.waive.select": "Only these rules, checks or tags (repeatable)",
    "help.waive.ignore": "Not these rules, checks or tags (repeatable)",
    "help.waive.waivers": "Explanations there are already; what they accept is left out (repeatable)",
    "help.waive.output": "The file to write, such as waivers.yaml; without it the screen",
    "help.explain": "Explain a rule or a check. What it asks, why, an example that passes and one that fails.",
    "help.explain.rule": "Id of a rule or of a check",
    "help.rules": "List rules, check rule files, print their JSON Schema.",
    "help.rules.list": "List the packs and their rules.",
    "help.rules.check": "Check rule files: all their mistakes at once, rules that contradict or imply each other, cells that no rule names.",
    "help.rules.check.data": "Tell also which rules required nothing of these files, or could not be evaluated in any (repeatable)",
    "help.rules.check.files": "Rule files or folders",
    "help.rules.docs": "Write a page for those who fill in the form: the form drawn, every relation in words.",
    "help.rules.docs.file": "Rule file or pack",
    "help.rules.docs.output": "The page; stdout if left out",
    "help.rules.schema": "Print the JSON Schema of rule files, for editors.",
    "help.completion": 'Print a script that completes command lines; in ~/.bashrc, say: eval "$(reportcheck completion bash)"',
    "help.completion.shell": "The shell: bash, zsh, fish or powershell",
    "problem.unknown-shell": "There is no completion for {given}; there is for {allowed}.",
    "show.form": "form",
    "show.agency": "agency",
    "show.above": "above it",
    "show.below": "below it",
    "show.nobody": "none",
    "show.unranked": "not told: it is not in the list of agencies {list}",
    "show.period": "period",
    "show.unknown": "not recognised",
    "show.no-table": "not found",
    "show.none": "none",
    "show.records": "{count} {count:record|records}",
    "show.lines": " (lines {first} to {last})",
    "show.ignored": "{count} {count:cell feeds|cells feed} no place of a table:",
    "show.more": "{count} more {count:is|are} not listed",
    "rules.times": "{count} {count:time|times}",
    "rules.records": "once a record",
    "rules.total_row": "each column of the total row ({where}) is the sum of the other rows",
    "rules.prior": "needs the period before",
    "rules.suspended": "suspended",
    "rules.next": "More on each: reportcheck explain RULE",
    "rules.sound": "no mistakes: form {form}, rules: {count}",
    "explain.what": "asks",
    "explain.where": "only where",
    "explain.why": "why",
    "explain.tolerance": "within",
    "rules.hierarchy": "{values} of each code is the sum of the codes below it ({code}: {by}; within the same {within})",
    "rules.hierarchy.prefix": "lengths {by}",
    "rules.hierarchy.all": "table",
    "explain.hierarchy.strict": "unknown where a code below has no record, or no value",
    "explain.hierarchy.zero": "codes without a record, blanks and placeholders count as 0, but nothing that cannot be read",
    "explain.hierarchy.skip-if-any": "not asked where the code, or one below it, has no record or no value",
    "explain.hierarchy.skip-if-all": "not asked where neither the code nor any below it has a value; where only some lack one, these count as 0",
    "explain.hierarchy.use-computed": "what is missing is the sum of the codes below it; a code without a record and with none below it counts as 0",
    "explain.missing": "if missing",
    "explain.zero": "blanks, placeholders and absent items count as 0, but nothing that cannot be read",
    "explain.skip-if-any": "not asked where any of the cells is missing",
    "explain.skip-if-all": "not asked where all of the cells are missing; where some are, these count as 0",
    "explain.use-computed": "what is missing is taken from the rule that computes it; where none does, unknown",
    "explain.rounding": "what rounding the figures may cause",
    "explain.passes": "passes",
    "explain.fails": "fails",
    "explain.says": "says",
    "explain.origin": "from",
    "explain.rest": ", all others 0",
    "explain.cell": "the cell",
    "usage.busy": "checking...",
    "usage.progress": "{done}/{total} {total:file|files}, {rate}/s, {left} left, {failed} not passed",
    "usage.interrupted": "Interrupted: what was not checked until then must not be taken for a pass.",
    "usage.wrong": "{message}\nSee reportcheck --help",
    "usage.unforeseen": "The tool itself went wrong in a way nobody foresaw ({error}); the result is "
    "incomplete and must not be taken for a pass. Please report this sentence and the command to the "
    "maintainers; run once more with REPORTCHECK_TRACEBACK=1 in the environment for the details.",
}
