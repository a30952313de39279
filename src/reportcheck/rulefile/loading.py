"""A rule file, read whole: its form and its rules, or every mistake in it."""

from __future__ import annotations

import hashlib
import os.path
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportcheck.problem import Mistake, RuleFileProblem
from reportcheck.rule import Pack, Rule
from reportcheck.rulefile.computing import use_computed
from reportcheck.rulefile.forms import FormReader
from reportcheck.rulefile.formulas import Formulas
from reportcheck.rulefile.hierarchies import HierarchyReader
from reportcheck.rulefile.packs import MOST_BYTES, read_bytes
from reportcheck.rulefile.reading_yaml import read_tree
from reportcheck.rulefile.rules import Register, WrittenRules
from reportcheck.rulefile.shaping import shape
from reportcheck.rulefile.totals import TotalRules, bind_total_rows
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Place, SourceText


def load(path: str) -> Pack:
    """Return the pack of a rule file, or raise a RuleFileProblem with all mistakes in it.

    A file that cannot be opened is a Problem.
    """
    return load_bytes(read_bytes(path), path)


def load_bytes(content: bytes, path: str, folder: str | None = None) -> Pack:
    """Return the pack of a rule file from its content; mistakes name ``path``.

    ``folder`` is where the files are that it extends, by default that of the path.
    """
    mistakes = Mistakes(path, source_of(content, path))
    where = os.path.dirname(path) if folder is None else folder  # noqa: PTH120 - as it is named
    pack = _read(mistakes, content, where)
    if mistakes.found or pack is None:
        raise RuleFileProblem(mistakes.all())
    return pack


def source_of(content: bytes, path: str) -> SourceText:
    """Return the text of a file in YAML, or raise a RuleFileProblem: too large, or no UTF-8."""
    if len(content) > MOST_BYTES:
        _refuse(path, "too-large", Place(1, 1), {"most": MOST_BYTES})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        place = SourceText(before).place(len(before))
        _refuse(path, "not-utf8", place, {"byte": error.start})
    return SourceText(text)


def _refuse(path: str, code: str, place: Place, facts: dict[str, object]) -> None:
    raise RuleFileProblem((Mistake(path, place.line, place.column, code, facts),))


def _read(mistakes: Mistakes, content: bytes, folder: str) -> Pack | None:
    tree = read_tree(mistakes)
    if tree is None:
        return None
    if not isinstance(tree, Fields):
        found = "list" if isinstance(tree, Elements) else "text"
        name = Path(mistakes.path).name
        mistakes.add(
            "wrong-kind", tree.place, {"field": name, "expected": "mapping", "found": found}
        )
        return None
    bases: tuple[tuple[str, str], ...] = ()
    if "extends" in tree.entries:
        from reportcheck.rulefile.extending import extend

        extended = extend(tree, mistakes, folder)
        if extended is not None:
            tree, bases = extended
        elif "tables" in tree.entries:  # what else is wrong with it can be told all the same
            tree.drop("extends")
        else:
            return None
    file = shape(tree, mistakes)
    formulas = Formulas(tree, mistakes)
    if file is None:
        return None
    form, totals = FormReader(tree, formulas.parsed, mistakes).read(file)
    form = bind_total_rows(file.tables, form, formulas)
    register = Register(mistakes)
    adding = TotalRules(form, formulas, mistakes, register)
    for each in totals:
        adding.read(each)
    adding.note_cycles()
    nested = HierarchyReader(tree, form, mistakes, register)
    for index, entry in enumerate(file.tables):
        nested.read(entry, ("tables", index))
    written = WrittenRules(tree, formulas, form, mistakes)
    for index, rule in enumerate(file.rules):
        written.read(rule, ("rules", index), register)
    sources = (*bases, *nested.sources)
    return Pack(
        form,
        tuple(_based(use_computed(register, form), register, tree, form.basis)),
        mistakes.path,
        _digest(content, sources),
        sources,
    )


def _based(rules: Iterable[Rule], register: Register, tree: Fields, basis: str) -> Iterator[Rule]:
    """Yield the rules, those without a basis of their own with that of the form.

    What a file adds to the one that it extends is not prescribed by the circular of that one.
    """
    told = tree.keys.get("basis")
    for rule in rules:
        prescribed = told is not None and told.file <= register.places[rule.id].file
        yield replace(rule, basis=basis) if prescribed and not rule.basis else rule


def _digest(content: bytes, sources: tuple[tuple[str, str], ...]) -> str:
    """Return a digest of all that was read: the rule file, and each file that it names."""
    own = hashlib.sha256(content)
    for _, digest in sources:
        own.update(digest.encode())
    return own.hexdigest()
