"""The auditor's pages: the trail, the log of looks, what became of each item. They change nothing."""
