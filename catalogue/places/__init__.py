"""Parks, itineraries, cités, communes: the territory."""
