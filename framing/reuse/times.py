"""Which of two articles is known to be earlier: times of unlike precision, compared with care."""

from __future__ import annotations

from datetime import UTC, date, datetime


def earlier(one: str | None, two: str | None) -> bool:
    """Whether the first time is known to lie before the second.

    Days are compared as days; minutes only where both times name their zone or neither does.

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
    if not one or not two:
        return False
    if "T" in one and "T" in two:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(two)
        if (first.tzinfo is None) == (second.tzinfo is None):
            if first.tzinfo is not None:
                first, second = first.astimezone(UTC), second.astimezone(UTC)
            return first < second
    return one[:10] < two[:10]


def days_apart(one: str | None, two: str | None) -> int | None:
    """How many days lie between two times; None where one is missing.

    Examples
    --------
    >>> days_apart("2018-05-31", "2018-06-02T14:05:00")
    2
    """
    if not one or not two:
        return None
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(two[:10])).days)
