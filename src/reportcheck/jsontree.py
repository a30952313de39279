"""What was read as JSON, with the way to each value: what is wrong is told by its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from reportcheck.classes import dataclass

_T = TypeVar("_T")


class Wrong(Exception):
    """Something is not as the format has it: ``where`` is the way to it."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


@dataclass(frozen=True, slots=True)
class At:
    """A value of JSON, and the way to it; a question that it has no answer to raises Wrong.

    >>> At({"files": [{"path": 7}]}).get("files").many(lambda each: each.get("path").of(int))
    (7,)
    """

    value: Any
    where: str = ""

    def get(self, name: str) -> At:
        """Return the value of a field, or nothing where it is not there."""
        if not isinstance(self.value, dict):
            raise Wrong(self.where)
        return At(self.value.get(name), f"{self.where}.{name}".lstrip("."))

    def of(self, kind: type[_T]) -> _T:
        """Return the value, which is to be of this kind."""
        if not isinstance(self.value, kind) or (isinstance(self.value, bool) and kind is not bool):
            raise Wrong(self.where)
        return self.value

    def number(self) -> float:
        """Return a number, whole or not."""
        return float(self.value if isinstance(self.value, int) else self.of(float))

    def text(self, otherwise: str | None = None) -> str:
        """Return a text, or the other one where there is none."""
        return otherwise if self.value is None and otherwise is not None else self.of(str)

    def maybe(self) -> str | None:
        """Return a text, or None where there is none."""
        return None if self.value is None else self.of(str)

    def many(self, read: Callable[[At], _T]) -> tuple[_T, ...]:
        """Return what is read of each of several values; none where there are none."""
        if self.value is None:
            return ()
        return tuple(read(At(each, f"{self.where}[{n}]")) for n, each in enumerate(self.of(list)))

    def texts(self) -> dict[str, str]:
        """Return texts by their names."""
        if self.value is None:
            return {}
        return {name: At(each, self.where).of(str) for name, each in self.of(dict).items()}

    def one_of(self, allowed: tuple[_T, ...]) -> _T:
        """Return the one of these that the value is."""
        for each in allowed:
            if self.value == each:
                return each
        raise Wrong(self.where)
