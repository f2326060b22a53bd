"""A library to look at: field photos that the program draws itself, and the folders they lie in."""
