"""What leaves the library, in forms that other programs take."""
