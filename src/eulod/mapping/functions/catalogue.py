"""Every function that mappings may call: those of the modules beside this one, by eulod's names and by others'.

Nothing lists the modules: a file put into this folder is one of them, in a checkout and in an installed package.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from eulod.mapping import functions
from eulod.mapping.functions.foreign import GREL, IDLAB, OLDER_IDLAB, Alias
from eulod.mapping.functions.registry import FN, FUNCTIONS, Function

_NO_FUNCTIONS = ("catalogue", "foreign", "registry")

for _module in sorted(module.name for module in pkgutil.iter_modules(functions.__path__)):
    if _module not in _NO_FUNCTIONS:
        import_module(f"{functions.__name__}.{_module}")

ALIASES: dict[str, tuple[Function, Alias]] = {
    iri: (function, alias) for function in FUNCTIONS.values() for alias in function.also for iri in alias.iris
}
"""The functions by the IRIs that others have for them."""


def find(iri: str) -> tuple[Function, Alias | None] | None:
    """The function called `iri`, with the alias where that is not eulod's own name; None where there is no such one."""
    own = FUNCTIONS.get(iri)
    return ALIASES.get(iri) if own is None else (own, None)


def beside(iri: str) -> tuple[str, list[str]]:
    """The namespace of `iri`, or eulod's if it is none that has functions, with the local names of its functions."""
    space = next((space for space in (FN, GREL, IDLAB, OLDER_IDLAB) if iri.startswith(space)), FN)
    return space, sorted(known.removeprefix(space) for known in (*FUNCTIONS, *ALIASES) if known.startswith(space))
