"""What a person typed, as an FTS5 query over the folded text of `photo_search`."""

import unicodedata

from catalogue.database.folding import fold

#: Nobody types more; a longer query is cut here, so that it costs no more than a long one.
_MOST_TERMS = 20
_LONGEST_TERM = 80
_SHORT_DIGITS = 2


def match_expression(query: str) -> str | None:
    """FTS5 expression for a query: every term must occur, the last one as the beginning of a word.

    Numbers of one or two digits are meant whole: whoever looks for fosse 7 wants neither fosse 76 nor an EOS 70D.

    Nothing that is typed acts as an operator: each term becomes an FTS5 string (SQLite documentation, FTS5,
    section 3.1), in which punctuation only parts words, so that `11/19` finds the two numbers side by side.
    None when the query holds nothing that the index could know: no letter, no digit.

    >>> match_expression("Nœux fos")
    '"noeux" "fos"*'
    >>> match_expression("fosse 7"), match_expression("11/19")
    ('"fosse" "7"', '"11 19"')
    >>> match_expression('" * -') is None
    True
    """
    terms = [term for term in map(_words, fold(query).split()) if term][:_MOST_TERMS]
    if not terms:
        return None
    return " ".join(f'"{term}"' for term in terms) + "*" * (not _is_short_numbers(terms[-1]))


def _words(term: str) -> str:
    """Words of a term, parted by single spaces where the index's tokenizer parts them."""
    kept = "".join(c if _is_indexed(c) else " " for c in term[:_LONGEST_TERM])
    return " ".join(kept.split())


def _is_short_numbers(term: str) -> bool:
    return all(word.isdecimal() and len(word) <= _SHORT_DIGITS for word in term.split())


def _is_indexed(character: str) -> bool:
    # unicode61 keeps letters, numbers and private-use characters (FTS5, section 4.3.1).
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"
