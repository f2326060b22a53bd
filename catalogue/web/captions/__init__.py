"""Sheets of captions on screen: handed over, looked at, then written; and taken back."""
