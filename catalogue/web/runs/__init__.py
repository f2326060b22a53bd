"""Runs on screen: what came in, what did not and why, as a page and as a sheet; and trying again."""
