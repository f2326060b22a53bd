"""What the phone needs of the catalogue: what became of each file that was handed over."""

PHONE = """
ALTER TABLE ingest_log ADD COLUMN ticket TEXT;
CREATE UNIQUE INDEX ingest_log_by_ticket ON ingest_log(ticket) WHERE ticket IS NOT NULL;
"""
