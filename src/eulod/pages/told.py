"""What has no name of its own, told by what it says: periods by their dates, money by its amount, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Resource
from eulod.pages.facts import amounts, period_of
from eulod.pages.reader import Reader

_MOST = 300
_ADDRESS = ("locn:fullAddress", "locn:thoroughfare", "locn:postCode", "locn:postName")


def told_briefly(browsing: Browsing, entity: Entity, reader: Reader) -> dict[str, str]:
    """A short text, by IRI, for the entity and each one that it is linked with, as far as they are told so."""
    linked = [one.object for part in entity.properties for one in part.statements if isinstance(one.object, Resource)]
    linked += [one for leading in entity.incoming for one in leading.subjects]
    asked = [one.iri for one in linked if one.kind in _TELLERS][:_MOST]
    found = {**browsing.described(asked), entity.iri: entity}
    texts = ((one.iri, _told(one, reader)) for one in found.values())
    return {name: text for name, text in texts if text}


def _told(entity: Entity, reader: Reader) -> str:
    teller = _TELLERS.get(entity.resource.kind)
    return teller(entity, reader) if teller else ""


def _period(entity: Entity, reader: Reader) -> str:
    found = period_of(entity, {}, reader)
    return found.text if found else ""


def _money(entity: Entity, reader: Reader) -> str:
    (amount,) = amounts([entity], reader)
    said = amount.text or amount.rate or amount.raw
    kind = reader.name(amount.kind).text if amount.kind else ""
    return ": ".join(part for part in (kind, said) if part)


def _identifier(entity: Entity, reader: Reader) -> str:
    agencies = [text.value for text in entity.literals(iri("adms:schemaAgency"))]
    scheme = entity.iri.rpartition("/")[2]
    codes = [text.value for text in entity.literals(iri("skos:notation"))]
    about = f"{scheme}, {agencies[0]}" if agencies else scheme
    return f"{', '.join(codes)} ({about})" if codes else ""


def _claim(entity: Entity, reader: Reader) -> str:
    about, properties = (entity.resources(iri(name)) for name in ("rdf:subject", "rdf:predicate"))
    subject = about and (reader.acronym(about[0]) or reader.name(about[0]).text)
    return f"{subject}: {reader.term(properties[0])}" if about and properties else ""


def _address(entity: Entity, reader: Reader) -> str:
    return ", ".join(_lines(entity))


def _lines(entity: Entity) -> Iterator[str]:
    for name in _ADDRESS:
        yield from (text.value for text in entity.literals(iri(name)))


_TELLERS: MappingProxyType[str, Callable[[Entity, Reader], str]] = MappingProxyType(
    {"period": _period, "money": _money, "identifier": _identifier, "address": _address, "claim": _claim}
)
