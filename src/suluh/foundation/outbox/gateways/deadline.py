"""A call that drips one byte at a time still ends: the wall clock closes its socket."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def closes_after(seconds: float, the_socket: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Shut the socket down when the time is over; whoever waits on it gets an error."""

    def shut() -> None:
        found = the_socket()
        if found is not None:
            with contextlib.suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
