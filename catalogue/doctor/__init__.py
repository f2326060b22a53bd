"""How a browser reaches the server: asked from outside, through whatever stands before it."""
