"""The shapes of lines that are no story: addresses, bylines, credits, copyright, posts, crumbs."""

from __future__ import annotations

import re

# Agencies, picture agencies and places where pictures are kept: what a picture credit ends in.
CREDITED = (
    r"(?:The )?Associated Press|AP(?: ?(?:Photo|Images|Video))?|AFP|Agence France[- ]Presse|TASS"
    r"|ITAR-TASS|(?:Thomson )?Reuters|REUTERS|RIA(?: Novosti)?|Sputnik|SPUTNIK|Interfax|Xinhua|CNS"
    r"|CGTN|DPA|dpa|EPA(?:[-/ ]EFE)?|EFE|ANSA|Kyodo(?: News)?|Yonhap|KCNA|PTI|ANI|IRNA|ISNA|Tasnim"
    r"|Anadolu(?: Agency)?|AA|UPI|Bloomberg(?: News)?|Getty(?: Images)?|GETTY(?: IMAGES)?|NurPhoto"
    r"|Shutterstock|Alamy(?: Stock Photo)?|iStock(?:photo)?|Zuma(?: Press)?|ZUMA|Corbis"
    r"|Sipa(?: USA)?|Rex(?: Features)?|Lehtikuva|Press Association|PA(?: Wire| Media)?|Flickr"
    r"|Wikimedia(?: Commons)?|Wikipedia|Creative Commons|Unsplash|Pixabay|Twitter|Facebook"
    r"|Instagram|Telegram|YouTube|VK|Handout|Pool|Staff|Courtesy|File|CNN|BBC|NBC|CBS|ABC News"
    r"|Fox News|USA TODAY|imago|IMAGO|picture alliance|ТАСС|РИА Новости|Рейтер"
)
_NAME = r"[^\W\d_a-zа-яё][\w.'’‘-]*"
_LINK = r"(?:de|van|von|der|bin|al|la|of|the|and|&|for|to)"
_NAMES = rf"{_NAME}(?:\s+(?:{_NAME}|{_LINK})){{0,7}}"
_TOP = (
    r"(?:com|org|net|info|ru|cn|uk|de|fr|eu|gov|int|edu|tv|io|me|ly|es|it|tr|ua|jp|kr|in|ir|us|au"
    r"|ca|pl|nl|se|mil|news)"
)
_MAIL = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_BY = (
    r"(?:By|BY|by|Von|Par|Por|Di|Автор|Yazan|Autor(?:in)?:|Author:|Written by|(?:Story|Analysis"
    r"|Opinion|Commentary|Perspective|Review|Reporting|Reported|Words|Interview|Text|Posted) [Bb]y"
    r"|Reporter:|Correspondent:|From CNN['’]s|Editor:)"
)

URL = re.compile(
    rf"<?(?:https?://|www\.)\S+(?:\s*>)?|(?:[\w-]+\.)+{_TOP}(?:/\S*)?[•·]?"
    r"|pic\.twitter\.com/\S+"
)
CRAWL = re.compile(
    r"(?:date|crawl(?:ed)?|fetched|retrieved|scraped|accessed|downloaded|saved"
    r"|archived)(?:\s+(?:on|at))?[:\s]\s*\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|&copy;|[Cc]opyright|COPYRIGHT)"
    r"(?=.{0,200}(?:\b(?:19|20)\d\d\b|[Rr]ights? [Rr]es))"
    r"|[Cc]opyright(?:ed)?\b(?= (?:by|of|[A-Z©(])|:)|COPYRIGHT\b"
    r"|.{0,80}\b[Aa]ll [Rr]ights? [Rr]eserved\b|(?:Alle Rechte vorbehalten|Tous droits réservés"
    r"|Todos los derechos reservados|Все права защищены|Tüm hakları saklıdır"
    r"|Tutti i diritti riservati)|This (?:material|content|copy|report|article|story) may not be"
)
_BYLINE = re.compile(
    rf"(?:{_NAMES}\s*[—–|-]\s*)?{_BY}:?\s+(?:{_NAME}|the {_NAME})"
    rf"(?:[\s,;|/&•·()@–—-]+(?:{_NAME}|{_LINK}|und|et|y|e|in|with|at|on|a|author|@\w+"
    rf"|\d[\d:.,]*|{_MAIL}))*\s*[.:/|]?"
)
_CREDIT = re.compile(
    # © Name   Name / Agency   Name | Agency | Agency
    rf"©\s*.{{2,100}}|\(?\s*(?:{_NAMES})(?:\s*,\s*{_NAMES}){{0,3}}\s*[/|]\s*{_NAMES}"
    rf"(?:\s*[/|]\s*{_NAMES})?(?:\s+(?:via|through|for)\s+{_NAMES})?\s*\)?"
    # Name, Name, Agency   Agency via Agency
    rf"|\(?\s*(?:{_NAMES}\s*[,/|–—-]\s*){{0,4}}(?:{CREDITED})"
    rf"(?:\s*(?:[,/|]|via|through|for)\s*(?:{CREDITED}|{_NAMES}))?\s*(?:[Pp]hotos?)?\s*\)?[.•]?"
    # CreditName, as the caption's end left alone   (Photo: Name)   (AP Photo/Name)
    rf"|Credit[A-Z].{{2,80}}|\(\s*(?:[Pp]hotos?|PHOTO|[Ii]mages?|[Ff]ile|{CREDITED})"
    r"\s*(?:[Pp]hoto|PHOTO|[Ii]mages?)?\s*[/:]\s*[^()]{2,80}\)"
)
_REPORTERS = re.compile(
    r"\(?(?:Additional |Writing and additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled"
    r"|Translated) by [^a-z].{2,400}"
    r"|[•\s—–-]*[A-Z].{2,300}\bcontributed (?:to (?:this|the) (?:report|story|article|piece|post)"
    r"|reporting)\b.{0,80}"
    r"|(?:The )?Associated Press (?:[a-z]+ ){0,2}(?:writers?|reporters?|journalists?)\b"
    rf".{{3,250}}\bcontributed.{{0,40}}"
    rf"|(?:[A-Z]+['’]s )?{_NAMES} reported from\b [A-Z].{{3,250}}"
)
_SOURCE = re.compile(
    # (Hong Kong Edition 10/08/2014 page7)   StraitsTimes (31 May 2018)
    r"\([^()]{2,40}\d{1,2}/\d{1,2}/\d{4}[^()]{0,20}\)"
    rf"|{_NAME}(?:\s?{_NAME}){{0,4}}\s*\((?=[^)]*\d)[^()]{{4,30}}\)"
)
_HANDLES = re.compile(
    rf"(?:[-–—•\s]*[Ff]ollow\b.{{0,60}})?@\w{{2,30}}\b.{{0,80}}|{_MAIL}"
    rf"|(?:Contact|E-?mail|Reach|Send|Write to|Got a tip)\b.{{0,80}}{_MAIL}(?: ?\.| and .{{3,60}})?"
    r"|[—–-]+\s?.{2,70}\(@\w+\).{0,40}"
    r"|[-–—•\s]*Follow\b.{2,60}\b(?:Twitter|Facebook|Instagram|X)\b.{0,30}"
)
_POST = re.compile(r"https?://t\.co/\w+|pic\.twitter\.com/\w+")
_ASIDE = re.compile(
    r"\(\s*(?:[A-Z][A-Z’'`]{3,}[:.\s]|See|Also|Related|Read|Watch|Full|Click|More|Hear)\b"
    r"[^()]{3,160}\)"
)
_CRUMBS = re.compile(
    r"[^.!?]{1,40}(?:\s*[>›»]\s*[^.!?>›»]{1,60}){1,6}"
    r"|(?:[\w’'&. -]{2,30}\s*\|\s*){2,}[\w’'&. -]{2,40}"
)
FILED = re.compile(r"FILE\s*[-–—]|In this .{3,60}?\b(?:file )?(?:photo|image|picture|frame)\b")
_CODE = re.compile(
    r"\b(?:window|document|googletag|_taboola)\.\w+|\bfunction\s*\w*\(|\.push\(|\bvar \w+\s*="
    r"|@media|\"@context\"|\$\("
)
_CREDIT_END = re.compile(
    rf"\((?:[^()]{{0,80}}[/|:,]\s*)?(?:(?:{CREDITED})(?:\s*(?:[Pp]hotos?|PHOTO|[Ii]mages?))?)"
    r"(?:\s*[/|:,]\s*[^()]{2,60})?\)\s*$"
    rf"|\(\s*{_NAMES}\s*/\s*{_NAMES}\)\s*$|\[(?:Photo|Picture|Image)[^\[\]]{{2,60}}\]\s*$"
    rf"|\bCredit(?::\s*|(?=[A-Z])){_NAMES}\s*$|[.!?\"”]\s+(?:{CREDITED})\s?/\s?{_NAMES}\s*$"
    rf"|[|/]\s*(?:{CREDITED})(?: [Pp]hoto)?\s*$|\b(?:AP|REUTERS|Getty) (?:Photo|Images)\s*$"
)


def by_shape(line: str, *, sentence: bool) -> str | None:
    """The kind that a short line's shape gives it, or None.

    Parameters
    ----------
    line : str
    sentence : bool
        Whether it reads like a sentence of a story; then only plain cases count.

    Examples
    --------
    >>> by_shape("Ivo Malin / AP", sentence=False), by_shape("Ivo met Maja.", sentence=False)
    ('credit', None)
    """
    if COPYRIGHT.match(line):
        return "copyright"
    if _POST.search(line) or (("@" in line or "ollow" in line) and _HANDLES.fullmatch(line)):
        return "social"
    if names_reporters(line):
        return "credit"
    if not sentence:
        found = _by_names(line)
        if found is not None:
            return found
    return "caption" if ends_in_credit(line) else None


def _by_names(line: str) -> str | None:
    """Lines of names and marks: addresses, bylines, credits, sources, asides, crumbs."""
    if URL.fullmatch(line):
        return "url"
    if len(line) <= 160 and _BYLINE.fullmatch(line):
        return "byline"
    if len(line) <= 120 and _CREDIT.fullmatch(line):
        return "credit"
    if len(line) <= 80 and _SOURCE.fullmatch(line):
        return "source_line"
    if _ASIDE.fullmatch(line):
        return "teaser"
    if len(line) <= 160 and _CRUMBS.fullmatch(line):
        return "navigation"
    return None


def is_code(line: str) -> bool:
    """Whether a line is a piece of a script or style sheet that was scraped with the page.

    Examples
    --------
    >>> is_code("window.ads = window.ads || [];"), is_code("The function of a window = light.")
    (True, False)
    """
    return ("{" in line or "=" in line) and _CODE.search(line) is not None


def names_reporters(line: str) -> bool:
    """Whether a line says who reported or edited, as agencies put it under a story.

    Examples
    --------
    >>> names_reporters("(Reporting by Anna Berg; Editing by Jo Stein)")
    True
    """
    return (
        "contributed" in line
        or "reported from" in line
        or "ing by " in line[:60]
        or "led by " in line[:20]
    ) and _REPORTERS.fullmatch(line) is not None


def ends_in_credit(line: str) -> bool:
    """Whether a line ends in a picture credit.

    Examples
    --------
    >>> ends_in_credit("The two arrive in Helsinki. (Markus Schreiber/AP)")
    True
    """
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
