"""The job board: where every car is, and its next step by drag, menu or key (W3, S-25 to S-28)."""
