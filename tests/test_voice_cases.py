"""Hand-written sentences: for each, in whose voice a phrase stands and who the speaker is.

Each text is our own. ``...`` as speaker means that the case does not ask for one.
"""

from __future__ import annotations

import pytest

from framing.voice import find_attributions, voice_spans
from framing.voice.finder import read_text

NAMED = "Energy Minister Olga Petrova met Harbour Commissioner Jonas Lind on Monday. "

CASES: list[tuple[str, str, list[tuple[str, str, object]]]] = [
    # marks
    (
        "curly",
        "“The harbour will stay open,” Olga Petrova said.",
        [("The harbour will stay open", "direct", "Olga Petrova"), ("said", "narrator", ...)],
    ),
    (
        "straight",
        '"The harbour will stay open," Olga Petrova said.',
        [("The harbour will stay open", "direct", "Olga Petrova")],
    ),
    (
        "doubled",
        "''The harbour will stay open,'' Olga Petrova said.",
        [("The harbour will stay open", "direct", "Olga Petrova")],
    ),
    (
        "mixed marks",
        '“The harbour will stay open," Olga Petrova said.',
        [("The harbour will stay open", "direct", "Olga Petrova")],
    ),
    (
        "single marks",
        "‘The harbour will stay open and the ferries will run,’ Olga Petrova said.",
        [("the ferries will run", "direct", "Olga Petrova")],
    ),
    (
        "several paragraphs",
        "“We began this work nine years ago,” Olga Petrova said. “It has cost us dearly.\n\n"
        "“But we will finish it, whatever our neighbours say about the price.\n\n"
        "“And then we will talk about the bridge.”\n\nThe bridge is 40 years old.",
        [
            ("we will finish it", "direct", "Olga Petrova"),
            ("then we will talk", "direct", "Olga Petrova"),
            ("The bridge is 40 years old", "narrator", ...),
        ],
    ),
    (
        "missing closing mark",
        "“We are ready to sign the paper today, Olga Petrova said.\n\nThe paper has nine pages.",
        [("We are ready to sign", "direct", ...), ("The paper has nine pages", "narrator", ...)],
    ),
    (
        "interrupted",
        "“The harbour,” Olga Petrova said, “will stay open until the new year.”",
        [
            ("The harbour", "direct", "Olga Petrova"),
            ("will stay open until", "direct", "Olga Petrova"),
            ("said", "narrator", ...),
        ],
    ),
    (
        "two sentences",
        "“The harbour will stay open,” Olga Petrova said. “We have no choice.”",
        [("We have no choice", "direct", "Olga Petrova")],
    ),
    (
        "quotation within",
        "“They told us ‘go home’ and we went home,” Olga Petrova said.",
        [("go home", "direct", "Olga Petrova"), ("we went home", "direct", "Olga Petrova")],
    ),
    # where the source stands
    (
        "source before, quoted",
        "Olga Petrova said: “The harbour will stay open until spring.”",
        [("The harbour will stay open", "direct", "Olga Petrova")],
    ),
    (
        "inverted",
        "“The harbour will stay open until spring,” said Olga Petrova.",
        [("will stay open until spring", "direct", "Olga Petrova")],
    ),
    (
        "inverted, indirect",
        "The harbour will stay open until spring, said Olga Petrova.",
        [("The harbour will stay open", "indirect", "Olga Petrova")],
    ),
    (
        "source after, indirect",
        "The harbour will stay open until spring, Olga Petrova said.",
        [("The harbour will stay open", "indirect", "Olga Petrova"), ("said", "narrator", ...)],
    ),
    (
        "source after, long",
        "The harbour will stay open until spring, and the ferries to the islands will run twice a "
        "day in spite of the price of oil, Olga Petrova said on Monday.",
        [
            ("The harbour will stay", "indirect", "Olga Petrova"),
            ("in spite of the price of oil", "indirect", "Olga Petrova"),
            ("on Monday", "narrator", ...),
        ],
    ),
    (
        "source inside",
        "The harbour, Olga Petrova said, will stay open until spring.",
        [("will stay open", "indirect", "Olga Petrova"), ("said", "narrator", ...)],
    ),
    # cues
    (
        "said that",
        "Olga Petrova said that the harbour would stay open.",
        [("the harbour would stay open", "indirect", "Olga Petrova")],
    ),
    (
        "no that",
        "Olga Petrova said the harbour would stay open.",
        [("the harbour would stay open", "indirect", "Olga Petrova")],
    ),
    (
        "told",
        "Olga Petrova told reporters on Monday that the harbour would stay open.",
        [
            ("the harbour would stay open", "indirect", "Olga Petrova"),
            ("reporters", "narrator", ...),
        ],
    ),
    (
        "added",
        "Olga Petrova met the owners. She added that the harbour would stay open.",
        [("the harbour would stay open", "indirect", "Olga Petrova")],
    ),
    (
        "according to, before",
        "According to Olga Petrova, the harbour will stay open until spring.",
        [
            ("the harbour will stay open", "indirect", "Olga Petrova"),
            ("According to", "narrator", ...),
        ],
    ),
    (
        "according to, after",
        "The harbour will stay open until spring, according to Olga Petrova.",
        [("The harbour will stay open", "indirect", "Olga Petrova")],
    ),
    (
        "as put it",
        "The harbour is, as Olga Petrova put it, “a door that nobody can shut.”",
        [("a door that nobody can shut", "direct", "Olga Petrova")],
    ),
    (
        "in the words of",
        "It is, in the words of Olga Petrova, “a door that nobody can shut.”",
        [("a door that nobody can shut", "direct", "Olga Petrova")],
    ),
    (
        "citing",
        "The harbour closed on Monday, the agency reported, citing the energy ministry.",
        [("The harbour closed on Monday", "indirect", ...)],
    ),
    (
        "warned",
        "Olga Petrova warned that the harbour would close within days.",
        [("the harbour would close", "indirect", "Olga Petrova")],
    ),
    (
        "claimed",
        "Olga Petrova claimed that the harbour had never closed.",
        [("the harbour had never closed", "indirect", "Olga Petrova")],
    ),
    (
        "admitted",
        "Olga Petrova admitted that the harbour had been closed for weeks.",
        [("the harbour had been closed", "indirect", "Olga Petrova")],
    ),
    (
        "denied",
        "Olga Petrova denied that the harbour had been closed for weeks.",
        [("the harbour had been closed", "indirect", "Olga Petrova")],
    ),
    (
        "noun cue",
        "The talks failed despite Olga Petrova’s claim that the harbour was open.",
        [("the harbour was open", "indirect", "Olga Petrova")],
    ),
    (
        "urged to",
        "Olga Petrova urged the owners to keep the harbour open until spring.",
        [("to keep the harbour open", "indirect", "Olga Petrova")],
    ),
    (
        "accused of",
        "Olga Petrova accused the owners of hiding the true price of the harbour.",
        [("hiding the true price", "indirect", "Olga Petrova")],
    ),
    (
        "asked whether",
        "Olga Petrova asked whether the harbour would stay open until spring.",
        [("the harbour would stay open", "indirect", "Olga Petrova")],
    ),
    (
        "participle",
        "Olga Petrova left the talks early, saying the harbour would stay open.",
        [
            ("the harbour would stay open", "indirect", "Olga Petrova"),
            ("left the talks early", "narrator", ...),
        ],
    ),
    # passives and several hands
    (
        "was quoted as saying",
        "“The harbour will stay open,” Olga Petrova was quoted as saying by her ministry.",
        [("The harbour will stay open", "direct", "Olga Petrova")],
    ),
    (
        "quoted as saying, active",
        "“The harbour is shut,” Reuters quoted a source in the minister’s office as saying.",
        [("The harbour is shut", "direct", "a source in the minister’s office (unnamed)")],
    ),
    (
        "is said to",
        "The harbour is expected to stay open until spring, officials said.",
        [("expected to stay open", "indirect", ...)],
    ),
    # beliefs
    (
        "fear",
        "Officials fear that the harbour will close before spring.",
        [("the harbour will close", "indirect", ...)],
    ),
    (
        "believe",
        "Olga Petrova believes the harbour will close before spring.",
        [("the harbour will close", "indirect", "Olga Petrova")],
    ),
    (
        "hope",
        "Olga Petrova hopes that the harbour will reopen before spring.",
        [("the harbour will reopen", "indirect", "Olga Petrova")],
    ),
    (
        "worried",
        "The owners are worried that the harbour will close before spring.",
        [("the harbour will close", "indirect", ...)],
    ),
    # agencies
    (
        "agency reported",
        "KCNA reported that the harbour had closed on Monday.",
        [("the harbour had closed", "indirect", "KCNA")],
    ),
    (
        "agency said",
        "Russia's Tass news agency said the harbour had closed on Monday.",
        [("the harbour had closed", "indirect", "TASS")],
    ),
    (
        "agency after",
        "The harbour was closed on Monday for the first time in 40 years, Tass said.",
        [("The harbour was closed", "indirect", "TASS")],
    ),
    # headlines
    (
        "headline, colon after name",
        "Olga Petrova: Harbour will stay open until spring\n\nThe harbour lies in the north.",
        [
            ("Harbour will stay open", "indirect", "Olga Petrova"),
            ("The harbour lies in the north", "narrator", ...),
        ],
    ),
    (
        "headline, colon before name",
        "Harbour will stay open until spring: Moscow\n\nThe harbour lies in the north.",
        [("Harbour will stay open", "indirect", "Moscow")],
    ),
    (
        "headline, capitals",
        "HARBOUR COMMISSIONER RECEIVES ENERGY MINISTER IN THE NORTH: MOSCOW\n\nThe harbour is old.",
        [("RECEIVES ENERGY MINISTER", "indirect", "Moscow")],
    ),
    (
        "headline, says ministry",
        "Harbour will stay open until spring, says energy ministry\n\nThe harbour is old.",
        [("Harbour will stay open", "indirect", "energy ministry")],
    ),
    (
        "headline, topic before colon",
        "Explainer: How the harbour works in winter\n\nThe harbour lies in the north.",
        [("How the harbour works", "narrator", ...)],
    ),
    # marks that quote nobody
    (
        "scare quotes",
        "The so-called “harbour of friendship” lies 40 miles north of the town.",
        [("lies 40 miles north", "narrator", ...)],
    ),
    (
        "title of a work",
        "The film “The Long Winter” opened in 40 cities on Friday.",
        [("opened in 40 cities", "narrator", ...), ("The Long Winter", "narrator", ...)],
    ),
    (
        "nickname",
        "Jonas “Big Fish” Lind has run the harbour since 1999.",
        [("Big Fish", "narrator", ...), ("has run the harbour", "narrator", ...)],
    ),
    (
        "partial quotation",
        "Olga Petrova called the harbour “a door that nobody can shut” on Monday.",
        [("a door that nobody can shut", "direct", "Olga Petrova")],
    ),
    (
        "partial in indirect",
        "Olga Petrova said the harbour was “a door that nobody can shut” and would stay open.",
        [
            ("the harbour was", "indirect", "Olga Petrova"),
            ("a door that nobody can shut", "direct", "Olga Petrova"),
        ],
    ),
    (
        "possessive is no mark",
        "The owners’ harbour and the towns’ ferries are 40 years old.",
        [("harbour and the towns", "narrator", ...)],
    ),
    # interviews
    (
        "transcript",
        "Q: Will the harbour stay open?\n\nA: Yes, we will keep it open as long as there is oil.",
        [("we will keep it open", "indirect", ...)],
    ),
    (
        "interview with names",
        "OLGA PETROVA: We will keep the harbour open as long as there is oil.\n\n"
        "REPORTER: And what will you do after that?",
        [
            ("We will keep the harbour open", "indirect", "Olga Petrova"),
            ("what will you do after that", "indirect", ...),
        ],
    ),
    # who 'he' and 'the minister' are
    (
        "pronoun",
        NAMED + "“We have no choice,” she said.",
        [("We have no choice", "direct", "Olga Petrova")],
    ),
    (
        "the minister",
        NAMED + "The harbour will stay open, the minister said.",
        [("The harbour will stay open", "indirect", "Olga Petrova")],
    ),
    (
        "the commissioner",
        NAMED + "The commissioner said the ferries would run.",
        [("the ferries would run", "indirect", "Jonas Lind")],
    ),
    (
        "family name",
        NAMED + "Lind said that the ferries would run.",
        [("the ferries would run", "indirect", "Jonas Lind")],
    ),
    (
        "one name, two spellings",
        "Kim Jong Un came by train. Kim Jong-un said the train was late.",
        [("the train was late", "indirect", "Kim Jong Un")],
    ),
    (
        "unnamed many",
        "But analysts say the harbour will close before spring.",
        [("the harbour will close", "indirect", "analysts (unnamed)")],
    ),
    (
        "unnamed one",
        "A person familiar with the talks said the harbour would close.",
        [("the harbour would close", "indirect", "a person familiar with the talks (unnamed)")],
    ),
    (
        "document",
        "The report says the harbour has lost money every year since 1999.",
        [("the harbour has lost money", "indirect", ...)],
    ),
    # narrator
    (
        "inserted by the narrator",
        "Lind received the minister on Thursday, Moscow said, in what is believed to be the first "
        "meeting between the head of the secretive harbour and a Russian official.",
        [("received the minister", "indirect", "Moscow"), ("secretive harbour", "narrator", ...)],
    ),
    (
        "inserted with during",
        "The minister invited Lind to visit the islands, Moscow said, during the first meeting "
        "between the head of the secretive harbour and a Russian official.",
        [("secretive harbour", "narrator", ...)],
    ),
    (
        "plain narration",
        "The harbour lies in the north. It was built in 1974 and has two docks.",
        [("The harbour lies", "narrator", ...), ("built in 1974", "narrator", ...)],
    ),
    (
        "said without content",
        "Nobody said anything. The ferries left at noon.",
        [("The ferries left", "narrator", ...)],
    ),
    (
        "speech that goes on",
        "Olga Petrova said the harbour would stay open.\n\nThe docks were empty on Monday.",
        [("The docks were empty", "narrator", ...)],
    ),
]


@pytest.mark.parametrize(("text", "asked"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_voice_and_speaker(text: str, asked: list[tuple[str, str, object]]) -> None:
    found = find_attributions(text)
    spans = voice_spans([(0, len(text), "body")], found, read_text(text, None).quotes)
    for phrase, voice, speaker in asked:
        start = text.index(phrase)
        end = start + len(phrase)
        voices = {v for a, b, v in spans if a < end and start < b}
        assert voices == {voice}, f"{phrase!r} stands in {voices}, expected {voice}"
        if speaker is not ...:
            speakers = {
                a.speaker for a in found if any(s < end and start < e for s, e in a.content)
            }
            assert speakers == {speaker}, f"{phrase!r} is said by {speakers}"


def test_there_are_at_least_sixty_cases() -> None:
    assert len(CASES) >= 60
    assert len({name for name, _, _ in CASES}) == len(CASES)
