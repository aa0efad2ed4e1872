"""Downlink: space-news briefs for Discord, told once and traceable to their sources."""
