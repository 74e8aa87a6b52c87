"""XML fed piece by piece to handlers; nothing that a file declares is followed.

A document type is refused where it begins, so there are no entities to expand and nothing elsewhere to read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from eulod.errors import DoctypeRefused, Place, SourceError
from eulod.sources.limits import DEEPEST, TooLarge, too_large

CHUNK = 1 << 16

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class XmlSyntax(SourceError):
    """An XML source is not well-formed."""

    code = "S010"


class XmlStream:
    """A parser of one XML file or part, called `file` in messages.

    Names are given to the handlers as `namespace}local`, or as `local` where there is no namespace.
    """

    def __init__(self, file: str, *, start: Start, end: End, text: Text) -> None:
        self.file = file
        self.start, self.end = start, end
        self.fed = self.depth = 0
        self.parser: Any = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.CharacterDataHandler = text
        self.give_back()

    def hand_over(self, start: Start, end: End) -> None:
        """Let `start` and `end` be called alone from now on, which is faster; they see to the depth themselves."""
        self.parser.StartElementHandler, self.parser.EndElementHandler = start, end

    def give_back(self) -> None:
        """End what `hand_over` began; as many elements are open as then."""
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self.ended

    @property
    def line(self) -> int:
        """The line of what is being handled."""
        return int(self.parser.CurrentLineNumber)

    @property
    def byte(self) -> int:
        """The byte of the file at which what is being handled begins."""
        return max(int(self.parser.CurrentByteIndex), 0)

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Parse more of the file. Raises XmlSyntax, DoctypeRefused and TooLarge with line and character."""
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            place = Place(self.file, error.lineno, character=error.offset + 1)
            problem = f"this is no XML: {expat.ErrorString(error.code)}"
            raise XmlSyntax(problem, place=place, help="correct the XML there") from None
        except (LookupError, ValueError) as error:  # an encoding that Python does not have, or of several bytes
            help = "save the file as UTF-8"
            raise XmlSyntax(f"its encoding is not read: {error}", place=Place(self.file, 1), help=help) from None
        self.fed += len(chunk)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        self.start(name, attributes)

    def ended(self, name: str) -> None:
        """Note that an element ends."""
        self.depth -= 1
        self.end(name)

    def too_deep(self) -> TooLarge:
        """The error that says that too many elements are open."""
        return too_large("the document has", DEEPEST, "levels", Place(self.file, self.line))

    def _doctype(self, *_: object) -> None:
        help = "remove the <!DOCTYPE …> declaration and write its entities out"
        raise DoctypeRefused("the document declares a document type", place=Place(self.file, self.line), help=help)
