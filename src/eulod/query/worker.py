"""The process that runs queries: it reads them from its standard input and writes answers to its standard output.

A frame is the length of its head and of its body, four bytes each, then the head as JSON, then the body. `worker_pool`
starts it, and may kill it at any moment.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
from typing import IO, Any

import pyoxigraph as ox

from eulod.errors import EulodError
from eulod.query.answering import Question, answer
from eulod.query.isolation import isolate, set_timer
from eulod.query.limits import Limits
from eulod.query.sparql import RdfDataset, default_graph_is_empty

LENGTHS = struct.Struct(">II")
_STACK = 256 << 20  # deep queries need deep stacks; only what is used costs memory
_GRACE = 1.0


def frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame of the two pipes."""
    written = json.dumps(head).encode()
    return LENGTHS.pack(len(written), len(body)) + written + body


def question_frame(question: Question) -> bytes:
    """A question as the worker reads it."""
    dataset = question.dataset and {"default": question.dataset.default, "named": question.dataset.named}
    head = {
        "rows_form": question.rows_form,
        "graph_form": question.graph_form,
        "dataset": dataset,
        "base": question.base,
    }
    return frame(head, question.text.encode())


def main() -> None:
    """Answer until the input ends. Arguments: the folder of the store, and the limits as JSON."""
    store, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked ends this process
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    alone = isolate(limits.memory + _STACK)
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(store, limits, output, alone))
    thread.start()
    thread.join()


def _serve(folder: str, limits: Limits, output: IO[bytes], alone: bool) -> None:
    store = ox.Store.read_only(folder)
    union = default_graph_is_empty(store)
    _write(output, frame({"ready": True, "alone": alone}))
    source = sys.stdin.buffer
    while lengths := source.read(LENGTHS.size):
        head, body = LENGTHS.unpack(lengths)
        asked = json.loads(source.read(head))
        question = _question(asked, source.read(body).decode())
        set_timer(limits.seconds + _GRACE)
        reply = _reply(store, question, limits, union)
        set_timer(0)
        _write(output, reply)


def _question(asked: dict[str, Any], text: str) -> Question:
    named = asked.pop("dataset")
    dataset = RdfDataset(tuple(named["default"]), tuple(named["named"])) if named else None
    return Question(text=text, dataset=dataset, **asked)


def _reply(store: ox.Store, question: Question, limits: Limits, union: bool) -> bytes:
    try:
        written = answer(store, question, limits, union=union)
    except EulodError as error:
        return frame({"error": type(error).__name__, "text": str(error)})
    except MemoryError:
        return frame({"error": "QueryTooCostly", "text": ""})
    return frame({"form": written.form}, written.body)


def _write(output: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[output.write(view) :]


if __name__ == "__main__":
    main()
