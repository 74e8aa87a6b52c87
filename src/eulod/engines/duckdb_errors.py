"""DuckDB's errors about data, memory and disk, in eulod's words and with their place."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eulod.engines.undecodable_bytes import first_undecodable
from eulod.errors import NoSingleValue, NotEnoughMemory, Place, SourceError

_BROKEN_CSV = re.compile(r"CSV Error on Line: (\d+)")
_UNREADABLE_CSV = "CSV Parser state machine"
_FILE_OF_CSV = re.compile(r"^ *file ?= ?(?P<file>.+)$", re.MULTILINE)
_BROKEN_JSON = re.compile(
    r'Malformed JSON in file "(?P<file>.+)", at byte (?P<byte>\d+) in (?:record/value|line) (?P<record>\d+): '
    r"(?P<reason>[^.\n]+)"
)
REFUSED = "eulod refuses: "
"""What the message of a refused value begins with."""
_REFUSED = re.compile(rf"{REFUSED}(?P<file>[^\x1f]*)\x1f(?P<line>\d*)\x1f(?P<problem>[^\x1f]*)")
_NO_UTF8 = ("Invalid unicode", "invalid UTF-8")
_DISK = re.compile(r'^IO Error: .* file "(?P<file>.+)": (?P<reason>[^"\n]+)$', re.MULTILINE)
_LONG_JSON = re.compile(r'"?maximum_object_size"? of (?P<most>\d+) bytes exceeded while reading file "(?P<file>.+?)"')
_EMPTY = "input length is 0"
_NO_ARRAY = re.compile(r'Expected top-level JSON array .* in file "(?P<file>.+)"')


class BrokenSource(SourceError):
    """A source was found broken while it was being read."""

    code = "S008"


@contextmanager
def located() -> Iterator[None]:
    """Turn DuckDB's errors about data into eulod's, with their place, and those of the disk into OSError."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise
    except duckdb.OutOfMemoryException as error:
        help = "give it more memory, or a folder on a larger disk to spill to"
        raise NotEnoughMemory(str(error).splitlines()[0], help=help) from None
    except duckdb.Error as error:
        raise refused(str(error)) or _broken_source(str(error)) or _disk_error(str(error)) or error from None


def refused(message: str) -> NoSingleValue | None:
    """The error for a value that an expression refused, if the message of an engine is about one."""
    found = _REFUSED.search(message)
    if not found:
        return None
    place = Place(found["file"], int(found["line"]) if found["line"] else None)
    help = "end the path with [*] for each of the values in a list, or with the name of one in an object"
    return NoSingleValue(found["problem"].rstrip(), place=place, help=help)


def _disk_error(message: str) -> OSError | None:
    found = _DISK.search(message)
    if not found:
        return None
    number = next((number for number in errno.errorcode if os.strerror(number) == found["reason"]), errno.EIO)
    return OSError(number, found["reason"], found["file"])


def _broken_source(message: str) -> BrokenSource | None:
    if undecodable := _undecodable(message):
        return undecodable
    if found := _BROKEN_CSV.search(message):
        lines = message.splitlines()
        reason = next((line for line in lines[1:] if line.startswith(("Expected", "Value with", "Invalid"))), lines[0])
        place = Place(_file_of_csv(message), int(found[1]))
        return BrokenSource(reason, place=place, help="correct the record there, or the source's delimiter and quote")
    if _UNREADABLE_CSV in message:
        problem = "the lines end in different ways, or a quote stands where none may"
        help = "end every line with LF, or every line with CRLF"
        return BrokenSource(problem, place=Place(_file_of_csv(message)), help=help)
    if found := _NO_ARRAY.search(message):
        help = "correct the iterator: $ stands for the whole document"
        return BrokenSource("the document is no array, but the iterator is $[*]", place=Place(found["file"]), help=help)
    if found := _LONG_JSON.search(message):
        problem = f"a record is longer than {int(found['most']):,} bytes"
        help = "correct the file if something in it is not closed, else divide it into smaller records"
        return BrokenSource(problem, place=Place(found["file"]), help=help)
    if found := _BROKEN_JSON.search(message):
        place = Place(found["file"], record=int(found["record"]) - 1)
        reason = "there is no value after a comma" if found["reason"] == _EMPTY else found["reason"]
        problem = f"this is no JSON: {reason} at byte {found['byte']} of the record"
        return BrokenSource(problem, place=place, help="correct the JSON there")
    return None


def _undecodable(message: str) -> BrokenSource | None:
    """What is wrong with a file that is no UTF-8: the first byte of it that cannot be decoded."""
    if not any(mark in message for mark in _NO_UTF8):
        return None
    named = _BROKEN_JSON.search(message)
    file = named["file"] if named else _file_of_csv(message)
    found = first_undecodable(Path(file), "utf-8") if Path(file).is_file() else None
    help = "declare the encoding that the file has, or save it as UTF-8"
    return BrokenSource(f"{found} is not utf-8", place=Place(file, found.line), help=help) if found else None


def _file_of_csv(message: str) -> str:
    found = _FILE_OF_CSV.search(message)
    return found["file"] if found else "the CSV file"
