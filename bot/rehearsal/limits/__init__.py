"""What Discord refuses in a request body: its published limits, and its error tree for what breaks them."""
