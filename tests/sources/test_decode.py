"""Bytes to characters."""

from __future__ import annotations

import codecs
import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.decode import decode
from pipeline.sources.document import SourceError

TEXT = "The program’s share—64%—fell in São Tomé."


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        pytest.param(TEXT.encode(), None, id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), None, id="utf-8 with a byte-order mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16-LE", id="utf-16 little-endian"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16-BE", id="utf-16 big-endian"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32-LE", id="utf-32"),
        pytest.param(TEXT.encode("cp1252"), "Windows-1252", id="cp1252"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), None, id="decomposed letters"),
        pytest.param(TEXT.encode().decode("cp1252").encode(), "mojibake mended in 1 line", id="mojibake"),
    ],
)
def test_encodings(data: bytes, warning: str | None) -> None:
    text, warnings = decode(data)
    assert text == TEXT
    assert len(warnings) == (warning is not None)
    assert warning is None or warning in warnings[0]


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        pytest.param(b"", "empty", "the file is empty", id="no bytes"),
        pytest.param(b"\xef\xbb\xbf \r\n\t", "empty", "the file is empty", id="blanks only"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "binary", "a PDF file, not text", id="pdf"),
        pytest.param(b"PK\x03\x04....", "binary", "a ZIP archive or an Office document", id="docx"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "binary", "a PNG image", id="png"),
        pytest.param(
            "Report".encode("utf-16-le"), "binary", "UTF-16 without a byte-order mark", id="utf-16 without mark"
        ),
        pytest.param(b"Report\x81\x8d text", "encoding", "neither UTF-8 (byte 6) nor Windows-1252", id="no encoding"),
        pytest.param(b"\xff\xfeR\x00\x00\xd8", "encoding", "byte-order mark says UTF-16-LE", id="half a surrogate"),
        pytest.param(bytes(range(1, 32)) * 9 + b"\xff", "binary", "control characters", id="control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes, kind: str, sentence: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.kind == kind
    assert sentence in str(caught.value)


def test_line_ends_become_line_feeds_and_control_characters_go() -> None:
    assert decode(b"one\r\ntwo\rthree\x0cfour\xe2\x80\xa8five\x07")[0] == "one\ntwo\nthree\nfour\nfive"


def test_quotes_ligatures_and_blanks_stay_as_they_are() -> None:
    text = "“curly” ‘quotes’, ﬁnancial, no-break\u00a0space, 9 °C, § 5"
    assert decode(text.encode())[0] == text


def test_accents_that_look_like_mojibake_stay() -> None:
    text = "Ângela’s RÉSUMÉ—“À la carte” costs £5."
    assert decode(text.encode())[0] == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_plain_characters_survive_up_to_composition(text: str) -> None:
    decoded, warnings = decode(text.encode())
    assert warnings or decoded == unicodedata.normalize("NFC", text)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        text, _ = decode(data)
        assert "\r" not in text
        assert "\x00" not in text
