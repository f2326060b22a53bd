"""The page *État*, and the answer to whoever watches the server."""
