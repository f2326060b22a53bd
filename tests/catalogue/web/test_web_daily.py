"""What is done every day."""

import threading

from catalogue.web.daily import Daily


def test_it_is_done_at_once_and_again_until_it_is_stopped():
    done = threading.Semaphore(0)
    daily = Daily(done.release, every_s=0.01)

    daily.start()
    times = [done.acquire(timeout=5) for _ in range(3)]
    daily.stop()

    assert times == [True, True, True]
