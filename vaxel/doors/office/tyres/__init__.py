"""The tyre hotel on screen."""
