"""Findings of eulod's own checks in the languages of their readers; shapes bring messages of their own."""

from __future__ import annotations

from types import MappingProxyType

from eulod.validation.report import Finding

_MESSAGES = MappingProxyType(
    {
        "hu": {
            "L001": "Ez az érték nincs a táblázatban, amellyel össze kellene kötni",
            "S005": "A rekord nem olvasható",
            "S007": "A szöveg már korábban megsérült",
            "V001": "Ez az érték nem olyan alakú, amilyet a leképezés vár",
            "V002": "Ez az érték nem közzétehető webcím (IRI)",
            "V003": "Ez nem nyelvi címke",
        },
        "fr": {
            "L001": "Cette valeur n’est pas dans la table à laquelle la relier",
            "S005": "L’enregistrement ne peut pas être lu",
            "S007": "Le texte a été endommagé auparavant",
            "V001": "Cette valeur n’a pas la forme que le mappage attend",
            "V002": "Cette valeur n’est pas une adresse (IRI) publiable",
            "V003": "Ce n’est pas une étiquette de langue",
        },
    }
)


def message_in(finding: Finding, language: str) -> str:
    """A finding's message in a language; for eulod's own checks with the English details in parentheses."""
    known = _MESSAGES.get(language, {}).get(finding.code) if not finding.shape else None
    return f"{known} ({finding.message})" if known else finding.message
