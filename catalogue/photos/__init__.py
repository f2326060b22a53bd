"""Photos, their files, claims and runs."""
