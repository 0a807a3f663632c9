"""Datelines: the place, day and agency before a story's first words, and how far they reach."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?)"
_CAPS = r"[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.'’‘-]+(?:[ /][A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.'’‘-]*)*"
_PLACE = rf"{_CAPS}(?:(?:, | and )(?:{_CAPS}|[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){{0,2}})){{0,2}}"
_PLAIN = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2}(?:, [A-Z][\w.'’]+(?: [A-Z][\w.'’]+)?)?"
_AGENCY = r"(?:\([^()]{2,40}\)|/[^/\n]{2,30}/)"
_DASH = r"(?:[—–―]|--?|_)"
# Agencies and broadcasters that stand in brackets without a dash; a company's ticker does not.
_CODES = (
    r"CNN|AP|AFP|UPI|DPA|PTI|ANI|IANS|EFE|ANSA|TASS|KCNA|IRNA|ISNA|MNA|AA|WAM|SPA|RIA|BBC|CNS|CGTN"
    r"|BNO|JTA|RFE|VOA|WAFA|SANA|CNBC|Reuters|REUTERS|Xinhua|Bloomberg|Sputnik|Yonhap|Interfax"
    r"|Kyodo|Tasnim|Anadolu|PRNewswire|Business Insider|The Hill"
)
# Words in capitals before a colon that are no places.
_LABEL = (
    r"(?!BREAKING|UPDATE|WATCH|VIDEO|PHOTO|EXCLUSIVE|NEWS|ANALYSIS|OPINION|FACT|LIVE|NOTE|READ"
    r"|MORE|ALSO|RELATED|QUESTION|ANSWER|MYTH|CLAIM|VERDICT|EDITOR|CORRECTION|WHAT|WHO|WHY|HOW)"
)
_DATELINE = re.compile(
    # PYONGYANG, May 31. /TASS/.   LONDON, May 3 (Reuters) -   HELSINKI (AP) —   WASHINGTON –
    rf"(?:{_PLACE}(?:,? {_DAY})?[.,:]?\s*(?:{_AGENCY}\s*(?:[.:]|{_DASH})?"
    rf"|{_DASH}(?=\s|[A-Z“\"]))(?:\s*{_DASH}(?=\s))?"
    # NEW DELHI: The government …
    rf"|{_LABEL}(?=[A-Z ]{{4,}}:)[A-Z]{{3,}}(?: [A-Z]{{3,}})?:(?=\s)"
    # Washington (CNN) —   May 31 (UPI) --   (CNN) —   Moscow, May 31 (Interfax) -
    rf"|(?:{_PLAIN}(?:,? {_DAY})? ?|{_DAY} )?\("
    rf"(?:(?:{_CODES})(?: [A-Z]\w*)?\)\s*(?:{_DASH})?|[A-Z]{{2,9}}\)\s*{_DASH}(?=\s))"
    # Moscow, May 31 -   МОСКВА, 31 мая — РИА Новости.   МОСКВА, 31 мая. /ТАСС/.
    rf"|{_PLAIN},? {_DAY}\.?\s*(?:{_AGENCY}[.:]?|{_DASH}(?=\s))"
    rf"|{_CAPS}, \d{{1,2}} [а-яё]{{3,8}}\.?\s*"
    r"(?:/[^/\n]{2,20}/\.?|[—–-]\s*[А-ЯЁ][\w ]{2,25}\.)"
    # 新华社北京3月3日电
    r"|[\u4e00-\u9fff（）()]{2,20}\d{1,2}月\d{1,2}日[电電])\s*"
)
_WITH_AGENCY = re.compile(rf"(?:{_PLAIN} )?\((?:{_CODES})\)")
_ALONE = re.compile(
    rf"\|?\s*(?:{_PLACE}|{_PLAIN}, [A-Z]\w+)(?:,? {_DAY})?(?: ?{_AGENCY})?\.?\s*(?:{_DASH}|:)?"
)


def dateline_end(paragraph: str) -> int:
    """How many characters of a paragraph's opening are its dateline; 0 where it has none.

    Examples
    --------
    >>> line = "PYONGYANG, May 31. /TASS/. North Korea highly values the course."
    >>> line[:dateline_end(line)]
    'PYONGYANG, May 31. /TASS/.'
    >>> dateline_end("NATO - the alliance - met."), dateline_end("Kim met Lavrov.")
    (0, 0)
    """
    head = paragraph[:140]
    if head[:1].islower() or not (head[:1].isalpha() or head[:1] == "("):
        return 0
    match = _DATELINE.match(head)
    if match is None:
        return 0
    found = match.group().rstrip()
    if len(found) == len(paragraph.rstrip()):
        return 0
    # An abbreviation before a dash is a subject ("NATO - the alliance"), a place is longer.
    if re.fullmatch(rf"[A-Z]{{2,4}}\s*(?:{_DASH}|:)", found):
        return 0
    if not re.search(r"[a-zа-яё\u4e00-\u9fff]", paragraph[len(found) :]):
        return 0
    return len(found)


def is_agency_dateline(line: str) -> bool:
    """Whether a line is a place and an agency: ``Washington (CNN)``, ``(CNN)``.

    Examples
    --------
    >>> is_agency_dateline("Washington (CNN)"), is_agency_dateline("Kim (left)")
    (True, False)
    """
    return len(line) <= 60 and _WITH_AGENCY.fullmatch(line) is not None


def stands_alone(line: str) -> bool:
    """Whether a line is a dateline by itself: ``WASHINGTON``, ``| Helsinki, Finland``.

    Examples
    --------
    >>> stands_alone("WASHINGTON"), stands_alone("| Helsinki, Finland"), stands_alone("LATEST")
    (True, True, True)
    """
    return len(line) <= 50 and _ALONE.fullmatch(line) is not None
