"""Is this a server one can trust? What stands well, what wants attention, what to do now."""
