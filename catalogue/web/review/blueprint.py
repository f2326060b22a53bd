"""The desk as a part of the site."""

from flask import Flask

from catalogue.web.review import tracks, views


def add_review(app: Flask) -> None:
    """The site has a review desk."""
    views.review.before_request(tracks.bound_body)
    app.register_blueprint(views.review)
