"""Review pages of doctors: verification, documents, reports about them."""
