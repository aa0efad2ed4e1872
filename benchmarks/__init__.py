"""Programs that measure. Each prints a table and, last, one line of JSON, and exits 0 where its bounds hold."""
