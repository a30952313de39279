"""The examples in the docstrings of every module run, and show what they say."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import reportcheck


def modules() -> Iterator[str]:
    yield reportcheck.__name__
    for found in pkgutil.walk_packages(reportcheck.__path__, f"{reportcheck.__name__}."):
        if not found.name.endswith(".__main__"):
            yield found.name


@pytest.mark.parametrize("name", list(modules()))
def test_examples_run(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert results.failed == 0
