"""Outings of agents and their raw tracks: where somebody walked all day is theirs alone, and forgotten in time.

They lie in `people.db`, which Datasette never opens and no export reads. What leaves them is a position of a photo.
"""
