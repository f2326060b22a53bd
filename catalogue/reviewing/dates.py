"""Dates that cannot be: before there were photographs, before the library's first year, or yet to come."""

from datetime import UTC, datetime, timedelta

from catalogue.errors import DecisionRefused

#: Daguerre's process was made public in August 1839.
FIRST_YEAR = 1839


class ImpossibleDate(DecisionRefused):
    """A date on which no photo of this library can have been taken: `why` is `early` or `future`."""

    def __init__(self, why: str, value: str, first_year: int) -> None:
        super().__init__(f"nothing was photographed on {value}")
        self.why = why
        self.value = value
        self.first_year = first_year


def check_possible(value: str, now: str, first_year: int = FIRST_YEAR) -> None:
    """ImpossibleDate for a date, as finely as it is written, before the first year or after tomorrow.

    `now` is UTC, and a camera may be a day ahead of it.
    """
    if int(value[:4]) < first_year:
        raise ImpossibleDate("early", value, first_year)
    tomorrow = (datetime.fromisoformat(now).astimezone(UTC) + timedelta(days=1)).date().isoformat()
    if value[:10] > tomorrow[: len(value)]:
        raise ImpossibleDate("future", value, first_year)
