"""The review desk: what the machine could not settle, finished by a person, one queue at a time.

Every screen is a page with an address: `/review/<reason>/<photo_id>?sel=<numbers>`. Looking, choosing, settling and
undoing are links and plain forms; the script adds the map, the keyboard and speed, through `/review/api/`.
"""
