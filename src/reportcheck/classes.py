"""Data classes that cost little at start-up: what they share is shared, the rest made at first use.

The decorator of the standard library writes six functions for every class and compiles them, two
thirds of a millisecond; a check meets a hundred classes and makes instances of half of them.
Here fields are still collected by the standard library, so that ``replace``, ``fields``, matching
and type checkers see a data class like any other.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - exported

_FACTORY: Final = object()


def _quick(
    cls: type[Any] | None = None,
    /,
    *,
    eq: bool = True,
    order: bool = False,
    frozen: bool = False,
    slots: bool = False,
) -> Any:  # noqa: ANN401 - a class, or what makes one
    """Make a class a data class, with the meaning of ``dataclasses.dataclass``.

    >>> @dataclass(frozen=True, slots=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0), len({Point(1), Point(1, 0)})
    (Point(x=1, y=0), True, 1)
    >>> dataclasses.replace(Point(1), y=2)
    Point(x=1, y=2)
    """

    def made(cls: type[Any]) -> type[Any]:
        return _made(cls, eq=eq, order=order, frozen=frozen, slots=slots)

    return made if cls is None else made(cls)


if not TYPE_CHECKING:
    dataclass = _quick


def _made(cls: type[Any], *, eq: bool, order: bool, frozen: bool, slots: bool) -> type[Any]:
    own = cls.__dict__
    has_hash = own.get("__hash__") is not None
    # Where there is none the standard library makes one of the signature, asked of ``inspect``.
    cls.__doc__ = cls.__doc__ or cls.__name__
    cls = dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(cls)
    compared = _getter([each.name for each in fields if each.compare])
    methods: dict[str, Any] = {"__repr__": _repr}
    if eq:
        methods["__eq__"] = _equal(compared)
        if not has_hash:
            methods["__hash__"] = _hash(compared) if frozen else None
    if order:
        methods |= _order(compared)
    if frozen:
        methods |= {"__setattr__": _refuse_set, "__delattr__": _refuse_delete}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    for name, method in methods.items():
        if name not in own or name == "__hash__":
            setattr(cls, name, method)
    if slots:
        cls = _slotted(cls, [each.name for each in fields])
    if "__init__" not in own:
        cls.__init__ = _first(cls, frozen=frozen)
    return cls


def _slotted(cls: type[Any], names: list[str]) -> type[Any]:
    """Return the class once more, with slots: these cannot be given to a class that is there."""
    inherited = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
    body = {
        name: held
        for name, held in cls.__dict__.items()
        if name not in names and name not in {"__dict__", "__weakref__"}
    }
    body["__slots__"] = tuple(name for name in names if name not in inherited)
    build: Any = type(cls)
    made: type[Any] = build(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


# What is made at first use


def _first(cls: type[Any], *, frozen: bool) -> Callable[..., None]:
    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807, ANN401
        cls.__init__ = init = _init(cls, frozen=frozen)
        init(self, *given, **named)

    return __init__


def _init(cls: type[Any], *, frozen: bool) -> Callable[..., None]:
    """Return the ``__init__`` of a class, written out like by hand and compiled."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_FACTORY": _FACTORY}
    taken, lines = ["self"], []
    for each in dataclasses.fields(cls):
        given = value = each.name
        if each.default is not dataclasses.MISSING:
            names[f"_default_{each.name}"] = each.default
            given = f"{each.name}=_default_{each.name}"
        elif each.default_factory is not dataclasses.MISSING:
            names[f"_make_{each.name}"] = each.default_factory
            given = f"{each.name}=_FACTORY"
            value = f"_make_{each.name}() if {each.name} is _FACTORY else {each.name}"
        taken.append(given)
        slot = getattr(cls, each.name, None)
        if frozen and isinstance(slot, MemberDescriptorType):
            names[f"_put_{each.name}"] = slot.__set__  # a third quicker than by its name
            lines.append(f"    _put_{each.name}(self, {value})")
        elif frozen:
            lines.append(f"    _set(self, {each.name!r}, {value})")
        else:
            lines.append(f"    self.{each.name} = {value}")
    body = "\n".join(lines) or "    pass"
    exec(f"def __init__({', '.join(taken)}):\n{body}", names)  # noqa: S102 - of names of fields
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


# What all of them share


@recursive_repr()
def _repr(self: Any) -> str:  # noqa: ANN401
    shown = ", ".join(
        f"{each.name}={getattr(self, each.name)!r}"
        for each in dataclasses.fields(self)
        if each.repr
    )
    return f"{type(self).__qualname__}({shown})"


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda held: tuple([getattr(held, name) for name in names])


def _equal(compared: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], Any]:
    def __eq__(self: Any, other: object) -> Any:  # noqa: N807, ANN401
        if other.__class__ is self.__class__:
            return compared(self) == compared(other)
        return NotImplemented

    return __eq__


def _hash(compared: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:  # noqa: N807, ANN401
        return hash(compared(self))

    return __hash__


def _order(compared: Callable[[Any], tuple[Any, ...]]) -> dict[str, Callable[[Any, Any], Any]]:
    def ordered(name: str) -> Callable[[Any, Any], Any]:
        def method(self: Any, other: Any) -> Any:  # noqa: ANN401
            if other.__class__ is self.__class__:
                return getattr(compared(self), name)(compared(other))
            return NotImplemented

        return method

    return {name: ordered(name) for name in ("__lt__", "__le__", "__gt__", "__ge__")}


def _refuse_set(self: Any, name: str, _: object) -> None:  # noqa: ANN401, ARG001
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:  # noqa: ANN401, ARG001
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:  # noqa: ANN401
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:  # noqa: ANN401
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
