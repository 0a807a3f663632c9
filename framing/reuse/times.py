"""Which of two articles is known to be earlier: times of unlike precision, compared with care."""

from __future__ import annotations

from datetime import UTC, date, datetime


def earlier(one: str | None, two: str | None) -> bool:
    """Whether the first time is known to lie before the second.

    Days are compared as days; minutes only where both times name their zone or neither does. What
    is not ISO 8601 counts as missing.

    Parameters
    ----------
    one, two : str or None
        ISO 8601, a day or a minute, with or without a zone.

    Returns
    -------
    bool
        False where it is not known.

    Examples
    --------
    >>> earlier("2018-05-30", "2018-05-31T14:05:00")
    True
    >>> earlier("2018-05-31", "2018-05-31T14:05:00")
    False
    """
    first, second = _minute(one), _minute(two)
    if first and second and (first.tzinfo is None) == (second.tzinfo is None):
        if first.tzinfo is not None:
            first, second = first.astimezone(UTC), second.astimezone(UTC)
        return first < second
    day, other = _day(one), _day(two)
    return day is not None and other is not None and day < other


def days_apart(one: str | None, two: str | None) -> int | None:
    """How many days lie between two times; None where one is missing.

    Examples
    --------
    >>> days_apart("2018-05-31", "2018-06-02T14:05:00")
    2
    """
    day, other = _day(one), _day(two)
    return None if day is None or other is None else abs((day - other).days)


def _day(time: str | None) -> date | None:
    try:
        return date.fromisoformat(time[:10]) if time else None
    except ValueError:
        return None


def _minute(time: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(time) if time and "T" in time else None
    except ValueError:
        return None
