"""Results that are handed on in the order of the files, whatever order they come in."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.batch import Task, forking, hand_on
from reportcheck.batch.turns import Turns
from reportcheck.problem import Problem
from tests.batch.test_workers import NAMES, never, same

pytestmark = [
    pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="processes are not doubled"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@given(st.integers(0, 40), st.randoms(use_true_random=False), st.sampled_from([0, 60, 1 << 20]))
def test_every_result_has_its_turn(number: int, dice: random.Random, room: int) -> None:
    results: list[object] = [
        Problem("crashed", path=str(each)) if each % 7 == 3 else "x" * each
        for each in range(number)
    ]
    order = list(range(number))
    dice.shuffle(order)
    taken: list[object] = []
    turns: Turns[object] = Turns(taken.append, room)
    for come, place in enumerate(order, 1):
        turns.put(place, results[place])
        ready = next((each for each in range(number) if each not in order[:come]), number)
        assert len(taken) == ready
    turns.close()
    assert [str(each) for each in taken] == [str(each) for each in results]


def test_files_are_handed_on_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "can_fork", lambda: True)

    def work(path: str) -> str:
        time.sleep(0.2 if path == NAMES[0] else 0)
        return path.upper()

    taken: list[object] = []
    hand_on(["-", *NAMES], Task(work, same, same, never), taken.append, jobs=3)
    assert taken == ["-", *(name.upper() for name in NAMES)]


def test_whoever_takes_may_end_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "can_fork", lambda: True)

    def refuse(result: object) -> None:
        if result == NAMES[30]:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        hand_on(NAMES, Task(same, same, same, never), refuse, jobs=2)


INTERRUPTED = """
import os, signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run unattended
from reportcheck.batch import Task, hand_on
def work(path):
    if path == "file-9":
        time.sleep(100)
    return path
def same(value):
    return value
class Watch:
    def begin(self, total, *, ticking): pass
    def tell(self, done, failed):
        print(done, flush=True)
taken = []
try:
    names = [f"file-{number}" for number in range(200)]
    hand_on(names, Task(work, same, same, bool), taken.append, jobs=2, watch=Watch())
except KeyboardInterrupt:
    print("interrupted", taken == names[:len(taken)], len(taken) < 10, flush=True)
try:
    os.wait()
except ChildProcessError:
    print("no child is left")
"""


def test_an_interruption_ends_all_workers_and_is_raised() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, text=True, process_group=0
    )
    assert process.stdout is not None
    with process:
        while int(process.stdout.readline()) < 150:
            pass
        process.send_signal(signal.SIGINT)
        said = process.stdout.read().splitlines()
    assert said[-2:] == ["interrupted True True", "no child is left"]
