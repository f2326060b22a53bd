"""Pictures: what they are, who they are, and what screens and other programs get of them."""
