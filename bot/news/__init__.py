"""What the news is: items become stories, stories are ranked."""
