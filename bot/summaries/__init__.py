"""Summaries whose every sentence comes from a source."""
