"""Workers: what happens with one file stays a matter of that file, whatever it does."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reportcheck import batch
from reportcheck.batch import Task, forking, run
from reportcheck.problem import Problem

pytestmark = [
    pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="processes are not doubled"),
    # Other tests may have left threads behind; the workers here use nothing of theirs.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

NAMES = [f"file-{number}" for number in range(60)]


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Double this process, whatever other tests have loaded into it."""
    monkeypatch.setattr(forking, "can_fork", lambda: True)


def same(value: object) -> object:
    return value


def never(_: object) -> bool:
    return False


def task(work: Callable[[str], object]) -> Task[object]:
    return Task(work, same, same, never)


def told(results: list[object]) -> dict[str, str]:
    """The code of every file that was not worked on."""
    return {
        name: each.code
        for name, each in zip(NAMES, results, strict=True)
        if isinstance(each, Problem)
    }


def unless(culprit: str, harm: Callable[[], object], path: str) -> str:
    if path == culprit:
        faulthandler.disable()  # pytest's own, which would tell at length
        harm()
    return path.upper()


def raises() -> None:
    raise RuntimeError("boom")


def eats() -> int:
    return len([bytes(1 << 27) for _ in range(1 << 10)])


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (os.abort, "crashed"),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "crashed"),
        (lambda: os._exit(0), "crashed"),
        (lambda: time.sleep(100), "too-slow"),
        (eats, "too-large"),
        (raises, "unforeseen"),
    ],
    ids=["abort", "segfault", "exit", "hang", "memory", "mistake"],
)
@pytest.mark.parametrize("jobs", [1, 3])
def test_one_file_costs_itself_alone(
    harm: Callable[[], object], code: str, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTCHECK_MAX_FILE_SECONDS", "1" if code == "too-slow" else "60")
    monkeypatch.setenv("REPORTCHECK_MAX_FILE_MEMORY_BYTES", "1G")
    results = run(NAMES, task(partial(unless, NAMES[17], harm)), jobs=jobs)
    assert told(results) == {NAMES[17]: code}
    assert [each for each in results if not isinstance(each, Problem)] == [
        name.upper() for name in NAMES if name != NAMES[17]
    ]


def test_what_the_program_around_holds_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    held = bytes(b"x" * (700 << 20))  # more than half of what a file may take
    monkeypatch.setenv("REPORTCHECK_MAX_FILE_MEMORY_BYTES", "1G")
    results = run(NAMES, task(partial(unless, NAMES[17], os.abort)), jobs=1)
    assert told(results) == {NAMES[17]: "crashed"}
    assert len(set(map(str, run(NAMES[:20], task(lambda _: os.getpid()), jobs=1)))) == 1
    assert len(held) == 700 << 20


def test_what_a_file_did_is_said() -> None:
    results = run(NAMES, task(partial(unless, NAMES[0], os.abort)), jobs=2)
    (problem,) = [each for each in results if isinstance(each, Problem)]
    assert problem.facts == {"path": NAMES[0], "reason": "SIGABRT"}


def test_several_files_that_crash_are_each_told() -> None:
    culprits = set(NAMES[::7])

    def work(path: str) -> str:
        if path in culprits:
            faulthandler.disable()
            os.abort()
        return path

    assert told(run(NAMES, task(work), jobs=2)) == dict.fromkeys(sorted(culprits), "crashed")


def test_a_worker_that_somebody_else_ends_costs_nothing(tmp_path: Path) -> None:
    once = tmp_path / "once"

    def work(path: str) -> str:
        if path == NAMES[5] and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return path

    assert run(NAMES, task(work), jobs=2) == NAMES


def test_workers_that_cannot_start_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "serve", lambda *_: os._exit(3))
    with pytest.raises(Problem) as caught:
        run(NAMES, task(str.upper), jobs=2)
    assert (caught.value.code, caught.value.facts["reason"]) == ("no-workers", "exit 3")


def test_fewer_workers_than_wanted_do(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork
    forked: list[int] = []

    def seldom() -> int:
        if forked:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        pid = fork()
        forked.append(pid)
        return pid

    monkeypatch.setattr(os, "fork", seldom)
    assert run(NAMES, task(str.upper), jobs=4) == [name.upper() for name in NAMES]
    with pytest.raises(Problem, match="could be started"):
        run(NAMES, task(str.upper), jobs=4)
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_files_share_the_workers_evenly() -> None:
    def work(_: str) -> int:
        time.sleep(0.02)
        return os.getpid()

    pids = run(NAMES, task(work), jobs=3)
    assert len(set(map(str, pids))) == 3
    assert os.getpid() not in pids


def test_the_order_is_that_of_the_files() -> None:
    def work(path: str) -> str:
        time.sleep(0.03 if path == NAMES[0] else 0)
        return path

    assert run(NAMES, task(work), jobs=3) == NAMES


def test_one_file_is_worked_on_here_and_so_is_standard_input() -> None:
    assert run(["one"], task(lambda _: os.getpid())) == [os.getpid()]
    first, *others = run(["-", *NAMES], task(lambda _: os.getpid()), jobs=2)
    assert first == os.getpid()
    assert os.getpid() not in others


def test_a_worker_that_holds_much_memory_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bytearray] = []

    def work(_: str) -> int:
        held.append(bytearray(b"x" * (40 << 20)))  # filled: only what is written to is held
        return os.getpid()

    monkeypatch.setenv("REPORTCHECK_MAX_FILE_MEMORY_BYTES", "1G")
    assert len(set(map(str, run(NAMES[:8], task(work), jobs=1)))) > 1


def test_a_file_does_not_pay_for_the_memory_that_others_before_it_took(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[bytes] = []

    def work(path: str) -> str:
        if path == NAMES[30]:
            eats()
        held.append(bytes(300 << 20))  # not written to, so that nothing but its address is held
        return path

    monkeypatch.setenv("REPORTCHECK_MAX_FILE_MEMORY_BYTES", "1G")
    results = run(NAMES, task(work), jobs=2)
    assert told(results) == {NAMES[30]: "too-large"}


def test_big_files_are_worked_on_alone_after_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BIG", 1 << 21)
    paths = [tmp_path / name for name in NAMES[:6]]
    for number, path in enumerate(paths):
        with path.open("wb") as file:
            file.truncate(1 << 22 if number in {1, 2} else 10)

    def work(_: str) -> tuple[float, str | None]:
        time.sleep(0.01)
        return time.monotonic(), os.environ.get("POLARS_MAX_THREADS")

    monkeypatch.delenv("POLARS_MAX_THREADS", raising=False)
    done = run([str(path) for path in paths], task(work), jobs=2)
    times = [each[0] for each in done if isinstance(each, tuple)]
    threads = [each[1] for each in done if isinstance(each, tuple)]
    assert max(times[number] for number in (0, 3, 4, 5)) < times[1] < times[2]
    assert [each == "1" for each in threads] == [True, False, False, True, True, True]


class Told:
    def __init__(self) -> None:
        self.begun: list[tuple[int, bool]] = []
        self.last = (0, 0)

    def begin(self, total: int, *, ticking: bool) -> None:
        self.begun.append((total, ticking))

    def tell(self, done: int, failed: int) -> None:
        assert done >= self.last[0]
        self.last = done, failed


def test_somebody_may_watch() -> None:
    watch = Told()
    bad = set(NAMES[:10])
    wrong = Task(same, same, same, lambda result: result in bad)
    run(NAMES, wrong, jobs=2, watch=watch)
    assert (watch.begun, watch.last) == ([(60, True)], (60, 10))
    watch = Told()
    run(["one"], wrong, watch=watch)
    assert (watch.begun, watch.last) == ([(1, False)], (1, 0))


def test_a_file_that_takes_long_is_told_of_as_soon_as_it_is_done(tmp_path: Path) -> None:
    class Steps(Told):
        steps: set[int]

        def tell(self, done: int, failed: int) -> None:
            super().tell(done, failed)
            self.steps.add(done)

    watch = Steps()
    watch.steps = set()
    paths = [str(tmp_path / f"{number}.csv") for number in range(8)]
    for path in paths:
        Path(path).touch()
        os.truncate(path, 1 << 20)
    run(paths, task(same), jobs=1, watch=watch)
    assert watch.steps >= set(range(1, 9))


INTERRUPTED = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run unattended
from reportcheck.batch import Task, run
def work(path):
    if path == "file-9":
        time.sleep(100)
    return path
def same(value):
    return value
names = [f"file-{number}" for number in range(200)]
class Watch:
    def begin(self, total, *, ticking): pass
    def tell(self, done, failed):
        print(done, flush=True)
done = run(names, Task(work, same, same, bool), jobs=2, watch=Watch())
lost = [each for each in done if not isinstance(each, str)]
paths = {each.facts["path"] for each in lost}
print("ended", len(done), {each.code for each in lost}, "file-9" in paths, len(lost) < 60)
try:
    os.wait()
except ChildProcessError:
    print("no child is left")
"""


def test_an_interruption_ends_at_once_and_tells_what_was_not_done() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, text=True, process_group=0
    )
    assert process.stdout is not None
    with process:
        while int(process.stdout.readline()) < 150:
            pass
        started = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read().splitlines()
    assert time.monotonic() - started < 15  # and not the 100 that one file hangs
    assert said[-2:] == ["ended 200 {'interrupted'} True True", "no child is left"]


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    program = INTERRUPTED.replace(
        "return path\n", f"open(f'{tmp_path}/{{os.getpid()}}', 'w').close()\n    return path\n", 1
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
    with process:
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.05)
        process.kill()
    idle = [int(path.name) for path in tmp_path.iterdir()]
    deadline = time.monotonic() + 30
    while sum(map(_lives, idle)) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    left = [pid for pid in idle if _lives(pid)]
    for pid in left:  # the one that hangs has nobody to end it before its time is over
        os.killpg(pid, signal.SIGKILL)
    assert len(left) <= 1


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").split()[2] != "Z"
    except OSError:
        return False
