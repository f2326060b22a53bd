"""The photos of a small library that is taken away: rows, and what tests know of some."""

from catalogues import Row, photos

COUNT = 60
#: Numbers of photos that tests know something of.
FORMULA, LONG, INTERNAL, ASIDE, NO_POSITION, FORBIDDEN, TWIN = 1, 2, 3, 4, 5, 6, 7


def made_rows() -> list[Row]:
    """The photos; all but one are in the gallery."""
    made = [{**row, "state": "catalogued", "rights": "ready"} for row in photos(COUNT)]
    known = {row["number"]: row for row in made}
    known[FORMULA] |= {"caption": "=HYPERLINK(1)", "credit": "+33 1", "creator": "@agent", "copyright": "-1"}
    known[LONG] |= {"caption": "Nœux\x07 \u202eabc " + "é" * 5000, "alt_text": "e" * 40_000}
    known[INTERNAL] |= {"diffusion": "internal", "rights": "restricted"}
    known[ASIDE] |= {"state": "set_aside", "state_reason": "floue"}
    known[NO_POSITION] |= {"latitude": None, "longitude": None, "position_method": None}
    known[FORBIDDEN] |= {"park": 'Terrils 11/19: "sud"?', "taken_year": 2018, "taken_at": None}
    known[TWIN] |= {"taken_at": "2018-05-12", "creator": None, "credit": None, "rights": "credit-missing"}
    return made
