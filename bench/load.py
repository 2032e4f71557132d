"""Clients that ask a server over HTTP, each on a connection it keeps, and how long each answer took."""

import http.client
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Ask = tuple[str, str, bytes | None, dict[str, str]]
PROCESSES = 2
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class _Plan:
    """Whom to ask what, from which moment, for how long."""

    port: int
    ask: Callable[[int, int], Ask]
    begin_ns: int
    end_ns: int


@dataclass(slots=True)
class Result:
    """Durations of the answers with a status below 400, how many of each status there were, and one of the others."""

    elapsed_us: int = 0
    durations_us: list[int] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    complaint: str = ""

    def per_second(self) -> float:
        """Good answers a second, over all clients."""
        return len(self.durations_us) * 1_000_000 / self.elapsed_us


def hammer(port: int, *, clients: int, seconds: int, ask: Callable[[int, int], Ask]) -> Result:
    """`clients` clients ask again as soon as they are answered, for `seconds`. `ask(client, n)` says what, as method,
    path, body and headers. They run in at most two processes, so that the asking does not starve the asked."""
    fork = multiprocessing.get_context("fork")
    shares = [range(clients)[start::PROCESSES] for start in range(min(PROCESSES, clients))]
    pipes = [fork.Pipe(duplex=False) for _share in shares]
    begin = time.monotonic_ns() + 300_000_000
    plan = _Plan(port, ask, begin, begin + seconds * 1_000_000_000)
    processes = [
        fork.Process(target=_process, args=(sink, share, plan))
        for (_source, sink), share in zip(pipes, shares, strict=True)
    ]
    for process in processes:
        process.start()
    total = Result()
    for source, sink in pipes:
        sink.close()  # so that a client process that died ends the wait
        _add(total, source.recv())
    for process in processes:
        process.join()
    return total


def _add(total: Result, part: Result) -> None:
    total.elapsed_us = max(total.elapsed_us, part.elapsed_us)
    total.durations_us += part.durations_us
    total.statuses += part.statuses
    total.complaint = total.complaint or part.complaint


def _process(sink: Any, share: range, plan: _Plan) -> None:
    results = [Result() for _one in share]
    threads = [
        threading.Thread(target=_client, args=(result, client, plan))
        for result, client in zip(results, share, strict=True)
    ]
    for thread in threads:
        thread.start()
    total = Result()
    for thread, result in zip(threads, results, strict=True):
        thread.join()
        _add(total, result)
    sink.send(total)


def _client(result: Result, client: int, plan: _Plan) -> None:
    link = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=PATIENCE_S)
    link.connect()
    time.sleep(max(0, plan.begin_ns - time.monotonic_ns()) / 1e9)
    number = 0
    while (started := time.monotonic_ns()) < plan.end_ns:
        method, path, body, headers = plan.ask(client, number)
        link.request(method, path, body=body, headers=headers)
        answer = link.getresponse()
        content = answer.read()
        result.statuses[answer.status] += 1
        if answer.status < 400:
            result.durations_us.append((time.monotonic_ns() - started) // 1000)
        else:
            result.complaint = result.complaint or content[:500].decode(errors="replace")
        number += 1
    result.elapsed_us = (time.monotonic_ns() - plan.begin_ns) // 1000
    link.close()
