"""Folders of photos that are dropped on a page: one page, whose scripts send to `/uploads/`."""
