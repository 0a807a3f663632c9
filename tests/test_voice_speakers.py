"""Who is said to speak: one name for one speaker, and nobody where nobody speaks."""

from __future__ import annotations

import pytest

from framing.voice import attributed_articles, colour, find_attributions
from framing.voice.agencies import agency_named
from framing.voice.attribution import Attribution
from framing.voice.cues import stance_of
from framing.voice.finder import read_text
from framing.voice.kinds import kind_of
from framing.voice.names import cast_of
from framing.voice.speakers import resolve

NAMED = "Energy Minister Olga Petrova met Harbour Commissioner Jonas Lind on Monday. "


def speaker_of(text: str, phrase: str) -> str | None:
    """The speaker of the one attribution in whose content the phrase stands."""
    found = holding(text, phrase)
    assert len(found) == 1, f"{phrase!r} stands in {len(found)} attributions"
    return found[0].speaker


def holding(text: str, phrase: str) -> list[Attribution]:
    """The attributions in whose content the phrase stands."""
    start = text.index(phrase)
    return [
        a
        for a in find_attributions(text, doubtful=False)
        if any(s < start + len(phrase) and start < e for s, e in a.content)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("US Secretary of State Mike Pompeo arrived.", "Mike Pompeo"),
        ("Former Secretary of Defense Laura Cooper left.", "Laura Cooper"),
        ("The Director of National Intelligence Dan Coats spoke.", "Dan Coats"),
        ("Chief Executive Leung Chun-ying went home.", "Leung Chun Ying"),
        ("President George H.W. Bush was there.", "George H.W. Bush"),
    ],
)
def test_offices_are_no_part_of_a_name(text: str, name: str) -> None:
    assert [p.name for p in cast_of(text).persons] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The Industrial Revolution began here.",
        "Vital First Amendment interests were at stake.",
        "Democratic U.S. senators left.",
        "He lives in New Hampshire now.",
        "The Sixth Circuit ruled.",
    ],
)
def test_things_and_places_are_no_persons(text: str) -> None:
    assert cast_of(text).persons == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("TASS", ("TASS", "RU")),
        ("Tass", ("TASS", "RU")),
        ("Russias Tass news agency", ("TASS", "RU")),
        ("Russia's Tass news agency", ("TASS", "RU")),
        ("KCNA news agency", ("KCNA", "KP")),
        ("the official Korean Central News Agency", ("KCNA", "KP")),
        ("China's state-run Xinhua News Agency", ("Xinhua", "CN")),
        ("the ministry", None),
        ("a news agency", None),
        ("Russian news agencies", None),
        ("EPA", None),
    ],
)
def test_agencies_under_one_name(words: str, found: tuple[str, str] | None) -> None:
    assert agency_named(words) == found


def test_one_speaker_for_a_seat_in_capitals() -> None:
    cast = cast_of("")
    assert resolve("MOSCOW", 0, cast) == resolve("Moscow", 0, cast) == ("Moscow", "body", "RU")


def test_one_name_for_a_ministry() -> None:
    cast = cast_of("")
    one = resolve("The Russian Foreign Ministry", 0, cast)
    assert one == resolve("the Russian foreign ministry", 0, cast)
    assert one == ("Russian Foreign Ministry", "body", "RU")


@pytest.mark.parametrize(
    ("words", "before", "speaker"),
    [
        ("the ministry", "The Russian foreign ministry wrote to Lind.", "Russian Foreign Ministry"),
        ("The agency", "He read the Tass news agency. It rained.", "TASS"),
        ("the agency", "He called the Harbour Protection Agency.", "Harbour Protection Agency"),
        ("the committee", "The Harbour Safety Committee met.", "Harbour Safety Committee"),
        ("the ministry", "It rained.", "the ministry"),
    ],
)
def test_a_body_is_the_one_last_named(words: str, before: str, speaker: str) -> None:
    text = f"{before} And {words} said so."
    assert resolve(words, text.index(words, len(before)), cast_of(text))[0] == speaker


def test_the_group_is_the_body_that_spoke_last() -> None:
    cast = cast_of("The Harbour Union said it. The group left.")
    resolve("The Harbour Union", 0, cast)
    assert resolve("The group", 28, cast)[0] == "Harbour Union"


def test_the_minister_is_the_one_who_spoke_last() -> None:
    text = "Foreign Minister Olga Petrova met Foreign Minister Jonas Lind. The minister left."
    at = text.index("The minister")
    assert resolve("The minister", at, cast_of(text), last="Olga Petrova")[0] == "Olga Petrova"


def test_the_first_named_speaks() -> None:
    text = "Jonas Lind met Olga Petrova."
    assert resolve("Lind, a friend of Petrova", len(text), cast_of(text))[0] == "Jonas Lind"
    other = resolve("Rivlin, a friend of Olga Petrova", len(text), cast_of(text))
    assert other[:2] == ("Rivlin", "person")


@pytest.mark.parametrize("words", ["This", "All", "Having", "The", "Instead"])
def test_small_words_name_nobody(words: str) -> None:
    assert resolve(words, 0, cast_of("")) == (None, "unknown", None)


def test_the_last_word_tells_the_kind() -> None:
    assert kind_of("the United Nations General Assembly", None) == "body"
    assert kind_of("the party leader", None) == "official"


def test_mr_is_no_part_of_the_name() -> None:
    assert resolve("Mr. Joko", 0, cast_of(""))[:2] == ("Joko", "person")


def test_time_is_no_part_of_the_source() -> None:
    text = NAMED + "Lind on Thursday said that the ferries would run."
    (found,) = holding(text, "the ferries would run")
    assert found.source is not None
    assert text[slice(*found.source)] == "Lind"


def test_a_second_clause_has_the_same_speaker() -> None:
    text = (
        "Olga Petrova has been invited to visit the islands, and Moscow hopes to intensify the "
        "exchange of ferries with the north, Commissioner Jonas Lind said on Tuesday."
    )
    assert speaker_of(text, "invited to visit") == "Jonas Lind"
    assert speaker_of(text, "to intensify the exchange") == "Jonas Lind"


def test_a_line_broken_before_a_comma_goes_on() -> None:
    text = (
        NAMED + "\n\nRussia reaffirms its principled position in favour of a settlement of the "
        "problems of the harbour\n, the minister said.\n\nIt rained."
    )
    assert speaker_of(text, "principled position") == "Olga Petrova"


def test_those_who_are_told_say_nothing() -> None:
    text = (
        "“We will be happy to see you,” Olga Petrova told Lind in remarks released by her office."
    )
    assert holding(text, "Lind in remarks") == []
    assert speaker_of(text, "happy to see you") == "Olga Petrova"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Petrova was greeted by the chairman of the harbour during her visit.", "the chairman"),
        ("The ministry also released pictures of the two men shaking hands.", "pictures of"),
        ("Petrova held rare talks with Lind on Monday in the old town.", "rare talks"),
        ("Moscow has appeared to be on the fringes of the talks.", "on the fringes"),
        ("Petrova spoke to her counterpart by telephone on Wednesday.", "her counterpart"),
        ("The harbour has a long wall that keeps out the sea.", "a long wall"),
    ],
)
def test_deeds_are_no_words(text: str, phrase: str) -> None:
    assert holding(text, phrase) == []


def test_the_author_is_the_narrator() -> None:
    text = "The harbour\n\nI believe that the harbour will close before spring."
    rows = attributed_articles([("a", text, [(0, len(text), "body")])])
    assert rows["attributions"]["article_id"] == []
    assert rows["spans"]["kind"] == ["narrator"]
    assert {voice for _, _, voice in colour(text).spans} == {"narrator"}
    # Within marks the first person is whoever is quoted.
    quoted = "The harbour\n\n“I believe that the harbour will close,” Olga Petrova said."
    assert speaker_of(quoted, "the harbour will close") == "Olga Petrova"


def test_the_author_counts_where_it_is_asked_for() -> None:
    text = "The harbour\n\nI believe that the harbour will close before spring."
    assert [a.speaker for a in find_attributions(text)] != []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Lind introduced a bill to close the old ferries.", "close the old"),
        ("Lind embraced a plan to close the old ferries.", "close the old"),
        ("The council signed a plan that would close the harbour.", "close the harbour"),
        ("The council voted against a plan to sell the ferries.", "sell the ferries"),
    ],
)
def test_what_is_done_is_nobodys_words(text: str, phrase: str) -> None:
    assert holding(NAMED + text, phrase) == []
    start = (NAMED + text).index(phrase)
    asked_for = find_attributions(NAMED + text)  # as PolNeAR's annotators have it
    assert any(s <= start < e for a in asked_for for s, e in a.content)


@pytest.mark.parametrize(
    "text",
    [
        "Lind is aware that the ferries will be sold.",
        "Petrova agreed that the ferries will be sold.",
        "Lind was adamant that the ferries will be sold.",
    ],
)
def test_thoughts_count_without_a_listed_cue(text: str) -> None:
    (found,) = holding(NAMED + text, "the ferries will be sold")
    assert found.stance == "none"


def test_the_cue_is_the_word_that_attributes() -> None:
    text = NAMED + "According to Lind, the ferries will run until spring."
    (found,) = holding(text, "the ferries will run")
    assert found.cue is not None and text[slice(*found.cue)] == "According to"
    assert stance_of("According to") == "neutral"


@pytest.mark.parametrize("topic", ["Wow", "Revealed", "Breaking", "Good news", "Just leaked"])
def test_no_speaker_before_the_colon(topic: str) -> None:
    text = f"{topic}: Harbour will stay open until spring\n\nThe harbour lies in the north."
    assert holding(text, "Harbour will stay open") == []


def test_broken_lines_keep_their_offsets() -> None:
    text = "One\n, two said.\n\nThree"
    assert read_text(text, None).scanned.starts.tolist()[-1] == text.index("Three")


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Republicans", "Republicans (unnamed)"),
        ("Officials", "officials (unnamed)"),
        ("SOURCE", "source (unnamed)"),
        ("a man who", "a man (unnamed)"),
        ("several delegates, who", "several delegates (unnamed)"),
        ("you", None),
        ("of", None),
        ("nobody", None),
        ("They’re", None),
    ],
)
def test_who_is_not_named_is_called_as_within_a_sentence(source: str, speaker: str | None) -> None:
    assert resolve(source, 0, cast_of("The ferries stopped."))[0] == speaker


@pytest.mark.parametrize(
    "before", ["who and", "Ferries, which but", "who that", "he who and", "who and's"]
)
def test_a_relative_after_another_is_nobody(before: str) -> None:
    text = f"The ferries stopped. {before} which said so."
    assert resolve("which", text.index("which said"), cast_of(text))[0] is None
