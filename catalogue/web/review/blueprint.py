"""The desk as a part of the site."""

from flask import Flask

from catalogue.web.review import tracks, views

views.review.before_request(tracks.bound_body)


def add_review(app: Flask) -> None:
    """The site has a review desk."""
    app.register_blueprint(views.review)
