"""Commands of the terminal. They parse, call, and tell; they decide nothing."""
