"""The window in which a population learns, and what its story is told with."""
