"""The folder of one library: where things lie, who works there, what waits."""
