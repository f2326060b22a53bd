"""Is everything there, and whole? And mending what is not."""
