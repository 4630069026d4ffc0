"""The channels that fit the port, each in its own room."""
