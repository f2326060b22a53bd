"""The store of originals: bytes that cannot be taken again."""
