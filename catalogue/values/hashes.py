"""How far two perceptual hashes are apart."""


def differing_bits(one: str, other: str) -> int:
    """How many of 64 bits differ between two hashes of 16 hexadecimal digits.

    >>> differing_bits("00000000000000ff", "000000000000000f")
    4
    """
    return (int(one, 16) ^ int(other, 16)).bit_count()
