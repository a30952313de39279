"""Which files of cases belong to what was named: a file of cases, a rule file, a folder, a pack."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from pathlib import Path

from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.rule import Pack
from reportcheck.rulefile import find
from reportcheck.rulefile.casefile import Cases, is_cases_file, load_cases, rules_of
from reportcheck.rulefile.packs import is_path, rules_folder
from reportcheck.trying.cases import Seen, try_case
from reportcheck.trying.examples import try_examples
from reportcheck.trying.outcome import Outcome, Trial, Trials


def try_rules(targets: Sequence[str]) -> Trials:
    """Try the cases of rule files, folders of them, packs, or files of cases.

    Mistakes of all of them come together in a RuleFileProblem; where there is no case at all, that
    is the Problem ``no-cases``.
    """
    packs: dict[str, Pack] = {}
    files: dict[str, None] = {}
    mistakes: list[Mistake] = []
    for target in targets:
        try:
            if is_cases_file(target):
                files[target] = None
            else:
                packs |= {pack.digest: pack for pack in find(target)}
                files |= dict.fromkeys(_beside(target))
        except RuleFileProblem as refusal:
            mistakes += refusal.mistakes
    loaded = []
    for file in files:
        try:
            loaded.append(load_cases(file))
        except RuleFileProblem as refusal:
            mistakes += refusal.mistakes
    if mistakes:
        told = {(each.path, each.line, each.column, each.code): each for each in mistakes}
        raise RuleFileProblem(tuple(told.values()), "cases-file")
    for cases in loaded:
        packs.setdefault(cases.pack.digest, cases.pack)
    return _tried(list(packs.values()), loaded, targets)


def _beside(target: str) -> list[str]:
    """Return the files of cases for a rule file, a folder or a pack."""
    if os.path.isdir(target):  # noqa: PTH112 - as find asks
        return _cases_in(target)
    if os.path.exists(target) or is_path(target):  # noqa: PTH110
        folder = os.path.dirname(target)  # noqa: PTH120 - named as the user named it
        return [each for each in _cases_in(folder) if _is_for(each, target)]
    wanted = {(pack.form.id, pack.form.version) for pack in find(target)}
    return [
        each
        for each in _cases_in(str(rules_folder()))
        if {(pack.form.id, pack.form.version) for pack in find(rules_of(each))} <= wanted
    ]


def _cases_in(folder: str) -> list[str]:
    names = sorted(each.name for each in Path(folder or ".").iterdir() if is_cases_file(each.name))
    return [os.path.join(folder, name) for name in names if name[0] not in ".~"]  # noqa: PTH118


def _is_for(cases: str, rules: str) -> bool:
    try:
        spec = rules_of(cases)
    except RuleFileProblem:
        return os.path.basename(cases).startswith(f"{Path(rules).stem}.")  # noqa: PTH119
    if os.path.exists(spec) and os.path.exists(rules):  # noqa: PTH110
        return os.path.samefile(spec, rules)  # noqa: PTH121
    return os.path.basename(cases).startswith(f"{Path(rules).stem}.")  # noqa: PTH119


def _tried(packs: Sequence[Pack], loaded: Sequence[Cases], targets: Sequence[str]) -> Trials:
    trials: list[Trial] = []
    never: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for pack in packs:
        seen = Seen()
        for trial in try_examples(pack):
            trials.append(trial)
            if trial.outcome is Outcome.HELD and trial.wanted != "unknown":
                (seen.passing if trial.wanted == "pass" else seen.failing).add(trial.rule)
        for cases in loaded:
            if cases.pack.digest == pack.digest:
                trials += [try_case(case, pack, seen) for case in cases.cases]
        name = f"{pack.form.id}@{pack.form.version}" if pack.form.version else pack.form.id
        for rule in pack.rules:
            if not rule.suspended:
                for which, shown in zip(never, (seen.passing, seen.failing), strict=True):
                    if rule.id not in shown:
                        which.append((name, rule.id))
    if not trials:
        raise Problem("no-cases", targets=list(targets))
    return Trials(tuple(trials), tuple(never[0]), tuple(never[1]))
