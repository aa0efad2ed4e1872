"""Slash commands: thin skins over the services that bot.app hands them."""
