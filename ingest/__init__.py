"""How files come in: discovered, read, located, classified, and handed to the catalogue."""
