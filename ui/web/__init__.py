"""The web chat: a transcript on the left, the cited article on the right."""
