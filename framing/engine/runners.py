"""Where kernels run: in this process, on all cores, or on a Dask cluster; results come in order."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, TypeVar

from framing import __version__
from framing.errors import FramingError
from framing.memory import give_back

Item = TypeVar("Item")
Result = TypeVar("Result")
DEATHS = 3  # a part that took so many workers with it is not tried again
_SELDOM = (100_000, 20, 50)
_QUEUED = 2  # items a worker: one at work and one waiting, so that memory stays bounded


def begin_worker() -> None:
    """Make this process one of several workers.

    It keeps to one thread of linear algebra, whose matrices are small, and is set up as `long_work`
    has it.
    """
    import pyarrow as pa
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    gc.set_threshold(*_SELDOM)
    pa.set_memory_pool(pa.system_memory_pool())


@contextmanager
def long_work() -> Iterator[None]:
    """Settings of this process for as long as it works through a corpus.

    It looks seldom for circles among objects: there are few, and each look passes all objects (a
    run over 14,356 articles in one process took 349 s of CPU so, and 372 s in a run without). Arrow
    takes memory from the system, which gets it back: the report of these articles held 2.4 GB at
    the peak so, and 2.8 GB with Arrow's own store.
    """
    import pyarrow as pa

    before, pool = gc.get_threshold(), pa.default_memory_pool()
    gc.set_threshold(*_SELDOM)
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        gc.set_threshold(*before)
        pa.set_memory_pool(pool)


class Runner:
    """Runs a kernel over items, one after the other in this process.

    Examples
    --------
    >>> list(Runner().map(abs, [-1, 2]))
    [1, 2]
    """

    workers = 1

    def map(self, kernel: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of the items, which are asked for as they are needed."""
        return map(kernel, items)

    def later(self, kernel: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        """Do one thing while this process does others; the result is had by a call.

        Examples
        --------
        >>> Runner().later(abs, -1)()
        1
        """
        return partial(kernel, item)

    def close(self) -> None:
        """Let the workers go."""


class Cores(Runner):
    """Runs a kernel in processes of this machine, which are started once.

    A worker that is killed takes nothing with it: the others' items and its own are done again.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def map(self, kernel: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        waiting = iter(items)
        first = list(islice(waiting, 2))
        if len(first) < 2:
            yield from map(kernel, first)
            return
        queue: deque[tuple[Item, Future[Result]]] = deque()
        deaths = 0
        try:
            for item in islice(chain(first, waiting), _QUEUED * self.workers):
                queue.append((item, self._submit(kernel, item)))
            while queue:
                try:
                    result = queue[0][1].result()
                except BrokenProcessPool:
                    deaths += 1
                    if deaths == DEATHS:
                        raise FramingError(_DIED) from None
                    self.close()
                    queue = deque((item, self._submit(kernel, item)) for item, _ in queue)
                    continue
                deaths = 0
                queue.popleft()
                for item in islice(waiting, 1):
                    queue.append((item, self._submit(kernel, item)))
                yield result
        except BaseException:
            self.close()
            raise

    def later(self, kernel: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        if self._pool is None:  # nothing was worth a worker yet
            return partial(kernel, item)
        future = self._submit(kernel, item)

        def result() -> Result:
            try:
                return future.result()
            except (BrokenProcessPool, CancelledError):  # its worker was killed: it is done here
                return kernel(item)

        return result

    def _submit(self, kernel: Callable[[Item], Result], item: Item) -> Future[Result]:
        if self._pool is None:
            # Spawned, not forked: Arrow and BLAS keep threads that a fork would break.
            self._pool = ProcessPoolExecutor(
                self.workers, mp_context=get_context("spawn"), initializer=begin_worker
            )
        try:
            return self._pool.submit(_in_worker, kernel, item)
        except BrokenProcessPool:  # seen while submitting: the result will say it again
            broken: Future[Result] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _in_worker(kernel: Callable[[Item], Result], item: Item) -> Result:
    try:
        return kernel(item)
    finally:
        give_back()


_DIED = (
    f"worker processes ended {DEATHS} times in a row while they worked on one part: killed from "
    "outside, or out of memory; run again with fewer --workers. What is finished in --work is kept"
)


class Cluster(Runner):
    """Runs a kernel as futures on a Dask cluster.

    Items travel inside their tasks, so that the scheduler can give those of a lost worker to
    another one.

    Parameters
    ----------
    address : str
        As Dask writes it: ``tcp://host:8786``.

    Raises
    ------
    FramingError
        Where Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str, *, patience: float = 30.0) -> None:
        try:
            import dask
            from distributed import Client
        except ModuleNotFoundError as error:
            raise FramingError(
                f"--scheduler needs Dask ({error.name} is missing); install framing-toolkit[scale]"
            ) from None
        self._settings = dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        try:
            self._client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise FramingError(
                f"no Dask scheduler answers at {address!r} ({type(error).__name__}); start one with"
                " 'dask scheduler' and name its address, as tcp://host:8786"
            ) from error

    @property
    def workers(self) -> int:  # type: ignore[override]
        """Threads of all workers that are there now; a cluster may grow."""
        return max(sum(self._client.nthreads().values()), 1)

    def map(self, kernel: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        from distributed import KilledWorker

        waiting = iter(items)
        queue: deque[Any] = deque()
        try:
            while True:
                room = _QUEUED * self.workers - len(queue)  # below 0 where workers were lost
                for item in islice(waiting, max(room, 0)):
                    task = (__version__, kernel, item)
                    queue.append(self._client.submit(_on_worker, *task, pure=False))
                if not queue:
                    return
                yield queue[0].result()
                queue.popleft().release()
        except KilledWorker as error:
            raise FramingError(
                "a part took several Dask workers with it, most likely out of memory; give the "
                "workers more. What is finished in --work is kept"
            ) from error
        except ModuleNotFoundError as error:
            raise FramingError(
                f"a Dask worker has no {error.name!r}; install the same framing-toolkit on all"
            ) from error
        finally:
            self._client.cancel(list(queue))

    def later(self, kernel: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        task = (__version__, kernel, item)
        result: Callable[[], Result] = self._client.submit(_on_worker, *task, pure=False).result
        return result

    def close(self) -> None:
        self._client.close()
        self._settings.__exit__(None, None, None)


def _on_worker(version: str, kernel: Callable[[Item], Result], item: Item) -> Result:
    if version != __version__:
        raise FramingError(
            f"a Dask worker has framing {__version__}, this process {version}; install the same"
        )
    return _in_worker(kernel, item)


@contextmanager
def runner(workers: int = 1, scheduler: str | None = None) -> Iterator[Runner]:
    """What runs kernels, for as long as it is needed; the results are the same everywhere.

    Parameters
    ----------
    workers : int
        Processes of this machine; 1 runs here.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers do the work instead.

    Yields
    ------
    Runner

    Examples
    --------
    >>> with runner() as run:
    ...     list(run.map(len, ["a", "bc"]))
    [1, 2]
    """
    run = Cluster(scheduler) if scheduler else Cores(workers) if workers > 1 else Runner()
    try:
        yield run
    finally:
        run.close()
