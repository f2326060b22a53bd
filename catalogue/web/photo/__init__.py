"""One photo: its page, what stands around it, and taking it away."""
