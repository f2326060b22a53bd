"""What the program takes of a machine: `python -m benchmarks`, or `make bench`."""
