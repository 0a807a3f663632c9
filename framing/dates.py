"""Days and times as pages and tables write them, read into ISO 8601 with their precision."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "minute"]

# Month names and their usual short forms, in the languages whose pages are met most.
_MONTHS = {
    1: "january jan janvier janv januar enero ene gennaio gen janeiro ocak января январь styczeń "
    "stycznia januari січня",
    2: "february feb février févr fevrier februar febrero febbraio fevereiro fev şubat subat "
    "февраля февраль lutego februari лютого",
    3: "march mar mars märz maerz marzo março mart марта март marca maart березня",
    4: "april apr avril avr abril abr aprile nisan апреля апрель kwietnia квітня",
    5: "may mai mayo maggio maio mayıs mayis мая май maja mei травня",
    6: "june jun juin juni junio giugno junho haziran июня июнь czerwca червня",
    7: "july jul juillet juil juli julio luglio julho temmuz июля июль lipca липня",
    8: "august aug août aout agosto ago ağustos agustos августа август sierpnia augustus серпня",
    9: "september sep sept septembre septiembre settembre setembro eylül eylul сентября сентябрь "
    "września вересня",
    10: "october oct octobre oktober okt octubre ottobre outubro out ekim октября октябрь "
    "października жовтня",
    11: "november nov novembre noviembre novembro kasım kasim ноября ноябрь listopada листопада",
    12: "december dec décembre déc decembre dezember dez diciembre dic dicembre dezembro aralık "
    "aralik декабря декабрь grudnia грудня",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
# Only zones that mean one thing; IST and CST do not.
_ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "edt": -240,
    "est": -300,
    "cdt": -300,
    "mdt": -360,
    "mst": -420,
    "pdt": -420,
    "pst": -480,
    "jst": 540,
    "kst": 540,
    "sgt": 480,
    "hkt": 480,
    "aest": 600,
    "aedt": 660,
}
# US zones whose offset hangs on the season: winter offset in minutes.
_SEASONAL = {"et": -300, "ct": -360, "mt": -420, "pt": -480}


@dataclass(frozen=True)
class Moment:
    """A day or a minute, read from text.

    Parameters
    ----------
    iso : str
        ``2018-05-31``, ``2018-05-31T14:05:00`` or ``2018-05-31T12:12:00+03:00``.
    precision : {"day", "minute"}
    start, end : int
        Where it stands in the text that was searched.
    ambiguous : bool
        True where day and month could change places (``05/06/2018``); read month first.
    figures : {"month first", "day first"} or None
        Which order a date in figures must have (``28/02/2022``), where it can have but one.
    """

    iso: str
    precision: Precision
    start: int = 0
    end: int = 0
    ambiguous: bool = False
    figures: Literal["month first", "day first"] | None = None

    def swapped(self) -> Moment:
        """The same moment with day and month in each other's place.

        Examples
        --------
        >>> Moment("2018-05-06", "day", ambiguous=True).swapped().iso
        '2018-06-05'
        """
        year, month, day = self.day.split("-")
        return Moment(f"{year}-{day}-{month}{self.iso[10:]}", self.precision, self.start, self.end)

    @property
    def day(self) -> str:
        """The day alone, ``2018-05-31``."""
        return self.iso[:10]


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
    month = rf"(?P<{{0}}>{names})\b\.?"
    day = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
    year = r"(?P<{0}>(?:19|20)\d\d)"
    dates = "|".join(
        [
            rf"{year.format('y1')}[-/.](?P<m1>[01]?\d)[-/.](?P<d1>[0-3]?\d)(?!\d)",
            rf"{year.format('y2')}(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?!\d)",
            rf"{day.format('d3')}[\s-]{{1,2}}(?:de\s|of\s)?{month.format('m3')},?[\s-]{{1,2}}"
            rf"(?:de\s)?{year.format('y3')}(?!\d)",
            rf"{month.format('m4')}\s?{day.format('d4')},?\s{{1,2}}{year.format('y4')}(?!\d)",
            rf"(?P<d5>[0-3]?\d)\.(?P<m5>[01]?\d)\.{year.format('y5')}(?!\d)",
            rf"(?P<a6>[0-3]?\d)[/-](?P<b6>[0-3]?\d)[/-]{year.format('y6')}(?!\d)",
            rf"{year.format('y7')}年\s?(?P<m7>[01]?\d)月\s?(?P<d7>[0-3]?\d)日",
            rf"{year.format('y8')}년\s?(?P<m8>[01]?\d)월\s?(?P<d8>[0-3]?\d)일",
            # Without a year, which the reader of the page knows from elsewhere.
            rf"{month.format('m9')}\s{day.format('d9')}(?!\d)(?!\s?[:.]\d\d)",
            rf"{day.format('d0')}\s{month.format('m0')}",
        ]
    )
    time = (
        r"(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?:\.\d+)?"
        r"\s?(?P<half>[apAP]\.?[mM]\.?)?(?![\da-zA-Y])|\s?(?P<half2>[apAP]\.?[mM]\b\.?))"
        r"|(?P<wire>[0-2]\d[0-5]\d)(?=\s?(?:GMT|UTC)\b)"
    )
    zone = (
        r"\s?\(?(?:(?P<sign>UTC|GMT)?\s?(?P<plus>[+\-−])(?P<zh>\d{1,2}):?(?P<zm>\d\d)?(?!\d)"
        r"|(?P<zone>[A-Z]{2,4}|Z)\b|(?P<place>Beijing|Moscow) [Tt]ime)?"
    )
    return (
        re.compile(rf"(?<![\w/]){'(?:' + dates + ')'}", re.IGNORECASE),
        re.compile(rf"(?<![\d.:/-])(?:{time})(?:{zone})"),
    )


def find_moments(text: str, *, year: int | None = None) -> list[Moment]:
    """Find the dates of a short text, each with the time of day that stands beside it.

    Parameters
    ----------
    text : str
        A line or a caption; the search is not meant for whole articles.
    year : int, optional
        The year of dates that name none ("May 31, 12:12 UTC+3"); without it they are left out.

    Returns
    -------
    list of Moment
        In the order in which they stand.

    Examples
    --------
    >>> [m.iso for m in find_moments("May 31 2018 - 14:05")]
    ['2018-05-31T14:05:00']
    >>> [m.iso for m in find_moments("May 31, 12:12 UTC+3", year=2018)]
    ['2018-05-31T12:12:00+03:00']
    """
    date_pattern, time_pattern = _patterns()
    found: list[Moment] = []
    dates = list(date_pattern.finditer(text))
    for i, match in enumerate(dates):
        parts = {k: v for k, v in match.groupdict().items() if v}
        day, ambiguous = _day(parts, year)
        if day is None:
            continue
        figures = _order(parts) if not ambiguous else None
        before = dates[i - 1].end() if i else 0
        after = dates[i + 1].start() if i + 1 < len(dates) else len(text)
        clock = _clock_near(text, time_pattern, before, match.start(), match.end(), after)
        if clock is None:
            found.append(
                Moment(day.isoformat(), "day", match.start(), match.end(), ambiguous, figures)
            )
            continue
        minutes, zone, start, end = clock
        stamp = f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}:00"
        found.append(
            Moment(
                stamp + _offset(zone, day),
                "minute",
                min(start, match.start()),
                max(end, match.end()),
                ambiguous,
            )
        )
    return found


def parse_moment(value: object) -> Moment | None:
    """Read one value of a table as a day or a minute; None where it says neither.

    Parameters
    ----------
    value : object
        A string in any of the usual forms, a date, a datetime, or seconds since 1970.

    Examples
    --------
    >>> parse_moment("31.05.2018").iso, parse_moment("02/28/2022").iso, parse_moment("soon")
    ('2018-05-31', '2022-02-28', None)
    """
    if isinstance(value, dt.datetime):
        if value != value:  # NaT
            return None
        if (value.hour, value.minute, value.second) == (0, 0, 0) and value.tzinfo is None:
            return Moment(value.date().isoformat(), "day")
        return Moment(value.replace(microsecond=0, second=0).isoformat(), "minute")
    if isinstance(value, dt.date):
        return Moment(value.isoformat(), "day")
    text = str(value).strip()
    if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.0)?", text):
        seconds = int(text.split(".")[0][:10])
        moment = dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(second=0)
        return Moment(moment.isoformat(), "minute")
    iso = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::\d\d)?(?:[.,]\d+)?"
        r"\s?(Z|[+-]\d\d:?\d\d)?",
        text,
    )
    if iso:
        if not _real(*map(int, iso[1].split("-"))) or int(iso[2]) > 23 or int(iso[3]) > 59:
            return None
        if not iso[4] and (iso[2], iso[3]) == ("00", "00"):
            return Moment(iso[1], "day")  # midnight is how tables write 'no time'
        zone = iso[4] or ""
        zone = (
            "+00:00"
            if zone == "Z"
            else zone
            if ":" in zone or not zone
            else (f"{zone[:3]}:{zone[3:]}")
        )
        return Moment(f"{iso[1]}T{iso[2]}:{iso[3]}:00{zone}", "minute")
    short = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d\d)", text)
    if short:  # only tables write two figures for the year
        text = f"{short[1]}/{short[2]}/20{short[3]}"
    if len(text) > 80:
        return None
    found = find_moments(text)
    return found[0] if found else None


def _day(parts: dict[str, str], year: int | None) -> tuple[dt.date | None, bool]:
    """The day of a match's groups, and whether day and month could change places."""
    kind = next(iter(parts))[-1]
    if kind == "6":
        first, second, y = int(parts["a6"]), int(parts["b6"]), int(parts["y6"])
        month, day = (second, first) if first > 12 else (first, second)
        return _real(y, month, day), first <= 12 and second <= 12 and first != second
    y_text = parts.get(f"y{kind}")
    if y_text is None and year is None:
        return None, False
    month_text = parts[f"m{kind}"]
    month = int(month_text) if month_text.isdigit() else _MONTH_OF.get(month_text.lower(), 0)
    return _real(int(y_text) if y_text else int(year or 0), month, int(parts[f"d{kind}"])), False


def _order(parts: dict[str, str]) -> Literal["month first", "day first"] | None:
    if "a6" not in parts:
        return None
    return "day first" if int(parts["a6"]) > 12 else "month first"


def _real(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _clock_near(
    text: str, pattern: re.Pattern[str], before: int, start: int, end: int, after: int
) -> tuple[int, int | str | None, int, int] | None:
    """The time of day next to a date: minutes since midnight, zone, and where it stands."""
    for low, high in ((end, min(after, end + 30)), (max(before, start - 40), start)):
        for match in pattern.finditer(text, low, high):
            minutes = _minutes(match)
            if minutes is not None:
                return minutes, _zone(match), match.start(), match.end()
    return None


def _minutes(match: re.Match[str]) -> int | None:
    if match["wire"]:
        hour, minute = int(match["wire"][:2]), int(match["wire"][2:])
    else:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour * 60 + minute if hour < 24 else None


def _zone(match: re.Match[str]) -> int | str | None:
    if match["plus"]:
        minutes = int(match["zh"]) * 60 + int(match["zm"] or 0)
        return minutes if match["plus"] == "+" else -minutes
    if match["place"]:
        return 480 if match["place"] == "Beijing" else 180
    name = (match["zone"] or "").lower()
    return _ZONES.get(name, name if name in _SEASONAL else None)


def _offset(zone: int | str | None, day: dt.date) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        zone = _SEASONAL[zone] + (60 if _us_summer(day) else 0)
    sign = "-" if zone < 0 else "+"
    return f"{sign}{abs(zone) // 60:02d}:{abs(zone) % 60:02d}"


def _us_summer(day: dt.date) -> bool:
    """Daylight saving in the United States since 2007: second Sunday of March to first of Nov."""
    march = dt.date(day.year, 3, 1)
    begins = march + dt.timedelta(days=(6 - march.weekday()) % 7 + 7)
    november = dt.date(day.year, 11, 1)
    ends = november + dt.timedelta(days=(6 - november.weekday()) % 7)
    return begins <= day < ends


@lru_cache(maxsize=1)
def month_names() -> frozenset[str]:
    """The month names and short forms that are known, in lower case.

    Examples
    --------
    >>> "may" in month_names(), "mayo" in month_names()
    (True, True)
    """
    return frozenset(_MONTH_OF)
