"""Which photos a phone may take along."""

#: What everybody may see, and that is not another photo's version.
SEEN_BY_ALL = "state = 'catalogued' AND version_of IS NULL"
