"""What can be cut from a sentence so that grammatical English is left: datelines and openings that lean on what came before."""

from __future__ import annotations

import re

from bot.sentences import dangling

_DATELINE = re.compile(
    r"""^(?:[A-Z][\w.'’-]*(?:[\s,/]+[A-Z][\w.'’-]*){0,4}[\s,]*)?\((?:CNN|Reuters|AP|AFP|PTI|IANS|ANI|UPI|BBC|CBS|NASA|SPACE\.com|[A-Z]{2,8}|[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)(?:\s[A-Z]\w+)?\)\s*(?:[–—-]+|:)?\s*
      |^[A-Z][A-Z.'’ -]{2,}(?:,\s+(?:[A-Z][a-z]{2,8}\.?\s?)*(?:\d{1,2})?(?:\s*\([^)]{1,30}\))?)?\s*(?:[–—]+|--|:)\s+(?=[A-Z"“'])
      |^[A-Z][\w.'’]+(?:,?\s[A-Z][\w.'’]+){0,3}\s*(?:,\s*[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s\d{4})?)?\s(?:[–—]|--)\s(?=[A-Z"“'])""",
    re.VERBOSE,
)
_SHOUTED = re.compile(r"^(?:[A-Z0-9][A-Z0-9.,:'’&/-]*\s+){3,12}(?=[A-Z\"“][a-z])")
_CONNECTIVE = re.compile(
    r"""^(?:however|meanwhile|instead|moreover|furthermore|therefore|thus|nevertheless|nonetheless|besides|additionally|consequently|also|plus|indeed
      |in\s+addition|for\s+(?:example|instance)|as\s+a\s+result|in\s+fact|of\s+course|on\s+the\s+other\s+hand|at\s+the\s+same\s+time|in\s+the\s+meantime|in\s+turn|finally|notably|in\s+particular
      |interestingly|significantly|incidentally|earlier|later|then|still|now)\s*,\s+|^(?:but|and|so|yet)\s*,?\s+(?=[A-Z"“]|(?:the|a|an|in|on|at|for|with|after|when|while|as|some|many|most)\s)""",
    re.IGNORECASE | re.VERBOSE,
)


def opening(sentence: str) -> str:
    """The sentence without a dateline, a heading run into it, or a word that joins it to the sentence before."""
    sentence = _DATELINE.sub("", sentence, count=1)
    sentence = _SHOUTED.sub("", sentence, count=1)
    bare = _CONNECTIVE.sub("", sentence, count=1)
    if bare != sentence and bare and not dangling(bare):
        sentence = bare[0].upper() + bare[1:]
    return sentence.lstrip("-–—•*·▪►| ").strip()
