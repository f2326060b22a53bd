"""The library in a browser: the site for people, and the server that puts Datasette beside it."""
