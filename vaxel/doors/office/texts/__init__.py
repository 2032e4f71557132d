"""The shop's own words in messages, on screen."""
