"""The one door to SQLite: connection, schema, migrations, text folding."""
