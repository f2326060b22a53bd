"""Photos taken in from the browser: folders below the roots that the server opened, tried first, then taken."""
