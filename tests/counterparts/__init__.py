"""Other people's systems, real ones, started on this machine to be talked to."""
