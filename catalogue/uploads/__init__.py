"""Files on their way into the library from a phone or a browser: begun, resumed, received, handed over to the inbox.

How much of one has come is the length of its file; everything else is a row in `people.db`.
"""
