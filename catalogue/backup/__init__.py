"""Backups of a library, and libraries made of backups again.

A backup is a folder that may lie on a NAS: SQLite never opens a file there, and nothing depends on its locks or on
hard links. What a copy names is there, whole, before the copy is said to exist: its manifest is written last.
"""
