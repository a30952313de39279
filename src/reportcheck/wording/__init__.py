"""Every sentence the tool says, in Chinese and in English; what is said is never judged here."""

from reportcheck.wording.explanations import explanation
from reportcheck.wording.filling import phrase
from reportcheck.wording.findings import Sentences, sentences
from reportcheck.wording.language import language
from reportcheck.wording.problems import mistake, note, problem

__all__ = [
    "Sentences",
    "explanation",
    "language",
    "mistake",
    "note",
    "phrase",
    "problem",
    "sentences",
]
