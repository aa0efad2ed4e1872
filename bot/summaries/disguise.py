"""Text without the disguises that hide an order from a reader of plain letters. Pure, linear."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u034f\u180e\U000e0000-\U000e007f]"
)
# Letters of other alphabets that look like Latin ones (https://www.unicode.org/Public/security/latest/confusables.txt).
_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЅЈаеорсухіѕјԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυıɡℓ",
    "ABEKMHOPCTYXISJaeopcyxisjdqwhABEZHIKMNOPTYXaivopuigl",
)
_FIGURES = str.maketrans("013457@$", "oieastas")
_FIGURED = re.compile(r"\b(?=\w*[a-z])(?=\w*[013457@$])[a-z013457@$]{4,}\b", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\S)(?:\w[ .\-_*]){4,}\w(?!\S)")

_TAGGED = re.compile("[\U000e0020-\U000e007e]{4}")  # letters that nobody sees (Unicode tags; flags end each of theirs)
# base64: letters large and small, and figures, in one long run
_ENCODED = re.compile(
    r"(?<![\w/.#@+=-])(?=[A-Za-z0-9+]*[A-Z])(?=[A-Za-z0-9+]*[a-z])(?=[A-Za-z0-9+]*\d)[A-Za-z0-9+]{20,}={0,2}(?![\w/+=])"
)


def encoded(text: str) -> bool:
    """Whether some of it can only be read once it is decoded."""
    return bool(_TAGGED.search(text) or _ENCODED.search(text))


def undisguised(text: str) -> str:
    """The text in Latin letters as a person sees it: no invisible characters, look-alikes, or letters set apart."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).translate(_ALIKE)
    plain = _SPACED.sub(lambda found: re.sub(r"[ .\-_*]", "", found[0]), plain)
    return _FIGURED.sub(lambda found: found[0].translate(_FIGURES), plain)
