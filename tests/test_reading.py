"""Reading: formats, manifest, encodings, and what each kind of bad input is told."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.reading import decode, iter_parts, read
from framing.reading.columns import match_columns


def notes(corpus: Corpus, *codes: str) -> list[str]:
    found = corpus.notes
    return found[found["code"].isin(codes)]["message"].tolist()


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


# --- what comes in -----------------------------------------------------------------------------


def test_the_seeds_with_their_manifest(seeds: Path) -> None:
    corpus = read(seeds)
    assert corpus.articles["article_id"].tolist() == sorted(p.name for p in seeds.glob("*.txt"))
    assert corpus.articles["outlet"].tolist() == [
        "TASS",
        "The Straits Times",
        "The Moscow Times",
        "Sputnik",
        "unknown",
    ]
    assert set(corpus.articles["outlet_basis"]) == {"manifest"}
    assert corpus.articles["agency"].fillna("-").tolist() == [
        "TASS",
        "-",
        "Reuters",
        "Sputnik",
        "AFP",
    ]
    for name in corpus.articles["article_id"]:
        assert corpus.text(name) == (seeds / name).read_text(encoding="utf-8")


def test_one_file_of_the_folder_knows_its_manifest(seeds: Path) -> None:
    corpus = read(seeds / "002_35bdc91380db2423.txt")
    assert corpus.articles["outlet"].tolist() == ["The Moscow Times"]


ROWS = [
    {
        "id": "b",
        "title": "Kim meets Lavrov",
        "content": "They met.",
        "source": "A",
        "date": "2018-05-31",
    },
    {"id": "a", "title": "", "content": "Line one.\nLine, two.", "source": "B", "date": ""},
]


def tables(folder: Path) -> dict[str, Path]:
    """The same two rows in every format that is a table."""
    frame = pd.DataFrame(ROWS)
    paths = {
        n: folder / f"t.{n}"
        for n in ("csv", "tsv", "csv.gz", "csv.zip", "jsonl", "jsonl.gz", "json", "parquet")
    }
    frame.to_csv(paths["csv"], index=False)
    frame.to_csv(paths["tsv"], index=False, sep="\t")
    lines = "".join(json.dumps(r) + "\n" for r in ROWS)
    paths["csv.gz"].write_bytes(gzip.compress(paths["csv"].read_bytes()))
    with zipfile.ZipFile(paths["csv.zip"], "w") as archive:
        archive.writestr("inside.csv", paths["csv"].read_bytes())
        archive.writestr("__MACOSX/._inside.csv", b"\x00\x05")
    paths["jsonl"].write_text(lines, encoding="utf-8")
    paths["jsonl.gz"].write_bytes(gzip.compress(lines.encode()))
    paths["json"].write_text(json.dumps({"articles": ROWS}), encoding="utf-8")
    frame.to_parquet(paths["parquet"])
    return paths


def test_every_table_format_says_the_same(tmp_path: Path) -> None:
    for name, path in tables(tmp_path).items():
        found = read(path).articles.set_index("article_id")
        assert found["text"].to_dict() == {
            "a": "Line one.\nLine, two.",
            "b": "Kim meets Lavrov\n\nThey met.",
        }, name
        assert found.loc[
            "b", ["outlet", "published", "published_precision", "headline"]
        ].tolist() == ["A", "2018-05-31", "day", "Kim meets Lavrov"], name
        assert found["row"].to_dict() == {"a": 2, "b": 1}, name
        assert pd.isna(found.loc["a", "headline"]), name


def test_columns_can_be_named_and_the_renamed_are_said(tmp_path: Path) -> None:
    path = write(tmp_path, **{"t.csv": "x,y,z\nOne.,Head,b\n"}) / "t.csv"
    corpus = read(path, columns={"text": "x", "headline": "y"})
    assert corpus.articles["text"].tolist() == ["Head\n\nOne."]
    assert notes(corpus, "columns") == ["t.csv: read 'y' as headline, 'x' as text"]
    assert notes(corpus, "columns_left_out") == ["t.csv: columns left out: z"]


def test_a_headline_that_stands_in_the_text_is_not_put_there_again(tmp_path: Path) -> None:
    path = (
        write(
            tmp_path,
            **{
                "t.jsonl": json.dumps(
                    {"headline": "Kim meets  Lavrov", "text": "World\nKim meets Lavrov\nThey met."}
                )
            },
        )
        / "t.jsonl"
    )
    article = read(path).articles.iloc[0]
    assert (article["text"], article["headline"]) == (
        "World\nKim meets Lavrov\nThey met.",
        "Kim meets Lavrov",
    )


def test_a_row_with_a_headline_alone_is_an_article(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, **{"t.csv": "title,text\nKim meets Lavrov,\n"}) / "t.csv")
    assert corpus.articles["text"].tolist() == ["Kim meets Lavrov"]
    assert notes(corpus, "headline_only")


def test_html_is_read_line_by_line(tmp_path: Path) -> None:
    page = (
        "<!doctype html><html lang='en'><head><title>x</title><meta property='og:title' "
        "content='Kim &amp; Lavrov'><meta property='article:published_time' "
        "content='2018-05-31T12:12:00+03:00'></head><body><script>alert(1)</script>"
        "<p>They <b>met</b>.</p><p>And&nbsp;left.</p></body></html>"
    )
    for name in ("a.html", "b.txt"):
        corpus = read(write(tmp_path, **{name: page}) / name)
        article = corpus.articles.iloc[0]
        assert article["text"] == "Kim & Lavrov\n\nThey met.\nAnd\u00a0left."
        assert article["published"] == "2018-05-31T12:12:00+03:00"
        assert bool(notes(corpus, "html_in_txt")) == (name == "b.txt")


def test_tags_in_a_text_file_stay_and_are_said(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, **{"a.txt": "<p>They met.</p>"}))
    assert corpus.articles["text"].tolist() == ["<p>They met.</p>"]
    assert notes(corpus, "markup") == [
        "a.txt: holds 2 HTML tags; they stay in the text and are marked as furniture"
    ]


def test_a_byte_of_another_encoding_far_down_a_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(
        b"id,text\n" + (b"1," + b"One. " * 200 + b"\n") * 1200 + b"2,Caf\xe9 \x93closed\x94.\n"
    )
    *_, last = iter_parts(path, rows=600)
    assert last.articles["text"].tolist() == ["Café “closed”."]
    assert notes(last, "encoding") == [
        "t.csv, row 1201: 3 bytes were not UTF-8 and were read as Windows-1252"
    ]


def test_line_breaks_that_were_written_out(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, **{"t.csv": r"id,text" + "\n" + r"1,One.\nTwo.\nThree." + "\n"}))
    assert corpus.articles["text"].tolist() == ["One.\nTwo.\nThree."]
    assert len(notes(corpus, "written_line_breaks")) == 1


def test_languages_are_given_as_two_letters(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, **{"t.csv": "id,text,lang\n1,One.,en-GB\n2,Two.,DE\n"}))
    assert corpus.articles["language"].tolist() == ["en", "de"]


def test_a_part_at_a_time_is_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,text\n" + "".join(f"{i % 5},Text {i}.\n" for i in range(11)), "utf-8")
    parts = list(iter_parts(path, rows=4))
    assert [len(p) for p in parts] == [4, 4, 3]
    whole = read(path).articles
    together = pd.concat([p.articles for p in parts]).sort_values("article_id", ignore_index=True)
    assert together[["article_id", "text", "row"]].equals(whole[["article_id", "text", "row"]])


def test_a_newcomer_finds_a_format_by_its_suffix() -> None:
    from framing.reading.formats import format_of, known_formats

    for known in known_formats():
        for suffix in known.suffixes:
            assert format_of(Path(f"news{suffix.upper()}")) == known


def test_a_format_is_added_by_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.reading import formats

    write(
        tmp_path,
        **{
            "formats/shout_format.py": "from framing.reading import Row\n"
            "SUFFIXES, TABLE = ('.shout',), False\n"
            "def rows(path, options):\n"
            "    yield Row(None, {'text': path.read_text().lower()})\n",
            "news/a.shout": "KIM MET LAVROV.",
        },
    )
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path / "formats")])
    formats.known_formats.cache_clear()
    try:
        assert read(tmp_path / "news").articles["text"].tolist() == ["kim met lavrov."]
    finally:
        formats.known_formats.cache_clear()


# --- the manifest ------------------------------------------------------------------------------


def test_the_manifest_comes_before_the_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        **{
            "t.csv": "id,text,outlet,date\n1,One.,A,2018-05-31\n",
            "articles.csv": "file,outlet,published,event,note\nt.csv,B,1.6.2018,x,see letter\n",
        },
    )
    corpus = read(tmp_path)
    article = corpus.articles.iloc[0]
    assert article[
        ["outlet", "outlet_basis", "published", "published_basis", "event", "event_basis"]
    ].tolist() == ["B", "manifest", "2018-06-01", "manifest", "x", "given"]
    assert notes(corpus, "manifest_overrides") == [
        "t.csv, row 1: articles.csv, row 1 says outlet 'B'; the file said 'A'",
        "t.csv, row 1: articles.csv, row 1 says published '1.6.2018'; the file said '2018-05-31'",
    ]
    assert notes(corpus, "manifest_note") == ["t.csv, row 1: see letter"]


def test_an_empty_cell_of_the_manifest_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, **{"a.txt": "One.", "articles.csv": "file,outlet\na.txt,\n"})
    assert read(tmp_path, outlet="C").articles[["outlet", "outlet_basis"]].to_numpy().tolist() == [
        ["C", "argument"]
    ]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (
            "name,outlet\na.txt,A\n",
            "articles.csv: no column 'file' (the file that each row speaks of); "
            "found: name, outlet",
        ),
        (
            "file,oulet\na.txt,A\n",
            "articles.csv: column 'oulet' is not known; nearest: 'outlet', 'role'; "
            "rename it, or take it out",
        ),
        (
            "file,outlet\n,A\n",
            "articles.csv: row 1: 'file' is empty; name the file, or take the row out",
        ),
        (
            "file,outlet\na.txt,A\na.txt,B\n",
            "articles.csv: row 2: 'a.txt' stands in row 1 too; keep one of the two",
        ),
    ],
)
def test_a_manifest_that_cannot_be_used(tmp_path: Path, manifest: str, message: str) -> None:
    write(tmp_path, **{"a.txt": "One.", "articles.csv": manifest})
    with pytest.raises(FramingError) as error:
        read(tmp_path)
    assert str(error.value) == message


def test_a_manifest_of_files_that_are_not_there(tmp_path: Path) -> None:
    write(tmp_path, **{"a.txt": "One.", "articles.csv": "file,outlet\nb.txt,A\n"})
    assert notes(read(tmp_path), "manifest_file_missing") == [
        "articles.csv, row 1: no file 'b.txt' was found"
    ]


def test_what_the_manifest_says_changes_the_signature(tmp_path: Path) -> None:
    write(tmp_path, **{"a.txt": "One.", "articles.csv": "file,outlet\na.txt,A\n"})
    first = read(tmp_path).signature
    write(tmp_path, **{"articles.csv": "file,outlet\na.txt,B\n"})
    assert read(tmp_path).signature != first


# --- encodings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text", "said"),
    [
        ("Kim’s".encode(), "Kim’s", ""),
        ("Kim’s".encode("utf-8-sig"), "Kim’s", ""),
        ("Kim’s\r\nvisit\rto".encode(), "Kim’s\nvisit\nto", ""),
        ("Kim’s".encode("utf-16"), "Kim’s", "UTF-16"),
        ("Kim’s “café” visit".encode("cp1252"), "Kim’s “café” visit", "Windows-1252"),
        (b"\x93Caf\xe9\x94 of the old town \x81", "“Café” of the old town \x81", "Windows-1252"),
        (
            "“Come” – “Kim’s” café".encode() + b" \x92",
            "“Come” – “Kim’s” café ’",
            "1 bytes were not UTF-8",
        ),
        (
            "Kim’s “visit”".encode().decode("latin-1").encode(),
            "Kim’s “visit”",
            "3 garbled characters",
        ),
    ],
)
def test_encodings_are_told_and_said(raw: bytes, text: str, said: str) -> None:
    decoded = decode(raw)
    assert decoded.text == text
    assert said in decoded.mended
    assert bool(said) == bool(decoded.mended)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("Встреча министров прошла в Москве".encode("cp1251"), "encoding='cp1251'"),
        ("Kim met Lavrov in Moscow".encode("utf-16-le"), "encoding='utf-16-le'"),
        (b"%PDF-1.4 \x00\x01", "this is a PDF"),
        (b"PK\x03\x04", "zip archive"),
        (bytes(range(32)) * 10, "binary file"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(FramingError) as error:
        decode(raw)
    assert message in str(error.value)


def test_a_named_encoding_is_used_or_refused() -> None:
    assert decode("Москва".encode("cp1251"), encoding="cp1251").text == "Москва"
    with pytest.raises(FramingError, match="expected utf-8, but byte 0"):
        decode(b"\xff", encoding="utf-8")
    with pytest.raises(FramingError, match="no encoding 'utf-9'"):
        decode(b"a", encoding="utf-9")


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    garbled = "â€" in text or "Ã" in text
    if not garbled and not text.startswith(("%PDF", "PK", "GIF8", "PAR1", "{\\rtf", "\ufeff")):
        assert decode(text.encode()).text == text


# --- bad input ---------------------------------------------------------------------------------


def test_no_such_path(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="no such file or folder"):
        read(tmp_path / "nowhere")


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(
        FramingError, match="no articles in this folder; expected files that end with"
    ):
        read(tmp_path)


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    write(tmp_path, **{"a.docx": b"PK\x03\x04"})
    with pytest.raises(FramingError, match=r"a.docx: no reader for '.docx'; read are .csv"):
        read(tmp_path / "a.docx")


def test_bad_files_lose_nothing_else(tmp_path: Path) -> None:
    write(
        tmp_path,
        **{
            "a.txt": "One.",
            "b.txt": "",
            "c.txt": b"\x00\x01\x02" * 50,
            "d.docx": b"PK",
            "e.jsonl": '{"text": "Two."}\n{"text": \n[1]\n{"text": ""}\n{"txt": "x"}\n',
            "f.parquet": b"PAR1 broken",
            "g.csv": "id,text\n1,Three.\n2,Four., five.\n3\n",
            "h.txt": " \n\t\n",
        },
    )
    corpus = read(tmp_path)
    assert sorted(corpus.articles["text"]) == ["One.", "Three.", "Two."]
    assert [
        n.split("; ")[0].split(" (")[0]
        for n in corpus.notes["message"]
        if "left out" in n or "expected" in n or "broken" in n or "no text" in n
    ] == [
        "b.txt: holds no text",
        "c.txt: expected text, but this is a binary file",
        "d.docx: was left out: no reader for '.docx'",
        "e.jsonl, row 2: is no JSON",
        "e.jsonl, row 3: expected a JSON object with a text, came list",
        "e.jsonl, row 4: holds no text",
        "e.jsonl, row 5: holds no text",
        "f.parquet: is no Parquet table, or a broken one",
        "g.csv, row 2: has 3 cells, the header 2",
        "g.csv, row 3: holds no text",
        "h.txt: holds no text",
    ]


def test_where_nothing_can_be_read_the_reasons_are_named(tmp_path: Path) -> None:
    write(tmp_path, **{"a.txt": "", "b.txt": b"\x00\x01\x02" * 50})
    with pytest.raises(FramingError) as error:
        read(tmp_path)
    assert "a.txt: holds no text" in str(error.value)
    assert "b.txt: expected text, but this is a binary file" in str(error.value)


def test_a_date_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = read(
        write(tmp_path, **{"t.csv": "id,text,date\n1,One.,last spring\n2,Two.,2018-02-30\n"})
    )
    assert corpus.articles["published"].isna().all()
    assert notes(corpus, "date") == [
        "t.csv, row 1: 'last spring' is no date that can be read; write it as 2018-05-31 or "
        "2018-05-31T14:05",
        "t.csv, row 2: '2018-02-30' is no date that can be read; write it as 2018-05-31 or "
        "2018-05-31T14:05",
    ]


@pytest.mark.parametrize(
    ("other", "iso", "level"),
    [
        ("28/06/2018", "2018-06-05", "info"),
        ("06/28/2018", "2018-05-06", "info"),
        ("2018-06-28", "2018-05-06", "warning"),
    ],
)
def test_day_and_month_are_settled_by_the_other_dates(
    tmp_path: Path, other: str, iso: str, level: str
) -> None:
    corpus = read(
        write(tmp_path, **{"t.csv": f"id,text,date\n1,One.,05/06/2018\n2,Two.,{other}\n"})
    )
    assert corpus.articles["published"][0] == iso
    assert corpus.notes[corpus.notes["code"] == "ambiguous_date"]["level"].tolist() == [level]


@pytest.mark.parametrize("settled", [10_000, 8])
def test_dates_are_the_same_however_a_table_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: int
) -> None:
    monkeypatch.setattr("framing.reading.articles._SETTLED", settled)
    days = ["05/06/2018"] * 3 + ["28/06/2018"] + ["07/06/2018"] * 16
    days[9] = days[1] if settled > 8 else "06/28/2018"  # comes after the first eight are settled
    rows = "".join(f"{i},Text {i}.,{day}\n" for i, day in enumerate(days))
    path = write(tmp_path, **{"t.csv": "id,text,date\n" + rows, "u.csv": "id,text\nz,Last.\n"})
    whole = read(path)
    assert whole.articles["published"][0] == "2018-06-05"
    for size in (1, 3, 20):
        parts = list(iter_parts(path, rows=size))
        assert all(len(part) <= size for part in parts)
        for part in parts:  # what is said of an article is said where it stands
            assert set(part.notes["article_id"].dropna()) <= set(part.articles["article_id"])
        again = Corpus.joined(parts)
        pd.testing.assert_frame_equal(again.articles, whole.articles)
        pd.testing.assert_frame_equal(again.notes, whole.notes)


def test_an_id_that_stands_twice(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, **{"t.csv": "id,text\n7,One.\n7,Two.\n"}))
    assert corpus.articles[["article_id", "text"]].to_numpy().tolist() == [
        ["7", "One."],
        ["7~2", "Two."],
    ]
    assert notes(corpus, "duplicate_id") == [
        "t.csv, row 2: the id '7' stands already before; this article is called '7~2'"
    ]


def test_an_article_that_is_too_long(tmp_path: Path) -> None:
    write(tmp_path, **{"t.csv": "id,text\n1," + "long " * 30 + "\n2,Two.\n", "a.txt": "x" * 500})
    corpus = read(tmp_path, longest=100)
    assert corpus.articles["text"].tolist() == ["Two."]
    assert notes(corpus, "too_long", "not_read") == [
        "a.txt: is 500 bytes long; one article may have at most 100 characters: split it, or pass "
        "a larger longest=",
        "t.csv, row 1: has 150 characters, more than the 100 that one article may have; it was "
        "left out: split it, or pass a larger longest=",
    ]


def test_a_table_without_a_text_column(tmp_path: Path) -> None:
    with pytest.raises(
        FramingError,
        match=r"no column holds the text \(expected 'text', 'body' or "
        r"'content'\); found: id, contnt; say which it is: "
        r"columns=\{'text': 'contnt'\}",
    ):
        read(write(tmp_path, **{"t.csv": "id,contnt\n1,One.\n"}))


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(FramingError, match="no column 'titel'; nearest: 'title'"):
        match_columns(["title", "text"], where="t.csv", given={"headline": "titel"})
    with pytest.raises(FramingError, match="'txt' is no column of articles; nearest: 'text'"):
        match_columns(["title", "text"], where="t.csv", given={"txt": "text"})


def test_half_characters_and_formulas_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, **{"t.jsonl": '{"text": "=HYPERLINK(\\"x\\") \\ud83d <script>"}\n'})
    corpus = read(tmp_path)
    assert corpus.articles["text"].tolist() == ['=HYPERLINK("x") \ufffd <script>']
    corpus.save(tmp_path / "saved")


def test_an_unknown_format(tmp_path: Path) -> None:
    write(tmp_path, a="One.")
    with pytest.raises(FramingError, match="no format 'word'; formats: csv, html"):
        read(tmp_path / "a", format="word")
    assert read(tmp_path / "a", format="txt").articles["text"].tolist() == ["One."]


def test_parts_need_a_size(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="rows=0"):
        next(iter_parts(tmp_path, rows=0))
