"""Mending: one line whose quotes do not add up, parted so that it has as many fields as the others.

A quote that nothing closes, or that stands unescaped within a field, is taken for text. Of all the
ways to part the line into the wanted number of fields, the one that takes the fewest quotes for
text is right; where two are equally good, none is taken.
"""

from __future__ import annotations

from reportcheck.classes import dataclass

_MOST_PIECES = 512
_MOST_JOINS = 64
_TORN = 1 << 20
"""More than any line can cost: a line end in a field without quotes is the end of the record."""
WORK = 3_000_000
"""The steps spent on the lines of one file; whoever has more broken lines has no table."""


@dataclass
class Bench:
    """How lines are parted, and how much work may still be spent on them."""

    delimiter: str
    quote: str
    work: int = WORK

    def mend(self, line: str, width: int) -> list[str] | None:
        """Part a line into so many fields, or return None where no way is the best.

        >>> Bench(",", '"').mend('1,"a "b", c","d', 3)
        ['1', 'a "b", c', '"d']
        """
        if self.work < 0:
            return None
        self.work -= len(line) >> 4
        pieces = line.split(self.delimiter, _MOST_PIECES)
        joins = len(pieces) - width
        if joins == 0:
            torn = any(self._cost(piece) >= _TORN for piece in pieces)
            return None if torn else [self._value(piece) for piece in pieces]
        if joins < 0 or joins > _MOST_JOINS or len(pieces) > _MOST_PIECES:
            return None
        ends = self._ways(pieces, joins)
        return None if ends is None else self._joined(pieces, ends)

    def _ways(self, pieces: list[str], joins: int) -> list[int] | None:
        """Return where each field ends, for the one way that takes the fewest quotes for text."""
        quote = self.quote
        opens = [piece.lstrip(" ").startswith(quote) for piece in pieces]
        closes = [piece.rstrip(" ").endswith(quote) for piece in pieces]
        # best[i][j]: fewest quotes taken for text, number of ways, and the start of the last
        # field, where the first i pieces are parted with j joins among them.
        best: list[dict[int, tuple[int, int, int]]] = [{} for _ in range(len(pieces) + 1)]
        best[0][0] = (0, 1, 0)
        for begin, piece in enumerate(pieces):
            here = best[begin]
            if not here:
                continue
            self._put(best[begin + 1], here, 0, self._cost(piece), begin)
            if not opens[begin]:
                continue
            for end in range(begin + 1, min(begin + joins, len(pieces) - 1) + 1):
                self.work -= 1
                if closes[end]:
                    whole = self.delimiter.join(pieces[begin : end + 1])
                    self.work -= len(whole) >> 6
                    self._put(best[end + 1], here, end - begin, self._cost(whole), begin)
            if self.work < 0:
                return None
        return _back(best, joins)

    def _put(
        self,
        there: dict[int, tuple[int, int, int]],
        here: dict[int, tuple[int, int, int]],
        joined: int,
        cost: int,
        begin: int,
    ) -> None:
        self.work -= len(here)
        for joins, (before, ways, _) in here.items():
            total, held = before + cost, there.get(joins + joined)
            if held is None or total < held[0]:
                there[joins + joined] = (total, ways, begin)
            elif total == held[0]:
                there[joins + joined] = (total, held[1] + ways, held[2])

    def _cost(self, field: str) -> int:
        """Return how many quotes of a field can only be text that nobody escaped."""
        bare = field.strip(" ")
        quote = self.quote
        if len(bare) > 1 and bare.startswith(quote) and bare.endswith(quote):
            return bare[1:-1].replace(quote * 2, "").count(quote)
        return bare.count(quote) + _TORN * ("\n" in bare or "\r" in bare)

    def _value(self, field: str) -> str:
        bare = field.strip(" ")
        quote = self.quote
        if len(bare) > 1 and bare.startswith(quote) and bare.endswith(quote):
            return bare[1:-1].replace(quote * 2, quote)
        return field

    def _joined(self, pieces: list[str], ends: list[int]) -> list[str]:
        fields, begin = [], 0
        for end in ends:
            fields.append(self._value(self.delimiter.join(pieces[begin:end])))
            begin = end
        return fields


def _back(best: list[dict[int, tuple[int, int, int]]], joins: int) -> list[int] | None:
    """Follow the best way back from the end; None where there is none, or more than one."""
    at, ends = len(best) - 1, []
    cost, ways, _ = best[at].get(joins, (0, 0, 0))
    if ways != 1 or cost >= _TORN:
        return None
    while at > 0:
        begin = best[at][joins][2]
        ends.append(at)
        joins -= at - begin - 1
        at = begin
    return ends[::-1]
