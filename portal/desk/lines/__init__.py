"""What waits at the desk: its queues, who may decide what, filters, claims, and what comes next."""
