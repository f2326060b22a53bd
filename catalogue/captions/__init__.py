"""Captions, credits and themes that people wrote in a spreadsheet, brought back to their photos.

`reading.read_table(file, chosen)` → the rows of a sheet, as text; `previewing.preview(db, table)` → what they would
change, what is doubtful, what is wrong; `applying.apply(db, preview, by)` → one action, which can be undone.
"""
