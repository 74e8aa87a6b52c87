"""What pages are made of, as templates call it: `name` and `label` give no link, `link` and `object` do.

These are written hundreds of times on a page, so they are functions and no macros; each gives HTML of what it is given,
escaped as the templates escape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup

from eulod.browsing.model import Label, Literal, Quote, Resource, Statement, Term
from eulod.pages.facts import Amount
from eulod.pages.links import is_web
from eulod.pages.provenance import Provenance, Reading, provenance
from eulod.pages.reader import Reader
from eulod.pages.visible import visible_text

_PLAIN = re.compile(r"[ !#-%(-;=?-~]*")  # printable ASCII that HTML gives no meaning
_NO_LANGUAGE = ("", "und")
_ORIGINALS = 3
_NOBODY: Mapping[str, str] = MappingProxyType({})


def escaped(text: str) -> str:
    """A text as it stands in HTML, between tags and in attributes; as `markupsafe.escape` writes what is visible.

    >>> escaped('<a title="Q&A">')
    '&lt;a title=&#34;Q&amp;A&#34;&gt;'
    """
    if _PLAIN.fullmatch(text):
        return text
    plain = visible_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("'", "&#39;").replace('"', "&#34;")


def label(r: Reader, text: Label) -> Markup:
    """A name, with its language where it is not the page's."""
    return Markup(_label(r, text))


def name(r: Reader, resource: Resource) -> Markup:
    """The name of a resource."""
    return Markup(_label(r, r.name(resource)))


def names(r: Reader, resource: Resource) -> Markup:
    """The acronym of a resource, if it has one, and its name."""
    return Markup(_names(r, resource))


def original(r: Reader, resource: Resource) -> Markup:
    """The names of a resource in other languages, as its sources have them."""
    return Markup(_original(r, resource))


def link(r: Reader, resource: Resource) -> Markup:
    """A link to a resource by its name."""
    return Markup(_link(r, resource))


def linked(r: Reader, resource: Resource) -> Markup:
    """A link to a resource by its acronym and name, with the original names beside it."""
    return Markup(_linked(r, resource))


def words(r: Reader, resources: Iterable[Resource]) -> Markup:
    """Links to resources, with commas between them."""
    return Markup(", ".join([_link(r, one) for one in resources]))


def web(address: str) -> Markup:
    """An address elsewhere; what may not be linked to is shown as it is."""
    shown = escaped(address)
    if not is_web(address):
        return Markup(f"<code>{shown}</code>")
    return Markup(f'<a class="out" href="{shown}" rel="noreferrer nofollow">{shown}</a>')


def literal(r: Reader, text: Literal) -> Markup:
    """A literal as the reader writes it, with its language where it is not the page's."""
    if text.language:
        tag = escaped(r.lang(text.language))
        said = f' <span class="tag">{escaped(r.language_name(r.lang(text.language)))}</span>' if tag else ""
        return Markup(f"<bdi{_lang(tag)}>{escaped(text.value)}</bdi>{said}")
    if text.datatype.endswith("#anyURI"):
        return web(text.value) + "\n"
    return Markup(f"<bdi>{escaped(r.value(text))}</bdi>")


def object(r: Reader, term: Term, outside: bool = False, told: Mapping[str, str] = _NOBODY) -> Markup:
    """The object of a statement; `outside` says that it is a page elsewhere, `told` what is told by what it says."""
    if isinstance(term, Literal):
        return literal(r, term)
    if outside:
        return web(term.iri)
    if term.iri in told:
        return Markup(f'<a href="{_address(r, term.iri)}"><bdi>{escaped(told[term.iri])}</bdi></a>')
    return linked(r, term)


def sources(
    r: Reader, statements: Sequence[Statement], documents: Mapping[str, Resource], about: str, lineage: bool
) -> Markup:
    """Where statements come from, by record; `about` says of what, for those who hear the page."""
    several = len(statements) > 1
    groups = [_group(r, group, documents, several, lineage) for group in provenance(statements)]
    title, ask = escaped(r.text("source.title")), escaped(r.text("source.ask"))
    return Markup(
        f'<details class="source">\n<summary>{title}<span class="hidden">: {ask} {escaped(about)}</span></summary>\n'
        f'<div class="origins">\n{"".join(groups)}</div>\n</details>\n'
    )


def amount(r: Reader, one: Amount) -> Markup:
    """An amount, else a rate, else what a source says in place of them."""
    if one.text or one.rate:
        return Markup(f'<span class="amount">{escaped(one.text or one.rate)}</span>')
    if one.raw:
        return Markup(f'<span class="raw">{escaped(one.raw)}</span>')
    return Markup(f'<span class="none">{escaped(r.text("money.none"))}</span>')


def pager(r: Reader, page: int, pages: int, address: Callable[[int], str]) -> Markup:
    """Links to the page before and after; nothing where there is one page."""
    if pages <= 1:
        return Markup("")
    before = f'<a rel="prev" href="{escaped(address(page - 1))}">{escaped(r.text("pager.previous"))}</a>'
    after = f'<a rel="next" href="{escaped(address(page + 1))}">{escaped(r.text("pager.next"))}</a>'
    where = r.text("pager.where", page=r.number(page), pages=r.number(pages))
    return Markup(
        f'<nav class="pager" aria-label="{escaped(r.text("pager.label"))}">\n{before if page > 1 else ""}'
        f"<span>{escaped(where)}</span>\n{after if page < pages else ''}</nav>\n"
    )


def _group(r: Reader, group: Provenance, documents: Mapping[str, Resource], several: bool, lineage: bool) -> str:
    """One record, with what is read from it."""
    stands = "".join([_graph(r, graph, documents) for graph in group.graphs])
    read = "".join([f"<li>{_reading(r, one, several)}</li>\n" for one in group.readings])
    file = _file(r, group) if group.file or lineage else ""
    return f'<div class="origin">\n<dl>\n{stands}{file}</dl>\n<ul class="readings">\n{read}</ul>\n</div>\n'


def _graph(r: Reader, graph: str, documents: Mapping[str, Resource]) -> str:
    known = documents.get(graph)
    shown = _link(r, known) if known else f'<a href="{_address(r, graph)}">{escaped(r.graph(graph))}</a>'
    return f"<div><dt>{escaped(r.text('source.document'))}</dt><dd>{shown}</dd></div>\n"


def _file(r: Reader, group: Provenance) -> str:
    title = escaped(r.text("source.file"))
    if not group.file:
        return f"<div><dt>{title}</dt><dd>{escaped(r.text('source.described'))}</dd></div>\n"
    record = f", {escaped(r.text('source.record', n=group.record))}" if group.record else ""
    line = f", {escaped(r.text('source.line', n=group.line))}" if group.line else ""
    return f"<div><dt>{title}</dt><dd><code>{escaped(group.file)}</code>{record}{line}</dd></div>\n"


def _reading(r: Reader, one: Reading, several: bool) -> str:
    """One statement as a record makes it; which one it is, where there are `several`."""
    stated = f'<p class="stated">{_stated(r, one.statement)}</p>' if several else ""
    quotes = "".join([_quote(r, quote) for quote in one.statement.quotes])
    return f"{stated}{quotes}{_origin(r, one)}"


def _stated(r: Reader, statement: Statement) -> str:
    said = statement.object
    shown = f"<bdi>{escaped(r.value(said))}</bdi>" if isinstance(said, Literal) else _label(r, r.name(said))
    return f"{escaped(r.term(statement.predicate))}: {shown}"


def _quote(r: Reader, quote: Quote) -> str:
    lang = _lang(escaped(r.lang(quote.text.language)))
    claim = f'<a href="{_address(r, quote.claim)}">{escaped(r.text("source.claim"))}</a>'
    return f'<blockquote{lang}><p>{escaped(quote.text.value)}</p></blockquote>\n<p class="by">{claim}</p>\n'


def _origin(r: Reader, one: Reading) -> str:
    origin = one.origin
    if origin is None:
        return ""
    cells = [
        f'<div><dt><code>{escaped(column)}</code></dt><dd class="said">{escaped(said)}</dd></div>'
        for column, said in origin.cells
    ]
    line = f":{origin.mapping_line}" if origin.mapping_line else ""
    mapping = f"{escaped(r.text('source.mapping'))} <code>{escaped(origin.mapping_file)}{line}</code>"
    listed = f'<dl class="cells">{"".join(cells)}</dl>' if cells else ""
    return f'{listed}<p class="by">{mapping}</p>\n'


def _label(r: Reader, text: Label) -> str:
    return f"<bdi{_lang(escaped(r.lang(text.language)))}>{escaped(text.text)}</bdi>"


def _names(r: Reader, resource: Resource) -> str:
    acronym, shown = r.acronym(resource), r.name(resource)
    before = f'<span class="acronym">{escaped(acronym)}</span> ' if acronym and acronym != shown.text else ""
    return before + _label(r, shown)


def _original(r: Reader, resource: Resource) -> str:
    found = ""
    for text in r.originals(resource)[:_ORIGINALS]:
        named = text.language not in _NO_LANGUAGE
        tag = f' <span class="tag">{escaped(r.language_name(text.language))}</span>' if named else ""
        found += f'<span class="original">{_label(r, text)}{tag}</span>\n'
    return found


def _link(r: Reader, resource: Resource) -> str:
    return f'<a href="{_address(r, resource.iri)}">{_label(r, r.name(resource))}</a>'


def _linked(r: Reader, resource: Resource) -> str:
    return f'<a href="{_address(r, resource.iri)}">{_names(r, resource)}</a>{_original(r, resource)}'


def _address(r: Reader, iri: str) -> str:
    found = r.addresses.get(iri)
    if found is None:
        found = r.addresses[iri] = escaped(r.links.entity(iri))
    return found


def _lang(tag: str) -> str:
    return f' lang="{tag}"' if tag else ""
