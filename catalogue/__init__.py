"""What we know: values, rules, tables, the store of originals, and the pictures that go out."""

__version__ = "0.1.0"
