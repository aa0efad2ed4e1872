"""What an encoding that a publisher names is called in Python. Pure."""

from __future__ import annotations

import codecs
import re

_UNDASHED = re.compile(r"iso8859(\d\d?)")  # iso88591
# Labels of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels) and of servers older than it
# that Python has no name for, by what Python calls them. Cyrillic and Japanese feeds use some to this day.
_ELSEWHERE = {
    label: name
    for name, labels in {
        "utf-8": "unicode-1-1-utf-8 x-unicode20utf8",
        "utf-16": "ucs-2 unicode",
        "big5hkscs": "cn-big5 x-x-big5",
        "cp1250": "x-cp1250",
        "cp1251": "x-cp1251 ms-cyrl",
        "cp1252": "x-cp1252",
        "cp1253": "x-cp1253",
        "cp1254": "x-cp1254",
        "cp1255": "x-cp1255",
        "cp1256": "x-cp1256",
        "cp1257": "x-cp1257",
        "cp1258": "x-cp1258",
        "cp874": "dos-874 windows-874",
        "cp932": "windows-31j x-sjis",
        "cp949": "cseuckr csksc56011987 iso-ir-149 ks_c_5601-1989 ksc_5601 windows-949",
        "euc_jp": "cseucpkdfmtjapanese x-euc-jp",
        "gb18030": "csgb2312 gb_2312 gb_2312-80 x-gbk",
        "iso8859-6": "csiso88596e csiso88596i iso-8859-6-e iso-8859-6-i",
        "iso8859-7": "sun_eu_greek",
        "iso8859-8": "csiso88598e csiso88598i iso-8859-8-e iso-8859-8-i logical visual",
        "iso8859-15": "csisolatin9",
        "koi8-r": "koi koi8",
        "koi8-u": "koi8-ru",
        "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
        "mac-roman": "csmacintosh mac x-mac-roman",
    }.items()
    for label in labels.split()
}


def known(label: str) -> str:
    """`label` if Python knows it, else Python's name for the encoding; "" where there is none."""
    label = _UNDASHED.sub(r"iso8859-\1", label.strip().lower())
    try:
        codecs.lookup(label)
    except (LookupError, ValueError):
        return _ELSEWHERE.get(label, "")
    return label
