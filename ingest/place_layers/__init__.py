"""Files of places become layers: a file is let in, read in a bounded child, checked row by row, and drawn anew."""
