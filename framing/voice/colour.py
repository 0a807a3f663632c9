"""Show a text coloured by voice: in a terminal, in a notebook, in a page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.voice.attribution import Attribution, Voice
from framing.voice.finder import find_many
from framing.voice.voices import voice_spans

if TYPE_CHECKING:
    from rich.text import Text

# Told apart without colour too: bold and underline in a terminal, border and style in a page.
_TERMINAL: dict[Voice, str] = {
    "narrator": "",
    "direct": "bold blue",
    "indirect": "underline dark_orange3",
}
_PAGE = (
    ".voice-direct{background:#cfe3f5;border-bottom:2px solid #0b5394}"
    ".voice-indirect{background:#fbe5cf;border-bottom:2px dotted #b45f06}"
    ".voice-legend{font-size:.85em;margin-top:.6em}"
)


@dataclass(frozen=True)
class ColouredText:
    """A text with its voices; shows itself in a notebook and prints in a terminal.

    Parameters
    ----------
    text : str
    spans : tuple of (int, int, voice)
        What was coloured; text outside them is shown plain.
    attributions : tuple of Attribution
        For the speaker that a page shows where the pointer rests.
    """

    text: str
    spans: tuple[tuple[int, int, Voice], ...]
    attributions: tuple[Attribution, ...]

    def rich(self) -> Text:
        """As `rich.text.Text`, for a terminal."""
        from rich.text import Text

        shown = Text(self.text)
        for start, end, voice in self.spans:
            if _TERMINAL[voice]:
                shown.stylize(_TERMINAL[voice], start, end)
        return shown

    def html(self) -> str:
        """As a piece of HTML, every character of the text escaped.

        Examples
        --------
        >>> "&lt;b&gt;" in colour("He said <b> is bad.").html()
        True
        """
        pieces: list[str] = []
        at = 0
        for start, end, voice in self.spans:
            pieces.append(html.escape(self.text[at:start]))
            piece = html.escape(self.text[start:end])
            if voice == "narrator":
                pieces.append(piece)
            else:
                speaker = html.escape(self._speaker_at(start) or "speaker not found", quote=True)
                pieces.append(
                    f'<span class="voice-{voice}" title="{voice}: {speaker}">{piece}</span>'
                )
            at = end
        pieces.append(html.escape(self.text[at:]))
        body = "".join(pieces).replace("\n", "<br>")
        legend = (
            '<div class="voice-legend"><span class="voice-direct">direct</span> '
            '<span class="voice-indirect">indirect</span> narrator</div>'
        )
        return f'<div class="voices"><style>{_PAGE}</style><div>{body}</div>{legend}</div>'

    def _repr_html_(self) -> str:
        return self.html()

    def __rich__(self) -> Text:
        return self.rich()

    def _speaker_at(self, at: int) -> str | None:
        for found in self.attributions:
            if any(start <= at < end for start, end in found.content):
                return found.speaker
        return None


def colour(text: str, story: Sequence[tuple[int, int, str]] | None = None) -> ColouredText:
    """Colour a text by voice.

    Parameters
    ----------
    text : str
    story : sequence of (int, int, str), optional
        Where the story stands; by default the whole text.

    Returns
    -------
    ColouredText

    Examples
    --------
    >>> [voice for _, _, voice in colour("“We will not wait,” Lavrov said.").spans]
    ['direct', 'narrator']
    """
    reading, found = next(iter(find_many([(text, story)], doubtful=False)))
    whole = story if story is not None else [(0, len(text), "body")]
    spans = voice_spans(whole, found, reading.quotes)
    return ColouredText(text, tuple(spans), tuple(found))
