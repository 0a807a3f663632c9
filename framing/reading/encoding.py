"""From bytes to text: the encoding is detected, mended where that is safe, and never silently."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from framing.errors import FramingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_STARTS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an Office document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"PAR1": "a Parquet table",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "an RTF document",
}
# UTF-8 that was read as Windows-1252 and saved again: "â€™" for a quotation mark, "Ã©" for é.
_GARBLED_SIGN = re.compile(
    "â[€\u0080]|Ã[\u00a0-\u00bf\u0192\u0160\u0178\u017d-\u017e\u02dc\u2013-\u2122]"
)
_GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)


@dataclass(frozen=True)
class Decoded:
    """Text that was bytes, and what had to be done to get it.

    Parameters
    ----------
    text : str
        Line ends are ``\\n``; a byte order mark is gone; nothing else was changed unless
        `mended` says so.
    encoding : str
        The encoding it was read in.
    mended : str
        What was mended, in words; empty where nothing was.
    """

    text: str
    encoding: str
    mended: str = ""


def decode(raw: bytes, *, encoding: str | None = None) -> Decoded:
    """Turn the bytes of a text file into text.

    UTF-8 (with or without byte order mark), UTF-16 and UTF-32 with their mark, and
    Windows-1252 are known without being told; single bytes of Windows-1252 inside UTF-8, and
    UTF-8 that was once read as Windows-1252, are mended. All but plain UTF-8 is said in `mended`.

    Parameters
    ----------
    raw : bytes
    encoding : str, optional
        What the user knows it to be; then it is not guessed.

    Returns
    -------
    Decoded

    Raises
    ------
    FramingError
        Where the bytes are no text, or text in an encoding that cannot be told safely.

    Examples
    --------
    >>> decode("Kim’s visit".encode("cp1252"))
    Decoded(text='Kim’s visit', encoding='cp1252', mended='read as Windows-1252, not UTF-8')
    """
    if encoding is not None:
        return Decoded(_lines(_strictly(raw, encoding)), encoding)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            said = "" if name == "utf-8" else f"read as {name.upper()}, told by its byte order mark"
            try:
                text = raw[len(mark) :].decode(name)
            except UnicodeDecodeError:
                break
            return _ungarbled(text, name, said)
    _refuse_binary(raw)
    try:
        return _ungarbled(raw.decode("utf-8"), "utf-8", "")
    except UnicodeDecodeError:
        pass
    whole = len(
        re.findall(
            rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
            rb"|[\xf0-\xf4][\x80-\xbf]{3}",
            raw,
        )
    )
    text = raw.decode("utf-8", errors="surrogateescape")
    broken = len(re.findall("[\udc80-\udcff]", text))
    if whole >= 4 * broken:
        text = re.sub("[\udc80-\udcff]", lambda m: _western(bytes([ord(m[0]) - 0xDC00])), text)
        return Decoded(
            _lines(text), "utf-8", f"{broken} bytes were not UTF-8 and were read as Windows-1252"
        )
    _refuse_other_alphabets(raw)
    return Decoded(
        _lines("".join(map(_western, _pieces(raw)))), "cp1252", "read as Windows-1252, not UTF-8"
    )


def detect(head: bytes, *, whole: bool) -> str:
    """The encoding of a long file from its first bytes, for reading it piece by piece.

    Raises
    ------
    FramingError
        As `decode` does.

    Examples
    --------
    >>> detect("id,text".encode(), whole=True)
    'utf-8'
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return "utf-8-sig" if name == "utf-8" else name.rsplit("-", 1)[0]
    _refuse_binary(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        _refuse_other_alphabets(head)
        return "cp1252"
    return "utf-8"


def tidy(text: str) -> str:
    """Line ends become ``\\n`` and half characters (lone surrogates) the replacement mark."""
    text = _lines(text)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except LookupError as error:
        raise FramingError(
            f"no encoding {encoding!r}; use a name such as utf-8, cp1252, cp1251, utf-16"
        ) from error
    except UnicodeDecodeError as error:
        raise FramingError(
            f"expected {encoding}, but byte {error.start} ({raw[error.start]:#04x}) does not fit; "
            "leave the encoding out to have it detected, or name another"
        ) from error
    return text.removeprefix("\ufeff")


def _refuse_binary(raw: bytes) -> None:
    for start, what in _BINARY_STARTS.items():
        if raw.startswith(start):
            raise FramingError(f"expected text, but this is {what}; save its text as .txt in UTF-8")
    sample = raw[:65536]
    if not sample:
        return
    nul = sample.count(0)
    if nul >= 0.3 * len(sample) and nul in (sample[::2].count(0), sample[1::2].count(0)):
        raise FramingError(
            "looks like UTF-16 without its byte order mark, or like a binary file; "
            "if it is text, pass encoding='utf-16-le' (or 'utf-16-be')"
        )
    odd = len(sample.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\x0b\x1b"))
    if nul or odd > 0.02 * len(sample):
        raise FramingError(
            "expected text, but this is a binary file; save its text as .txt in UTF-8"
        )


def _refuse_other_alphabets(raw: bytes) -> None:
    """Where most letters are high bytes the file is in another alphabet, which is not guessed."""
    high = len(raw.translate(None, bytes(range(128))))
    letters = len(re.findall(rb"[A-Za-z]", raw))
    if high > 0.25 * (high + letters):
        raise FramingError(
            "is neither UTF-8 nor a western encoding; name its encoding, "
            "for instance encoding='cp1251' for Russian or 'gb18030' for Chinese"
        )


def _western(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")  # five bytes that Windows-1252 leaves free


def _pieces(raw: bytes) -> list[bytes]:
    return re.findall(rb"[^\x81\x8d\x8f\x90\x9d]+|[\x81\x8d\x8f\x90\x9d]", raw)


def _ungarbled(text: str, encoding: str, said: str) -> Decoded:
    text = _lines(text)
    if len(_GARBLED_SIGN.findall(text)) < 2:
        return Decoded(text, encoding, said)
    mended = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal mended
        try:
            raw = b"".join(_as_western(c) for c in match[0])
            for length in range(len(raw), 1, -1):
                try:
                    good = raw[:length].decode("utf-8")
                except UnicodeDecodeError:
                    continue
                mended += 1
                return good + match[0][length:]
        except UnicodeEncodeError:
            pass
        return match[0]

    text = _GARBLED.sub(mend, text)
    if mended:
        note = f"{mended} garbled characters (such as â€™) were read back into what they stood for"
        said = f"{said}; {note}" if said else note
    return Decoded(text, encoding, said)


def _as_western(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
