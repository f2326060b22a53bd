"""Does a library survive kills, failing disks and power cuts? `python -m tests.reliability` tries it out."""
