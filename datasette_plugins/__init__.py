"""How the catalogue is browsed in Datasette."""

# Datasette loads its plugins while it is itself being loaded. Were one of ours imported first, Datasette would
# meet it half made, and none of its hooks.
import datasette.plugins  # noqa: F401
