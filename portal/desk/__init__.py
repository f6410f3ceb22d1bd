"""The moderation desk of the admin: what waits, and the pages on which it is decided."""
