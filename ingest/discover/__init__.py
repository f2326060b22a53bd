"""What is there to be read: folders walked, files met once."""
