"""GPS tracks: reading them, and where a photo was when its clock showed a time. Pure; no database."""
