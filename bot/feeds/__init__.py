"""Reading feeds: fetched politely, guarded, parsed, paced."""
