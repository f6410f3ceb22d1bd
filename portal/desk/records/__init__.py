"""What the desk keeps and tells of itself: what was decided, figures, alerts, the library of reasons."""
