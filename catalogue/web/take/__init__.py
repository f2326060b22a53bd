"""Taking many photos away: one ZIP that streams and can be resumed, tables and layers of a whole result."""
