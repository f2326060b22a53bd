"""Erasing photos for good, with every trace of them, and knowing them again when they come back."""
