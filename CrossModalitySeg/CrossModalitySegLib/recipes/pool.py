"""Independent pieces of work on all CPUs, in processes that end with their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from typing import TypeVar

from ..events import Reporter

Order = TypeVar("Order")
Made = TypeVar("Made")


def _end_with_parent() -> None:
    """Let a pool process end when its parent is killed; by itself it would wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # Ctrl-C in a terminal reaches the whole group; the parent alone decides what is still finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def in_parallel(make: Callable[[Order], Made], orders: list[Order], reporter: Reporter) -> Iterator[tuple[Order, Made]]:
    """Do pieces of work on all CPUs, in processes that end with this one.

    Args:
        make: Function of a module, since other processes import it. What it raises ends the work.
        orders: What it is called with.
        reporter: Who may ask for a stop, after which no more is begun.

    Yields:
        Each order and what was made of it, as soon as it is made.
    """
    workers = min(os.cpu_count() or 1, len(orders))
    if workers <= 1:
        for order in orders:
            if reporter.stop_requested:
                return
            yield order, make(order)
        return
    # Fresh processes, because forking one in which torch has threads may hang.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_end_with_parent) as pool:
        queue = iter(orders)
        running: dict[Future[Made], Order] = {pool.submit(make, order): order for order in islice(queue, workers)}
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                order = running.pop(future)
                yield order, future.result()
                following = None if reporter.stop_requested else next(queue, None)
                if following is not None:
                    running[pool.submit(make, following)] = following
