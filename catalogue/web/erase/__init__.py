"""Erasing a photo for good, in the browser: what goes, what stays, and a word to be typed."""
