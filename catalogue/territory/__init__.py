"""Where places lie, and how a photo belongs to them. Pure functions over values; no database."""
