"""Discord's side: rendering a brief, sending it, reading what Discord answers."""
