"""Review pages of what is public: preparing, approving, correcting and taking down pages, and reports about them."""
