"""What is done every day."""

import threading

from catalogue.errors import NotEnoughRoom
from catalogue.web.daily import Daily


def test_it_is_done_at_once_and_again_until_it_is_stopped():
    done = threading.Semaphore(0)
    daily = Daily(done.release, print, every_s=0.01)

    daily.start()
    times = [done.acquire(timeout=5) for _ in range(3)]
    daily.stop()

    assert times == [True, True, True]


def test_what_fails_once_is_told_and_tried_again():
    told, tried = [], threading.Semaphore(0)

    def fail() -> None:
        tried.release()
        raise NotEnoughRoom("library")

    daily = Daily(fail, told.append, every_s=0.01)
    daily.start()
    times = [tried.acquire(timeout=5) for _ in range(3)]
    daily.stop()

    assert times == [True, True, True]
    assert "library" in told[0]
