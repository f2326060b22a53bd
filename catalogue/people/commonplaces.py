"""Passwords of twelve characters and more that are tried first."""

import re

from catalogue.database.folding import fold

_FEWEST_CHARACTERS = 5
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890123456789",
)
# Stems: with digits and signs before or behind they are no better.
_WORDS = """
    password motdepasse monmotdepasse passwordpassword motdepassemotdepasse changeme changezmoi letmein welcome
    bienvenue bonjour bonjourbonjour soleil soleilsoleil azerty azertyuiop azertyazerty qwerty qwertyuiop qwertyqwerty
    administrateur administration administrator admin adminadmin superadmin utilisateur phototheque phototheques
    photothequephototheque photographie photographies photos photo iloveyou jetaime jetaimejetaime doudou chouchou
    loulou marseille paris france motdepassesecret secretsecret secret passepartout testtest testtesttest test
    password passw motdepass mission terril terrils bassinminier missionbassinminier correcthorsebatterystaple
"""
_STEMS = frozenset(_WORDS.split())


def letters(text: str) -> str:
    """Letters and digits of a text, folded: what is left when capitals, accents, spaces and signs are passed over.

    >>> letters("Léa Dupont!")
    'leadupont'
    """
    # Past the cache of `fold`: a password is not kept in memory.
    return "".join(c for c in fold.__wrapped__(text) if c.isalnum())


def is_commonplace(password: str) -> bool:
    """True for what is tried first: a common word dressed up, one sign again and again, a run along the keyboard.

    >>> is_commonplace("Photothèque2026!"), is_commonplace("ababababababab"), is_commonplace("brume tuyau cerise")
    (True, True, False)
    """
    if len(set(password)) < _FEWEST_CHARACTERS:
        return True
    plain = letters(password)
    stem = re.sub(r"^\d+|\d+$", "", plain)
    return stem in _STEMS or any(plain and (plain in run or plain in run[::-1]) for run in _RUNS)
