"""The worker: one thread, in order, and failures become sentences that tell nothing private."""

from __future__ import annotations

import threading
import time
import weakref
from queue import SimpleQueue

import pytest

from device.app.services.worker import Told, Worker
from device.errors import BadInput

PRIVATE = "my diary"


@pytest.fixture
def posted():
    return SimpleQueue()


@pytest.fixture
def worker(posted):
    worker = Worker(posted.put)
    yield worker
    worker.close()


def outcome(worker, posted, job):
    """Gives what became of a job: its result, or what is told."""
    got = []
    worker.submit(job, got.append, got.append)
    posted.get(timeout=60)()
    return got[0]


def test_jobs_run_in_order_on_one_thread_that_is_not_the_ui_s(worker, posted):
    seen = []
    for number in range(20):
        worker.submit(
            lambda number=number: (number, threading.get_ident()), seen.append, seen.append
        )
    for _ in range(20):
        posted.get(timeout=60)()
    assert [number for number, _ in seen] == list(range(20))
    assert {thread for _, thread in seen} == {seen[0][1]}
    assert seen[0][1] != threading.get_ident()


def test_result_reaches_the_ui_only_when_the_ui_takes_it(worker, posted):
    got = []
    worker.submit(lambda: 1, got.append, got.append)
    take = posted.get(timeout=60)
    assert got == []
    take()
    assert got == [1]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "empty"), ("ja", "空です"), ("ko", "비어 있습니다")]
)
def test_domain_error_is_told_in_the_person_s_language(worker, posted, language, words):
    def job():
        raise BadInput("cli.secret_empty")

    worker.language = language
    told = outcome(worker, posted, job)
    assert isinstance(told, Told)
    assert words in told.sentence
    assert told.kind == "BadInput"


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_unknown_error_is_told_by_its_type_without_its_words(worker, posted, language):
    def job():
        raise ZeroDivisionError(PRIVATE)

    worker.language = language
    told = outcome(worker, posted, job)
    assert "ZeroDivisionError" in told.sentence
    assert PRIVATE not in told.sentence


def test_worker_goes_on_after_a_failure(worker, posted):
    def job():
        raise KeyError(PRIVATE)

    assert outcome(worker, posted, job).kind == "KeyError"
    assert outcome(worker, posted, lambda: 2) == 2


def test_close_finishes_what_is_queued_and_may_be_called_twice(posted):
    worker, done = Worker(posted.put), []
    gate = threading.Event()
    worker.submit(lambda: gate.wait(60), done.append, done.append)
    worker.submit(lambda: "last", done.append, done.append)
    gate.set()
    worker.close()
    worker.close()
    while not posted.empty():
        posted.get()()
    assert done == [True, "last"]


def test_closed_worker_takes_no_more_jobs(posted):
    worker = Worker(posted.put)
    worker.close()
    with pytest.raises(RuntimeError):
        worker.submit(lambda: None, print, print)


@pytest.mark.parametrize("fails", [False, True])
def test_job_and_the_secret_in_it_are_let_go_when_it_is_done(worker, posted, fails):
    class Secret:
        def use(self):
            if fails:
                raise ValueError

    secret = Secret()
    watched = weakref.ref(secret)
    worker.submit(secret.use, lambda _: None, lambda _: None)
    del secret
    posted.get(timeout=60)()
    for _ in range(1_000):  # the thread still has to come back from the job, which takes no time
        if watched() is None:
            break
        time.sleep(0.01)
    assert watched() is None


def wait_for(holds):
    for _ in range(1_000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def test_chore_is_done_slice_by_slice_until_there_is_no_more(worker):
    slices = [True, True, False]
    worker.when_quiet(lambda: slices.pop(0))
    wait_for(lambda: not slices)


def test_a_job_waits_for_one_slice_of_a_chore_at_most(worker, posted):
    slices, may_end, has_begun = [], threading.Event(), threading.Event()

    def chore():
        slices.append(threading.get_ident())
        has_begun.set()
        may_end.wait(60)
        return True

    worker.when_quiet(chore)
    has_begun.wait(60)
    got = []
    worker.submit(lambda: len(slices), got.append, got.append)
    worker.submit(lambda: len(slices), got.append, got.append)
    may_end.set()
    for _ in range(2):
        posted.get(timeout=60)()
    assert got == [1, 1]
    assert slices[0] != threading.get_ident()


def test_chore_rests_when_there_is_no_more_and_is_looked_at_again_after_each_job(worker, posted):
    looks = []
    worker.when_quiet(lambda: looks.append(1) is not None)
    wait_for(lambda: len(looks) == 1)
    for number in (2, 3):
        assert outcome(worker, posted, lambda: "job") == "job"
        wait_for(lambda number=number: len(looks) == number)
    time.sleep(0.1)
    assert len(looks) == 3


def test_chore_that_fails_ends_neither_the_thread_nor_itself(worker, posted):
    looks = []

    def chore():
        looks.append(1)
        raise BadInput("cli.secret_empty")

    worker.when_quiet(chore)
    wait_for(lambda: looks)
    assert outcome(worker, posted, lambda: "job") == "job"
    wait_for(lambda: len(looks) == 2)
    assert posted.empty()


def test_close_waits_for_no_chore(posted):
    worker = Worker(posted.put)
    worker.when_quiet(lambda: True)
    worker.close()
    assert not worker._thread.is_alive()
