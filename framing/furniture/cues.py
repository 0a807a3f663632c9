"""What a line says of itself, read alone: by the phrases of cues.tsv and by its shape."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from framing.dates import month_names
from framing.text import fold

SHORT = 300  # characters; a longer line is a paragraph, and only its opening may speak

_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMBER = re.compile(r"\d[\d.,]*[km]?\b")
_ENDS = " .:!?»›→*…()[]|•·>-+"

# Words of which share bars are made; those in capitals alone do not make one.
_SHARE = frozenset(
    ["share", "shares", "shared", "tweet", "tweets", "email", "mail", "print", "whatsapp", "facebook", "twitter", "linkedin", "pinterest", "pin", "reddit", "telegram", "flipboard", "messenger", "tumblr", "instagram", "youtube", "viber", "vkontakte", "vk", "google", "rss", "sms", "bookmark", "like", "likes", "subscribe", "поделиться", "teilen", "partager", "compartir", "condividi", "paylaş", "connect", "comment", "comments", "commentemailmore", "more_vert", "fbshare", "gshare", "gift", "listen", "follow", "retweet", "retweets", "views"]
)
_SHARE_FILL = frozenset(
    ["on", "via", "this", "to", "by", "article", "story", "with", "a", "link", "friends", "friend", "us", "copy", "copied", "and", "or", "click", "open", "new", "window", "button", "icon", "page", "save", "later", "for", "more", "text", "size", "in", "plus", "the", "linked", "e", "post", "k", "m", "x", "it"]
)
_STAMP_WORDS = frozenset(
    ["published", "publication", "publish", "posted", "update", "updated", "updates", "last", "modified", "first", "originally", "created", "date", "time", "on", "at", "as", "of", "am", "pm", "a", "p", "m", "noon", "midnight", "et", "est", "edt", "ct", "cst", "cdt", "mt", "pt", "pst", "pdt", "gmt", "utc", "bst", "cet", "cest", "msk", "ist", "jst", "kst", "sgt", "hkt", "pkt", "z", "t", "beijing", "moscow", "local", "hr", "hrs", "hour", "hours", "min", "mins", "minute", "minutes", "um", "kl", "às", "read", "ago", "day", "days", "week", "weeks", "month", "months", "year", "years", "today", "yesterday", "issued", "released", "revised", "edited", "uhr", "veröffentlicht", "aktualisiert", "stand", "publié", "le", "mis", "à", "jour", "publicado", "actualizado", "el", "las", "pubblicato", "aggiornato", "alle", "ore", "опубликовано", "обновлено", "в", "г", "года", "мск", "yayınlanma", "güncelleme", "tarihi", "tarih", "saat", "de", "h", "and", "the", "this", "article", "is", "more", "than", "old", "about", "over", "now", "just", "th", "st", "nd", "rd", "mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday", "sat", "saturday", "sun", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "年", "月", "日", "년", "월", "일"]
)
_SECTION_WORDS = frozenset(
    ["world", "news", "politics", "business", "opinion", "opinions", "sport", "sports", "culture", "economy", "economics", "tech", "technology", "science", "health", "entertainment", "lifestyle", "life", "travel", "europe", "asia", "africa", "americas", "america", "us", "u", "s", "usa", "uk", "eu", "russia", "china", "india", "ukraine", "iran", "israel", "international", "national", "local", "nation", "analysis", "commentary", "comment", "editorial", "editorials", "exclusive", "breaking", "live", "video", "videos", "photo", "photos", "military", "defense", "defence", "security", "diplomacy", "society", "arts", "money", "markets", "finance", "energy", "environment", "climate", "education", "law", "crime", "weather", "home", "feature", "features", "interview", "interviews", "letters", "letter", "blog", "blogs", "magazine", "weekend", "region", "regional", "middle", "east", "south", "north", "west", "central", "latin", "pacific", "foreign", "affairs", "policy", "headlines", "top", "city", "listings", "guide", "meanwhile", "state", "press", "releases", "release", "speeches", "statements", "multimedia", "column", "columns", "columnists", "perspective", "perspectives", "obituaries", "religion", "style", "food", "books", "film", "music", "media", "games", "war", "conflicts", "government", "elections", "congress", "parliament", "corporate", "industry", "мир", "политика", "экономика", "общество", "новости", "культура", "спорт", "происшествия", "politik", "wirtschaft", "ausland", "inland", "kultur", "meinung", "politique", "économie", "monde", "société", "opinión", "mundo", "política", "economía", "internacional", "mondo", "esteri", "politica", "economia", "dünya", "siyaset", "ekonomi", "gündem", "haber", "świat", "polityka", "nachrichten", "actualité", "noticias", "notizie", "and", "the", "of", "in", "e", "y", "und"]
)

# Agencies, picture agencies and places where pictures are kept: what a picture credit ends in.
CREDITED = (
    r"(?:The )?Associated Press|AP(?: ?(?:Photo|Images|Video))?|AFP|Agence France[- ]Presse|TASS"
    r"|ITAR-TASS|(?:Thomson )?Reuters|REUTERS|RIA(?: Novosti)?|Sputnik|SPUTNIK|Interfax|Xinhua|CNS"
    r"|CGTN|DPA|dpa|EPA(?:[-/ ]EFE)?|EFE|ANSA|Kyodo(?: News)?|Yonhap|KCNA|PTI|ANI|IRNA|ISNA|Tasnim"
    r"|Anadolu(?: Agency)?|AA|UPI|Bloomberg(?: News)?|Getty(?: Images)?|GETTY(?: IMAGES)?|NurPhoto"
    r"|Shutterstock|Alamy(?: Stock Photo)?|iStock(?:photo)?|Zuma(?: Press)?|ZUMA|Corbis|Sipa(?: USA)?"
    r"|Rex(?: Features)?|Lehtikuva|Press Association|PA(?: Wire| Media)?|Flickr|Wikimedia(?: Commons)?"
    r"|Wikipedia|Creative Commons|Unsplash|Pixabay|Twitter|Facebook|Instagram|Telegram|YouTube|VK"
    r"|Handout|Pool|Staff|Courtesy|File|CNN|BBC|NBC|CBS|ABC News|Fox News|USA TODAY|imago|IMAGO"
    r"|picture alliance|ТАСС|РИА Новости|Рейтер"
)
_NAME = r"[^\W\d_a-zа-яё][\w.'’‘-]*"
_LINK = r"(?:de|van|von|der|bin|al|la|of|the|and|&|for|to)"
_NAMES = rf"{_NAME}(?:\s+(?:{_NAME}|{_LINK})){{0,7}}"
_TOP = (
    r"(?:com|org|net|info|ru|cn|uk|de|fr|eu|gov|int|edu|tv|io|me|ly|es|it|tr|ua|jp|kr|in|ir|us|au"
    r"|ca|pl|nl|se|mil|news)"
)
_BY = (
    r"(?:By|BY|by|Von|Par|Por|Di|Автор|Yazan|Autor(?:in)?:|Author:|Written by|(?:Story|Analysis"
    r"|Opinion|Commentary|Perspective|Review|Reporting|Reported|Words|Interview|Text|Posted) [Bb]y"
    r"|Reporter:|Correspondent:|From CNN['’]s|Editor:)"
)

_SEPARATOR = re.compile(r"[\W_]+")
_URL = re.compile(
    rf"<?(?:https?://|www\.)\S+(?:\s*>)?|(?:[\w-]+\.)+{_TOP}(?:/\S*)?[•·]?"
    r"|pic\.twitter\.com/\S+"
)
_CRAWL = re.compile(
    r"(?:date|crawl(?:ed)?|fetched|retrieved|scraped|accessed|downloaded|saved"
    r"|archived)(?:\s+(?:on|at))?[:\s]\s*\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|&copy;|[Cc]opyright|COPYRIGHT)(?=.{0,200}(?:\b(?:19|20)\d\d\b|[Rr]ights? [Rr]es))"
    r"|[Cc]opyright(?:ed)?\b(?= (?:by|of|[A-Z©(])|:)|COPYRIGHT\b"
    r"|.{0,80}\b[Aa]ll [Rr]ights? [Rr]eserved\b|(?:Alle Rechte vorbehalten|Tous droits réservés"
    r"|Todos los derechos reservados|Все права защищены|Tüm hakları saklıdır"
    r"|Tutti i diritti riservati)|This (?:material|content|copy|report|article|story) may not be"
)
_BYLINE = re.compile(
    rf"(?:{_NAMES}\s*[—–|-]\s*)?{_BY}:?\s+(?:{_NAME}|the {_NAME})(?:[\s,;|/&•·()@–—-]+(?:{_NAME}|{_LINK}|und|et|y|e|in|with|at|on"
    r"|a|author|@\w+|\d[\d:.,]*|[\w.+-]+@[\w-]+\.[\w.-]+))*\s*[.:/|]?"
)
_CREDIT = re.compile(
    rf"©\s*.{{2,100}}|\(?\s*(?:{_NAMES})(?:\s*,\s*{_NAMES}){{0,3}}\s*[/|]\s*{_NAMES}"
    rf"(?:\s*[/|]\s*{_NAMES})?(?:\s+(?:via|through|for)\s+{_NAMES})?\s*\)?"
    rf"|\(?\s*(?:{_NAMES}\s*[,/|–—-]\s*){{0,4}}(?:{CREDITED})(?:\s*(?:[,/|]|via|through|for)\s*(?:{CREDITED}"
    rf"|{_NAMES}))?\s*(?:[Pp]hotos?)?\s*\)?[.•]?|Credit[A-Z].{{2,80}}|\(\s*(?:[Pp]hotos?|PHOTO|[Ii]mages?|[Ff]ile|{CREDITED})"
    r"\s*(?:[Pp]hoto|PHOTO|[Ii]mages?)?\s*[/:]\s*[^()]{2,80}\)"
)
_REPORTERS = re.compile(
    r"\(?(?:Additional |Writing and additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled"
    r"|Translated) by [^a-z].{2,400}|[•\s—–-]*[A-Z].{2,300}\bcontributed (?:to (?:this|the) (?:report|story"
    r"|article|piece|post)|reporting)\b.{0,80}"
    r"|(?:The )?Associated Press (?:[a-z]+ ){0,2}(?:writers?|reporters?|journalists?)\b"
    rf".{{3,250}}\bcontributed.{{0,40}}|(?:[A-Z]+['’]s )?{_NAMES} reported from\b [A-Z].{{3,250}}"
)
_SOURCE = re.compile(
    rf"\([^()]{{2,40}}\d{{1,2}}/\d{{1,2}}/\d{{4}}[^()]{{0,20}}\)|{_NAME}(?:\s?{_NAME}){{0,4}}\s*\((?=[^)]*\d)[^()]{{4,30}}\)"
)
_HANDLES = re.compile(
    r"(?:[-–—•\s]*[Ff]ollow\b.{0,60})?@\w{2,30}\b.{0,80}|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:Contact|E-?mail|Reach|Send|Write to|Got a tip)\b.{0,80}[\w.+-]+@[\w-]+\.[\w. -]+"
    r"|[—–-]+\s?.{2,70}\(@\w+\).{0,40}|[-–—•\s]*Follow\b.{2,60}\b(?:Twitter|Facebook|Instagram|X)\b.{0,30}"
)
_ASIDE = re.compile(
    r"\(\s*(?:[A-Z][A-Z’'`]{3,}[:.\s]|See|Also|Related|Read|Watch|Full|Click|More|Hear)\b"
    r"[^()]{3,160}\)"
)
_CRUMBS = re.compile(
    r"[^.!?]{1,40}(?:\s*[>›»]\s*[^.!?>›»]{1,60}){1,6}"
    r"|(?:[\w’'&. -]{2,30}\s*\|\s*){2,}[\w’'&. -]{2,40}"
)
_POST = re.compile(r"https?://t\.co/\w+|pic\.twitter\.com/\w+")
_FILED = re.compile(r"FILE\s*[-–—]|In this .{3,60}?\b(?:file )?(?:photo|image|picture|frame)\b")
_ROLES = frozenset("by for author contributor reporter writer editor correspondent staff special to "
                   "und et y".split())
_BARS = re.compile(r"\s[>›»|]\s")
_STAMPED = re.compile(
    r"\d{1,2}[:.h]\d\d|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d ?[ap]\.?m\b|\d ?[年년]"
    r"|\b(?:ago|old|mins?|minutes?) ?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d[:.]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BESIDE_YEAR = re.compile(
    r"\||(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Published|Posted|Updated"
    r"| [—–] "
)
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_CODE = re.compile(
    r"\b(?:window|document|googletag|_taboola)\.\w+|\bfunction\s*\w*\(|\.push\(|\bvar \w+\s*="
    r"|@media|\"@context\"|\$\("
)
_CREDIT_END = re.compile(
    rf"\((?:[^()]{{0,80}}[/|:,]\s*)?(?:(?:{CREDITED})(?:\s*(?:[Pp]hotos?|PHOTO|[Ii]mages?))?)"
    r"(?:\s*[/|:,]\s*[^()]{2,60})?\)\s*$"
    rf"|\(\s*{_NAMES}\s*/\s*{_NAMES}\)\s*$|\[(?:Photo|Picture|Image)[^\[\]]{{2,60}}\]\s*$|\bCredit:? ?{_NAMES}\s*$"
    rf"|[|/]\s*(?:{CREDITED})(?: [Pp]hoto)?\s*$|\b(?:AP|REUTERS|Getty) (?:Photo|Images)\s*$"
)


class _Cues(NamedTuple):
    """The phrases of cues.tsv, laid out for look-up."""

    line: dict[str, str]
    colon: dict[str, str]
    start: dict[str, list[tuple[str, str]]]
    para: dict[str, list[tuple[str, str]]]
    end: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    cues = _Cues({}, {}, {}, {}, ())
    ends = []
    table = (resources.files("framing.furniture") / "cues.tsv").read_text(encoding="utf-8")
    for row in table.splitlines():
        if row.startswith(("#  ", "# ", "kind\t")) or not row.strip():
            continue
        kind, how, phrase = row.split("\t")
        if how == "line":
            cues.line.setdefault(_normal(phrase), kind)
        elif how == "colon":
            cues.colon.setdefault(phrase, kind)
        elif how == "end":
            ends.append((phrase, kind))
        else:
            buckets = cues.para if how == "para" else cues.start
            buckets.setdefault(_first(phrase), []).append((phrase, kind))
    return cues._replace(end=tuple(ends))


def _normal(line: str) -> str:
    """Lower case, numbers as ``#``, no marks at the ends."""
    line = _NUMBER.sub("#", " ".join(line.lower().split()))
    return line.strip(_ENDS) or line


def _first(line: str) -> str:
    """The first word of a line, up to a blank."""
    return line.split(" ", 1)[0][:12]


def kind_of_short(line: str) -> str | None:
    """The kind of furniture that a line of at most 300 characters is by itself, or None.

    Parameters
    ----------
    line : str
        One line, without blanks at its ends, not empty.

    Examples
    --------
    >>> [kind_of_short(s) for s in ("ADVERTISEMENT", "By Reuters", "Valery Sharifulin / AP")]
    ['advert', 'byline', 'credit']
    >>> kind_of_short("Lavrov arrived in Pyongyang on Thursday.") is None
    True
    """
    if not any(map(str.isalnum, line)):
        return "separator"
    if line.isdigit():
        return "other"
    if _is_code(line):
        return "other"
    cues = _cues()
    folded = fold(line)
    low = " ".join(folded.lower().split())
    found = cues.line.get(_normal(low))
    if found is not None:
        return found
    sentence = line[-1] in ".…" and line.count(" ") > 8
    found = _by_phrase(low, cues, sentence)
    if found is not None:
        return found
    if _CRAWL.match(line):
        return "crawl"
    if len(line) <= 140 and not sentence:
        found = _by_words(low, line)
        if found is not None:
            return found
    return _by_shape(line, sentence)


def kind_of_long(line: str) -> str | None:
    """The kind of furniture that a whole paragraph is by its opening or its end, or None.

    Examples
    --------
    >>> kind_of_long("© 2018 AFP. All Rights Reserved. This material may not be published.")
    'copyright'
    """
    if _is_code(line):
        return "other"
    found = _by_opening(line)
    if found is not None:
        return found
    if line[0] in "FI" and _FILED.match(line):
        return "caption"
    if (line[0] in "©(cC&" or "ights" in line[:120]) and _COPYRIGHT.match(line):
        return "copyright"
    if line[0] in "hw<dcfrsa" and (_URL.fullmatch(line) or _CRAWL.match(line)):
        return "crawl" if _CRAWL.match(line) else "url"
    if len(line) <= 600 and _names_reporters(line):
        return "credit"
    if len(line) <= 900 and ends_in_credit(line):
        return "caption"
    return None


def _is_code(line: str) -> bool:
    """Whether a line is a piece of a script or style sheet that was scraped with the page."""
    return ("{" in line or "=" in line) and _CODE.search(line) is not None


def _by_opening(line: str) -> str | None:
    buckets = _cues().para
    first = line[:12].split(" ", 1)[0].lower()
    if first in buckets:
        opening = fold(line[:80]).lower()
        for phrase, kind in buckets[first]:
            if opening.startswith(phrase):
                return kind
    return None


def _names_reporters(line: str) -> bool:
    """Whether a line says who reported or edited, as agencies put it under a story."""
    return (
        "contributed" in line
        or "reported from" in line
        or "ing by " in line[:60]
        or "led by " in line[:20]
    ) and _REPORTERS.fullmatch(line) is not None


def ends_in_credit(line: str) -> bool:
    """Whether a line ends in a picture credit: ``… in Helsinki. (Markus Schreiber/AP)``."""
    tail = line[-24:]
    if (
        tail[-1] in ")]"
        or "|" in tail
        or "/" in tail
        or "Credit" in line[-80:]
        or (tail.endswith(("Photo", "Images")))
    ):
        return _CREDIT_END.search(line, max(0, len(line) - 160)) is not None
    return False


def _by_phrase(low: str, cues: _Cues, sentence: bool) -> str | None:
    head, colon, rest = low.partition(":")
    if colon and len(head) <= 40:
        kind = cues.colon.get(head.strip(" (*-•>["))
        many = rest.count(" ") > 6
        if kind == "source_line" and many and "http" not in rest:
            kind = None if sentence else "teaser"  # "Source: officer believes …" is a headline
        if kind is not None and not (
            sentence and (many or kind in ("teaser", "caption", "navigation"))
        ):
            return kind
    opening = low.lstrip("([ *•-")
    first = _first(opening)
    for phrase, kind in cues.para.get(first, ()):
        if opening.startswith(phrase):
            return kind
    if not sentence:
        for phrase, kind in cues.start.get(first, ()):
            if opening.startswith(phrase):
                return kind
        closing = low.rstrip(" .!:")
        for phrase, kind in cues.end:
            if closing.endswith(phrase) and (kind != "advert" or len(low) <= 60):
                return kind
    return None


def _by_words(low: str, line: str) -> str | None:
    """Lines made of nothing but the words of time stamps, share bars or section names."""
    words = _WORD.findall(low)
    if not words:
        return None
    months = month_names()
    numbered = any(map(str.isdigit, words))
    if (
        numbered
        and (all(w.isdigit() or w in _STAMP_WORDS or w in months for w in words))
        and (_STAMPED.search(low) or any(w in months for w in words))
    ):
        return "timestamp"
    if numbered and _signed_and_dated(line, words, months):
        return "byline"
    if any(w in _SHARE for w in words) and all(
        w in _SHARE or w in _SHARE_FILL or w.isdigit() for w in words
    ):
        return "social"
    if len(words) <= 8 and all(w in _SECTION_WORDS for w in words):
        return "navigation" if len(_BARS.findall(line)) > 1 else "section"
    return None


def _signed_and_dated(line: str, words: list[str], months: frozenset[str]) -> bool:
    """Whether a line is names and a time: ``Jill Colvin, Associated Press Published 9:21 a.m. …``"""
    if line[-1] in "?!" or "@" in line or len(words) < 4:
        return False
    if not _CLOCK.search(line) and not (_YEAR.search(line) and _BESIDE_YEAR.search(line)):
        return False
    if not (any(w in months for w in words) or _DAY.search(line)):
        return False
    others = [
        w
        for w in _WORD.findall(line)
        if not (w.isdigit() or w.lower() in _STAMP_WORDS or w.lower() in months)
    ]
    return 1 <= len(others) <= 10 and all(
        w[0].isupper() or w in ("by", "for", "author", "und", "et", "y") for w in others
    )


def _by_shape(line: str, sentence: bool) -> str | None:
    if sentence:
        return (
            "copyright"
            if _COPYRIGHT.match(line)
            else "credit"
            if _names_reporters(line)
            else "caption"
            if ends_in_credit(line)
            else "social"
            if _POST.search(line) or ("@" in line and _HANDLES.fullmatch(line))
            else None
        )
    if _URL.fullmatch(line):
        return "url"
    if _COPYRIGHT.match(line):
        return "copyright"
    if _POST.search(line):
        return "social"
    if ("@" in line or "ollow" in line) and _HANDLES.fullmatch(line):
        return "social"
    if len(line) <= 160 and _BYLINE.fullmatch(line):
        return "byline"
    if len(line) <= 120 and _CREDIT.fullmatch(line):
        return "credit"
    if _names_reporters(line):
        return "credit"
    if len(line) <= 80 and _SOURCE.fullmatch(line):
        return "source_line"
    if _ASIDE.fullmatch(line):
        return "teaser"
    if len(line) <= 160 and _CRUMBS.fullmatch(line):
        return "navigation"
    if ends_in_credit(line):
        return "caption"
    return None
