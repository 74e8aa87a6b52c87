"""What keeps a process that runs queries of strangers to itself, as far as each system can.

| | Linux | macOS | Windows |
|---|---|---|---|
| no network | a network namespace of its own, without any interface, where the system lets a user make one | | |
| memory | RLIMIT_DATA | | |
| time | a timer of the kernel, beside the clock of the process that waits | the same | a thread that ends the process |
| end with the parent | a signal of the kernel, and end of input | end of input | end of input |

Where there is no namespace, the text of a query is what keeps it from the network: SERVICE is refused before the engine
sees it (`sparql_text`), and sockets of Python are refused by an audit hook.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import signal
import sys

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_SOCKETS = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")


def isolate(memory: int) -> bool:
    """Cut this process off and bound its memory, in bytes; say whether it has a network namespace of its own.

    To be called before any thread starts.
    """
    alone = _leave_network()
    _end_with_parent()
    _bound_memory(memory)
    sys.addaudithook(_refuse_sockets)
    return alone


def set_timer(seconds: float) -> None:
    """Let the system end this process after so many seconds; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # the default of SIGALRM ends the process
    elif seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()


def _leave_network() -> bool:
    """Without privilege a namespace of users comes with it; files are still read with the rights of before."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _end_with_parent() -> None:
    if sys.platform.startswith("linux"):
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before
            os._exit(1)


def _bound_memory(memory: int) -> None:
    """What the process allocates, not the files that it maps."""
    if sys.platform.startswith("linux"):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse_sockets(event: str, arguments: tuple[object, ...]) -> None:
    if event in _SOCKETS:
        raise PermissionError("a process that runs queries has no network")
