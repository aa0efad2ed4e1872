"""What the grounding gate knows of English, layer on layer; what it objects to is in `rules`.

Words and tables:
    vocabulary, wordclasses, quantities, known_names, names, direction
    meanings (which word may be told for which: meanings.txt, deeds.txt for verbs, things.txt for nouns), opposites
One sentence read, word by word, to a Reading of Tokens and Marks (claims):
    aliases, respective: the text beforehand    scan, times, figures, particles, governing, reading
One sentence parsed, to a Structure of Phrases and Predicates (structure):
    tags, tagging: which word is a verb, a noun    nominal, syntax: who does what to whom
What is asked of one parsed sentence:
    standing: how sure it is of a verb    polarity: what it denies    ranks: what it ranks    distance    sentence
A told sentence beside its source:
    alignment: which word is which    phrases: the Scene, whether two phrases are one    actors, matches: two verbs
"""
