"""
An SMTP server that is never the limit: thousands of messages a second, PIPELINING, faults by wish.

It notes each message when it accepts it, before it says so. As a process of its own:
``python -m tests.notifications.fast_sink --latency 0.005 LOG`` prints its port and appends a line
per message to LOG, the time and the Message-ID.
"""

import argparse
import asyncio
import random
import re
import sys
import threading
import time
from collections import Counter
from pathlib import Path

END = b"\r\n.\r\n"
MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Faults:
    """What goes wrong: chances from 0 to 1 per message, and what holds until it is taken back."""

    def __init__(self, seed: int = 0):
        self.random = random.Random(seed)
        self.temporary = 0.0  # 451 to the recipient
        self.permanent = 0.0  # 550 to the recipient
        self.dropped = 0.0  # accepted, and the line is cut before the answer
        self.hangs = False  # answers nothing
        self.refuses = False  # hangs up on whoever connects

    def clear(self) -> None:
        self.temporary = self.permanent = self.dropped = 0.0
        self.hangs = self.refuses = False

    def happens(self, chance: float) -> bool:
        return chance > 0 and self.random.random() < chance


class FastSink:
    """Runs in a thread of its own between ``start`` and ``stop``."""

    def __init__(self, *, latency: float = 0.0, seed: int = 0, note=None):
        self.latency = latency
        self.faults = Faults(seed)
        self.accepted: list[tuple[float, str]] = []
        self.connections = 0
        self.lines: set = set()
        self.port = 0
        self._note = note or self._remember
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def start(self) -> "FastSink":
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the sink did not start")
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    __enter__ = start

    def __exit__(self, *error):
        self.stop()

    @property
    def copies(self) -> Counter:
        return Counter(message_id for _, message_id in self.accepted)

    def hang_up(self) -> None:
        """Cut every line, as a server that is restarted does."""
        self._loop.call_soon_threadsafe(lambda: [one.abort() for one in list(self.lines)])

    def note(self, message: bytes) -> None:
        found = MESSAGE_ID.search(message)
        self._note(time.time(), found[1].decode() if found else "")

    def _remember(self, at: float, message_id: str) -> None:
        self.accepted.append((at, message_id))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.create_server(lambda: _Dialogue(self), "127.0.0.1", 0)
        server = self._loop.run_until_complete(listening)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()


class _Dialogue(asyncio.Protocol):
    def __init__(self, sink: FastSink):
        self.sink = sink
        self.buffer = b""
        self.is_in_data = False
        self.is_refused = False

    def connection_made(self, transport):
        self.transport = transport
        self.sink.connections += 1
        self.sink.lines.add(transport)
        if self.sink.faults.refuses:
            transport.abort()
        else:
            self._say(b"220 sink.example ESMTP\r\n")

    def connection_lost(self, error):
        self.sink.lines.discard(self.transport)

    def data_received(self, data):
        if self.sink.faults.hangs:
            return
        self.buffer += data
        replies = []
        while (reply := self._next()) is not None:
            replies.append(reply)
            if reply == b"":
                return
        if replies:
            self._say(b"".join(replies))

    def _next(self) -> bytes | None:
        """Answer the next whole command or message; None for a part, empty after hanging up."""
        if self.is_in_data:
            body, end, rest = self.buffer.partition(END)
            if not end:
                return None
            self.buffer, self.is_in_data = rest, False
            return self._accept(body)
        line, end, rest = self.buffer.partition(b"\r\n")
        if not end:
            return None
        self.buffer = rest
        return self._command(line[:4].upper())

    def _command(self, verb: bytes) -> bytes:
        faults = self.sink.faults
        if verb == b"EHLO":
            return b"250-sink.example\r\n250-PIPELINING\r\n250 SIZE 20000000\r\n"
        if verb == b"MAIL":
            self.is_refused = False
        if verb == b"RCPT":
            answer = (
                b"451 4.3.0 not now\r\n"
                if faults.happens(faults.temporary)
                else b"550 5.7.1 never\r\n"
                if faults.happens(faults.permanent)
                else b"250 2.1.5 OK\r\n"
            )
            self.is_refused = not answer.startswith(b"250")
            return answer
        if verb == b"DATA":
            if self.is_refused:
                return b"503 5.5.1 no recipient\r\n"
            self.is_in_data = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 2.0.0 OK\r\n"

    def _accept(self, body: bytes) -> bytes:
        self.sink.note(body)
        if self.sink.faults.happens(self.sink.faults.dropped):
            self.transport.abort()
            return b""
        return b"250 2.0.0 queued\r\n"

    def _say(self, words: bytes) -> None:
        if self.sink.latency:
            self.sink._loop.call_later(self.sink.latency, self.transport.write, words)
        else:
            self.transport.write(words)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("log", type=Path)
    options = parser.parse_args()
    with options.log.open("a", buffering=1) as log:
        sink = FastSink(
            latency=options.latency,
            note=lambda at, message_id: log.write(f"{at:.6f} {message_id}\n"),
        )
        with sink:
            sys.stdout.write(f"{sink.port}\n")
            sys.stdout.flush()
            sys.stdin.read()  # until whoever started it is gone


if __name__ == "__main__":
    main()
