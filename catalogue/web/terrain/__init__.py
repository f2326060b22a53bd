"""What agents carry on their phones: one page that works without a network, and what it asks of the server."""
