"""What the grounding gate knows of English: see bot.summaries.grounding."""
