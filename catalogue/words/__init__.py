"""How facts are said to people, in French and English: languages, and the words for what the catalogue holds. Pure."""
