"""Grids and a blank form make a submission: every slot with its value, its state and its place.

The idea, in the order of the modules:

1. ``labels``: the form's labels, folded, lead from a text to the items and titles it may stand for.
2. ``sheets``: each grid is surveyed once; blank rows and columns do not count, only order does.
   ``joining`` puts labels together that stand in pieces.
3. ``headers``: rows that bear column labels cluster to possible headers; ``axes`` matches the
   texts of an axis to its tree, headings continuing downwards or rightwards; so too for the stub.
4. ``candidates``: each possible header is followed down to the end of its table and weighed by the
   share of the form it explains; ``single`` finds the one row of a table without labelled rows.
5. ``choosing``: the best candidate for every table, each cell used once; in a tie nobody wins, and
   a second copy is told.
6. ``likeness`` and ``refining``: labels that are nearly the form's are used, and reported.
7. ``filling``, ``records``, ``telling``: slots, records, and findings about the layout;
   ``straying``: figures that feed no slot, printed ``furniture`` apart.

Nothing is guessed: what cannot be told is a finding, and the slots concerned have no value.
"""

from reportcheck.locating.locate import locate
from reportcheck.locating.recognise import recognise

__all__ = ["locate", "recognise"]
