"""For each article: who published it, who is credited, whose words they are, and by what sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from framing.outlets.credits import WRITERS, Credit, read
from framing.outlets.outlet import UNKNOWN, Outlet
from framing.outlets.registry import Registry
from framing.outlets.registry import load as load_registry

OutletBasis = Literal["text", "manifest", "argument", "url", "table", "unknown"]
OriginBasis = Literal["own", "credited", "dateline", "unknown"]
NO_OTHER_CREDIT = "no other credit in this file"
"""The evidence of an origin that is only assumed; tracing copies may find another."""


@dataclass(frozen=True)
class Given:
    """What is known of an article before its text is read; missing values are None.

    Parameters
    ----------
    outlet, outlet_basis, republisher, agency, agency_basis, url, published : str or None
    origin, origin_basis : str or None
        An origin without a basis was given by the user and stays.
    control, role, country : str or None
        Where given, they win over the registry.
    """

    outlet: str | None = None
    outlet_basis: str | None = None
    republisher: str | None = None
    agency: str | None = None
    agency_basis: str | None = None
    url: str | None = None
    published: str | None = None
    origin: str | None = None
    origin_basis: str | None = None
    control: str | None = None
    role: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Identity:
    """Who published an article and whose words it holds; fields are columns of ``articles``."""

    outlet: str
    outlet_basis: OutletBasis
    republisher: str | None
    agency: str | None
    agency_basis: str | None
    origin: str
    origin_basis: OriginBasis
    origin_evidence: str
    control: str
    role: str
    country: str
    notes: tuple[tuple[str, str, str], ...] = field(default=())
    """(level, code, message)"""


def identify_text(
    text: str,
    given: Given | None = None,
    *,
    spans: Sequence[tuple[int, int, str]] = (),
    registry: Registry | None = None,
) -> Identity:
    """Tell who published one text and who wrote it.

    What was given wins over what the text says; a note tells where the two differ. An outlet is
    read from an address or a source line, or from an agency's own dateline that its picture credit
    confirms. An agency's dateline, byline, copyright or sign-off makes it the origin; a picture
    credit or a quoted report does not.

    Parameters
    ----------
    text : str
    given : Given, optional
    spans : sequence of (start, end, kind)
        Furniture and structure spans, see `framing.outlets.credits.read`.
    registry : Registry, optional

    Returns
    -------
    Identity

    Examples
    --------
    >>> i = identify_text("Kim met Lavrov.\\n\\n© 2018 AFP. All Rights Reserved.")
    >>> i.outlet, i.agency, i.origin, i.origin_basis
    ('unknown', 'AFP', 'AFP', 'credited')
    """
    registry = load_registry() if registry is None else registry
    given = given or Given()
    found = read(text, spans=spans, registry=registry)
    notes: list[tuple[str, str, str]] = []
    outlet, basis, reprinted = _outlet(text, given, found, spans, registry, notes)
    agency, agency_basis = _agency(given, found, outlet, registry, notes)
    origin, origin_basis, evidence = _origin(
        given, found, outlet, agency, agency_basis, reprinted, registry
    )
    for version in (c for c in found if c.kind == "version"):
        notes.append(("info", "version", f"marked {version.text!r}: a later version of a story"))
    day = (given.published or "")[:10] or None
    row = registry.on(outlet, day) if outlet in registry.periods else Outlet(outlet)
    republisher = given.republisher or (UNKNOWN if reprinted and basis == "text" else None)
    return Identity(
        outlet,
        basis,
        republisher,
        agency,
        agency_basis,
        origin,
        origin_basis,
        evidence,
        given.control or row.control,
        given.role or row.role,
        given.country or row.country,
        tuple(dict.fromkeys(notes)),
    )


def _given_basis(basis: str | None) -> OutletBasis:
    for known in ("argument", "table", "url", "text"):
        if basis == known:
            return known
    return "manifest"


def _outlet(
    text: str,
    given: Given,
    found: Sequence[Credit],
    spans: Sequence[tuple[int, int, str]],
    registry: Registry,
    notes: list[tuple[str, str, str]],
) -> tuple[str, OutletBasis, bool]:
    """The outlet, its basis, and whether the text is marked as a reprint."""
    said, reprinted = _outlet_in_text(text, found, spans, registry)
    by_url = registry.name_of_domain(given.url) if given.url else None
    if given.outlet and not (given.outlet == UNKNOWN and given.outlet_basis == "unknown"):
        name = registry.name_of(given.outlet) or given.outlet
        basis = _given_basis(given.outlet_basis)
        if name == UNKNOWN and basis != "manifest" and (said or by_url):
            return (said, "text", reprinted) if said else (by_url or UNKNOWN, "url", False)
        if said == name:
            reprinted = any(c.kind == "reprint" for c in found)
            return name, "text" if basis == "manifest" else basis, reprinted
        if said is not None and name != UNKNOWN:
            notes.append(
                (
                    "info",
                    "outlet_differs",
                    f"given as {name!r}; the text points to {said!r}, which counts as a credit",
                )
            )
        elif said is not None:
            notes.append(
                (
                    "info",
                    "outlet_differs",
                    f"given as unknown; the text points to {said!r}: name it in the manifest",
                )
            )
        return name, basis, False
    if said is not None:
        return said, "text", reprinted
    if by_url is not None:
        return by_url, "url", False
    return UNKNOWN, "unknown", reprinted


def _outlet_in_text(
    text: str, found: Sequence[Credit], spans: Sequence[tuple[int, int, str]], registry: Registry
) -> tuple[str | None, bool]:
    """The publisher that a text names, and whether it stands there as a reprint's source."""
    first_line = _first_line_end(text)
    headers = [(a, b) for a, b, kind in spans if kind in ("crawl", "url")]
    for c in found:
        if c.kind == "link" and (
            c.start < first_line
            or (any(a <= c.start < b for a, b in headers) and not _has_source_line(found))
        ):
            return c.names[0], False
    for c in found:
        names_a_paper = (
            c.kind in ("source line", "link")
            and not c.mixed
            and (not registry.on(c.names[0]).is_agency)
        )
        if names_a_paper and not _written_by_other(c, found):
            return c.names[0], True
    for c in found:
        if (
            c.kind == "dateline"
            and not c.mixed
            and any(o.kind in ("photo", "copyright") and c.names[0] in o.names for o in found)
        ):
            return c.names[0], False
    for c in found:
        if c.kind == "copyright" and not registry.on(c.names[0]).is_agency:
            return c.names[0], False
    return None, False


def _first_line_end(text: str) -> int:
    """Where the first line that is not blank ends; the whole text where it has but one."""
    start = 0
    while True:
        end = text.find("\n", start)
        if end < 0:
            return len(text)
        if not text[start:end].isspace() and end > start:
            return end
        start = end + 1


def _has_source_line(found: Iterable[Credit]) -> bool:
    return any(c.kind == "source line" for c in found)


def _written_by_other(credit: Credit, found: Iterable[Credit]) -> bool:
    """Whether a source line is contradicted by another of its kind."""
    return any(c.kind == "source line" and c.names != credit.names for c in found)


def _writers(found: Iterable[Credit]) -> list[Credit]:
    """Credits that name a writer, the strongest first."""
    order = {kind: rank for rank, kind in enumerate(WRITERS)}
    return sorted(
        (c for c in found if c.kind in order), key=lambda c: (order[c.kind], c.start, c.names)
    )


def _agency(
    given: Given,
    found: Sequence[Credit],
    outlet: str,
    registry: Registry,
    notes: list[tuple[str, str, str]],
) -> tuple[str | None, str | None]:
    """The wire that the file credits, and how."""
    writers = _writers(found)
    said = _decisive(writers, outlet)
    name = None
    if said is not None and not said.mixed and registry.on(said.names[0]).is_agency:
        name = said.names[0]
    elif said is not None and said.mixed:
        named = [n for n in said.names if registry.on(n).is_agency and n != outlet]
        name = named[0] if len(named) == 1 else None
        notes.append(
            (
                "info",
                "credits_mixed",
                f"{said.text!r} credits several; the origin stays unknown",
            )
        )
    if given.agency and given.agency != UNKNOWN:
        told = registry.name_of(given.agency) or given.agency
        if name is not None and name != told:
            notes.append(
                ("info", "agency_differs", f"given as {told!r}; the text credits {name!r}")
            )
        return told, said.kind if name == told and said is not None else (
            given.agency_basis or "manifest"
        )
    others = {c.names[0] for c in writers if c.names and registry.on(c.names[0]).is_agency} - {name}
    if name is not None and others:
        notes.append(
            (
                "info",
                "credits_differ",
                f"credits {name!r} and {', '.join(sorted(others))}; the first counts",
            )
        )
    if (
        name is None
        and outlet in registry.periods
        and registry.on(outlet).is_agency
        and (said is None or said.names[:1] == (outlet,))
    ):
        return outlet, "own page"
    return name, None if name is None or said is None else said.kind


def _decisive(writers: Sequence[Credit], outlet: str) -> Credit | None:
    """The credit that settles who wrote it: the strongest, unless it is only the site's name."""
    for c in writers:
        if c.kind in ("copyright", "source line", "link") and c.names == (outlet,):
            continue
        return c
    return next((c for c in writers if c.names == (outlet,)), None)


def _origin(
    given: Given,
    found: Sequence[Credit],
    outlet: str,
    agency: str | None,
    agency_basis: str | None,
    reprinted: bool,
    registry: Registry,
) -> tuple[str, OriginBasis, str]:
    if given.origin and not given.origin_basis:
        name = registry.name_of(given.origin) or given.origin
        kind: OriginBasis = (
            "unknown" if name == UNKNOWN else "own" if name == outlet else "credited"
        )
        return name, kind, "given with the articles"
    said = _decisive(_writers(found), outlet)
    evidence = "" if said is None else said.text
    if said is not None and said.mixed and not (given.agency and given.agency != UNKNOWN):
        return UNKNOWN, "unknown", f"credits several: {evidence}"
    if agency is not None:
        if agency == outlet:
            return agency, "own", evidence or "its own page"
        if said is not None and said.kind == "dateline" and said.names[0] == agency:
            return agency, "dateline", evidence
        agrees = said is not None and said.names[0] == agency
        return agency, "credited", evidence if agrees else f"agency given: {agency}"
    if said is not None:
        name = said.names[0]
        if name == outlet and not (given.republisher or reprinted):
            return name, "own", evidence
        if name != outlet:
            return name, "dateline" if said.kind == "dateline" else "credited", evidence
    aggregates = outlet in registry.periods and "aggregator" in registry.on(outlet).roles
    if outlet == UNKNOWN or aggregates or reprinted or given.republisher:
        why = (
            "outlet unknown"
            if outlet == UNKNOWN
            else "an aggregator's page"
            if aggregates
            else "a reprint"
        )
        return UNKNOWN, "unknown", f"{why}; no credit in this file"
    return outlet, "own", NO_OTHER_CREDIT
