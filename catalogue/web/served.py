"""What every page of the site works with: the library that is served, and its results."""

from flask import current_app, g

from catalogue.home.paths import Home
from catalogue.web.results import Results


def home() -> Home:
    """The library that is served."""
    found: Home = current_app.config["HOME"]
    return found


def results() -> Results:
    """What answers for whole results of the gallery, as whoever asks may see them."""
    found: Results = current_app.config["RESULTS"]
    return found.asked_by(g.get("person"))
