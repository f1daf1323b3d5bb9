"""A window on a real screen: opening it, showing frames, its size, sound, and what is remembered of it."""
