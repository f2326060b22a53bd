"""Layers on screen: what there is, and files that become layers after they were looked at."""
