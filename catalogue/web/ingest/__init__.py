"""Photos taken in from the browser: folders below the roots that the server was started with, tried first, then taken."""
