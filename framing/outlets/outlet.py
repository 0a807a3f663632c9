"""One outlet or agency during one period: a row of the registry."""

from __future__ import annotations

from dataclasses import dataclass, fields

from framing.outlets.vocabulary import Control, English

UNKNOWN = "unknown"
_CAVEATS = {
    "translated": "{0}'s English texts are translations: the choice of words may be a translator's",
    "mixed": "{0}'s English texts are partly translated or adapted from another language: the "
    "choice of words may be a translator's",
}


@dataclass(frozen=True)
class Outlet:
    """One outlet or agency during one period; each field is a column of ``registry.csv``.

    Parameters
    ----------
    name : str
        The name under which results show it.
    aliases, domains : tuple of str
        Other names; web domains, with a path where only a part of the site is meant.
    country : str
        ISO 3166-1 alpha-2 code of its seat; ``XK`` for Kosovo; ``unknown``.
    control : str
        One of `framing.outlets.vocabulary.CONTROLS`.
    role : str
        One or more of `framing.outlets.vocabulary.ROLES`, joined by `` and ``.
    valid_from, valid_to : str
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, both included; empty where open.
    languages : tuple of str
        ISO 639-1, the main one first.
    english : {"original", "mixed", "translated", "none", "unknown"}
        How its English texts come about.
    source, source_year : str
        The published statement against which the classification can be checked.
    note : str
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str = UNKNOWN
    control: Control = "unknown"
    role: str = UNKNOWN
    valid_from: str = ""
    valid_to: str = ""
    languages: tuple[str, ...] = ()
    english: English = "unknown"
    source: str = ""
    source_year: str = ""
    note: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The single roles.

        Examples
        --------
        >>> Outlet("Sputnik", role="wire agency and broadcaster").roles
        ('wire agency', 'broadcaster')
        """
        return tuple(self.role.split(" and "))

    @property
    def is_agency(self) -> bool:
        """Whether it sells its texts to others, so that a credit to it names a writer."""
        return "wire agency" in self.roles

    @property
    def caveat(self) -> str | None:
        """A sentence on translation to be printed with results, or None."""
        sentence = _CAVEATS.get(self.english)
        return sentence.format(self.name) if sentence else None

    def covers(self, day: str) -> bool:
        """Whether the row holds on an ISO date, or on part of the month or year named."""
        first, last = self.valid_from, self.valid_to
        return (not first or day[: len(first)] >= first[: len(day)]) and (
            not last or day[: len(last)] <= last[: len(day)]
        )


COLUMNS = tuple(f.name for f in fields(Outlet))
