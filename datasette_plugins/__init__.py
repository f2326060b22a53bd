"""How the catalogue is browsed in Datasette."""
