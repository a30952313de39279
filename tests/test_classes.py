"""A data class made quickly behaves like one of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from functools import cached_property
from typing import Any

import pytest

from reportcheck import classes
from reportcheck.address import CellRef
from reportcheck.form import Values
from reportcheck.formula import Cell, Number
from reportcheck.locating.axes import AxisMatch

not_a_number = float("nan")

MAKERS: dict[str, Callable[..., Any]] = {
    "quick": classes.dataclass,
    "standard": dataclasses.dataclass,
}


def families(make: Callable[..., Any]) -> list[Any]:
    """Return classes of all the kinds that are used, made by one decorator."""

    @make(frozen=True, slots=True)
    class Point:
        """Frozen, with slots."""

        x: int
        y: int = 0
        tags: list[str] = field(default_factory=list, compare=False, repr=False)

    @make(frozen=True)
    class Held:
        """Frozen, with a property worked out once."""

        x: int

        @cached_property
        def twice(self) -> int:
            return 2 * self.x

    @make
    class Loose:
        """To be changed."""

        x: int
        many: dict[str, int] = field(default_factory=dict)

    @make(frozen=True, slots=True, order=True)
    class Ordered:
        """With an order."""

        a: int
        b: int

    @make(eq=False)
    class Alone:
        """Like nothing but itself."""

        x: int

    @make(frozen=True, slots=True)
    class Lone:
        """Of one field."""

        x: float

    @make(frozen=True, slots=True)
    class Empty:
        """Of no field."""

    return [Point, Held, Loose, Ordered, Alone, Lone, Empty]


ACTIONS: dict[str, Callable[[list[Any]], object]] = {
    "repr": lambda of: [
        repr(of[0](1, tags=["a"])), repr(of[2](3, {"a": 1})), repr(of[5](0.5)), repr(of[6]()),
    ],
    "equal": lambda of: [
        of[0](1) == of[0](1, 0, ["other"]), of[0](1) == of[0](1, 1), of[0](1) == of[3](1, 0),
        of[2](1) == of[2](1), of[4](1) == of[4](1), of[6]() == of[6](), of[0](1) != of[0](2),
    ],
    "not a number": lambda of: [of[5](not_a_number) == of[5](not_a_number)],
    "hash": lambda of: [
        len({of[0](1), of[0](1, 0, ["a"]), of[0](2)}), len({of[4](1), of[4](1)}),
        len({of[5](1), of[5](1.0)}), len({of[6](), of[6]()}),
    ],
    "no hash": lambda of: hash(of[2](1)),
    "order": lambda of: [
        sorted([of[3](2, 1), of[3](1, 9), of[3](1, 2)]) == [of[3](1, 2), of[3](1, 9), of[3](2, 1)],
        of[3](1, 2) <= of[3](1, 2), of[3](1, 2) > of[3](1, 2), of[3](2, 0) >= of[3](1, 2),
    ],
    "no order": lambda of: of[0](1) < of[0](2),
    "order of another kind": lambda of: of[3](1, 2) < 3,
    "replace": lambda of: repr(dataclasses.replace(of[0](1, 2), x=5)),
    "fields": lambda of: [
        [(each.name, each.compare) for each in dataclasses.fields(one)] for one in of
    ],
    "matching": lambda of: [one.__match_args__ for one in of],
    "slots": lambda of: [one.__dict__.get("__slots__") for one in of],
    "names": lambda of: [(one.__name__, one.__doc__, dataclasses.is_dataclass(one)) for one in of],
    "set": lambda of: setattr(of[0](1), "x", 2),
    "delete": lambda of: delattr(of[1](1), "x"),
    "set what is loose": lambda of: setattr(of[2](1), "x", 2),
    "too few": lambda of: of[0](),
    "too many": lambda of: of[3](1, 2, 3),
    "unknown": lambda of: of[3](1, c=2),
    "twice": lambda of: of[3](1, a=2),
    "a list of its own": lambda of: of[2](1).many is of[2](1).many,
    "by name": lambda of: repr(of[3](b=1, a=2)),
    "worked out once": lambda of: of[1](4).twice,
    "copy": lambda of: [copy.copy(of[0](1, 2)) == of[0](1, 2), copy.deepcopy(of[1](1)) == of[1](1)],
    "itself inside": lambda of: repr(_inside_itself(of[2](1))),
}  # fmt: skip


def _inside_itself(one: Any) -> Any:  # noqa: ANN401
    one.many["self"] = one
    return one


@pytest.mark.parametrize("action", ACTIONS)
def test_it_does_as_the_standard_one_does(action: str) -> None:
    done = []
    for make in MAKERS.values():
        try:
            done.append(repr(ACTIONS[action](families(make))).replace(f"{make}", ""))
        except Exception as error:  # noqa: BLE001 - the kind is what is compared
            done.append(type(error).__name__)
    assert done[0] == done[1]


@pytest.mark.parametrize(
    "one", [CellRef("三", 1, 2), Cell("t", None, "c"), Number(1), Values("count", 0), AxisMatch()]
)
def test_what_is_sent_to_another_process_comes_back(one: object) -> None:
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301


def test_a_class_inherits_fields_and_slots() -> None:
    @classes.dataclass(frozen=True, slots=True)
    class First:
        """One field."""

        x: int

    @classes.dataclass(frozen=True, slots=True)
    class Second(First):
        """One more."""

        y: int = 2

    assert repr(Second(1)).endswith("Second(x=1, y=2)")
    assert not hasattr(Second(1), "__dict__")
    assert Second(1) != First(1)
