"""What a person may do, by role."""

from enum import StrEnum


class Role(StrEnum):
    """A role. The values are stored. An administrator may do all that others may, and everybody what the field may."""

    FIELD = "field"
    ANALYST = "analyst"
    AUTHOR = "author"
    ADMIN = "admin"

    def covers(self, other: "Role") -> bool:
        """True when this role may do all that the other may.

        >>> Role.ADMIN.covers(Role.AUTHOR), Role.ANALYST.covers(Role.AUTHOR), Role.ANALYST.covers(Role.FIELD)
        (True, False, True)
        """
        return self is Role.ADMIN or self is other or other is Role.FIELD


def narrower(one: Role, other: Role) -> Role:
    """The role that both cover: one of the two, or `field` where neither covers the other.

    >>> str(narrower(Role.ADMIN, Role.AUTHOR)), str(narrower(Role.ANALYST, Role.AUTHOR))
    ('author', 'field')
    """
    if one.covers(other):
        return other
    return one if other.covers(one) else Role.FIELD
