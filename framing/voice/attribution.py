"""What an attribution is: whose words, which words, and what says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
Voice: TypeAlias = Literal["narrator", "direct", "indirect"]
Stance: TypeAlias = Literal[
    "neutral", "endorsing", "distancing", "confronting", "conceding", "belief", "none"
]
SpeakerKind: TypeAlias = Literal[
    "person", "official", "body", "anonymous", "expert", "medium", "document", "public", "unknown"
]
VOICES: tuple[Voice, ...] = ("narrator", "direct", "indirect")
STANCES = ("neutral", "endorsing", "distancing", "confronting", "conceding", "belief", "none")
SPEAKER_KINDS = (
    "person",
    "official",
    "body",
    "anonymous",
    "expert",
    "medium",
    "document",
    "public",
    "unknown",
)


@dataclass(frozen=True)
class Attribution:
    """Content that a text gives to a source, in the terms of the PARC and PolNeAR corpora.

    Parameters
    ----------
    content : tuple of (int, int)
        The attributed stretches, in order; offsets into the text, end exclusive.
    voices : tuple of {'direct', 'indirect'}
        For each stretch, whether it stands in quotation marks.
    cue : (int, int) or None
        The words that attribute: ``said``, ``according to``.
    source : (int, int) or None
        The words that name the source.
    stance : str
        What the cue lets the outlet say about the words; see `framing.voice.cues`.
    speaker : str or None
        The person or body behind `source` within this story, under one name throughout.
    speaker_kind : str
    speaker_country : str or None
        ISO 3166 code of two letters, where the words tell it.
    via : str or None
        Who passed the words on: ``TASS``, ``his ministry``.
    part_of : int or None
        Position, in the same list, of the attribution that holds this one.
    """

    content: tuple[Span, ...]
    voices: tuple[Voice, ...]
    cue: Span | None = None
    source: Span | None = None
    stance: Stance = "none"
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    speaker_country: str | None = None
    via: str | None = None
    part_of: int | None = None

    @property
    def voice(self) -> Voice:
        """``direct`` where every stretch stands in quotation marks."""
        return "direct" if all(v == "direct" for v in self.voices) else "indirect"
