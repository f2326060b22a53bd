"""tus 1.0 at `/uploads/`: headers in, bodies to the disk as they come, answers out."""
