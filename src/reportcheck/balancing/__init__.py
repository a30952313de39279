"""What the rules of a form require of its numbers, as linear rows in whole numbers.

Derived from the formulas by :mod:`reportcheck.linear`, for the blank form or for a filled-in one.
"""

from reportcheck.balancing.blank import blank_view
from reportcheck.balancing.holding import holds, sight_of
from reportcheck.balancing.known import Known
from reportcheck.balancing.relations import (
    NotLinearError,
    computed,
    relation,
    relations,
    view_relations,
)
from reportcheck.balancing.rows import Choice, Domain, Figure, Opaque, Relation, Row, domain

__all__ = [
    "Choice",
    "Domain",
    "Figure",
    "Known",
    "NotLinearError",
    "Opaque",
    "Relation",
    "Row",
    "blank_view",
    "computed",
    "domain",
    "holds",
    "relation",
    "relations",
    "sight_of",
    "view_relations",
]
