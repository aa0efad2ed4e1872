"""Downlink: space-news briefs for Discord, told once and traceable to their sources."""

__version__ = "0.1.0"
