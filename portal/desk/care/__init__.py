"""Review pages of care: queries, answers, follow-ups, second opinions, appeals, spam."""
