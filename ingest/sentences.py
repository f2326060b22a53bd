"""Sentences of the closing report that every run may need, in a module that loads at once."""


def as_they_were(number: int, failed_before: int) -> list[str]:
    """Files that were met before and have not changed; those that could not be taken in are recalled.

    >>> as_they_were(1, 0)
    ['1 file is as it was.']
    """
    lines = ["1 file is as it was." if number == 1 else f"{number:,} files are as they were."]
    if failed_before:
        have = "has" if failed_before == 1 else "have"
        lines.append(f"  {failed_before:,} of them could not be taken in before, and {have} not changed.")
    return lines


def left_alone(folders: int, files: int) -> list[str]:
    """What the walk passed by, if anything.

    >>> left_alone(1, 0)
    ['Left alone: 1 folder of thumbnails, waste or another library not entered, 0 system files.']
    """
    if not (folders or files):
        return []
    entered = f"{folders:,} folder{'s' * (folders != 1)} of thumbnails, waste or another library not entered"
    return [f"Left alone: {entered}, {files:,} system file{'s' * (files != 1)}."]


def took(seconds: float) -> str:
    """How long a run took."""
    return f"It took {duration(seconds)}."


def duration(seconds: float) -> str:
    """A time span as people say it.

    >>> duration(0.41), duration(75), duration(7300)
    ('0.4 s', '1 min 15 s', '2 h 01 min')
    """
    if seconds < 60:  # noqa: PLR2004 seconds in a minute
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 a tenth matters below
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"  # noqa: PLR2004
