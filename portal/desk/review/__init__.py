"""What the review pages share: reading what was sent, history, the reason to look, statements, showing."""
