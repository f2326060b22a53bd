"""Photos and places joined: classification, and positions that tracks and neighbours give."""
