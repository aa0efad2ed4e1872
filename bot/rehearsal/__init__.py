"""A Discord of our own on 127.0.0.1, for trying and testing the bot. Imports nothing else of the house."""
