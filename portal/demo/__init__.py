"""The fictional cast, texts and drawings of the demonstration site; nothing here is used in production."""
