"""Pictures and films of what a window shows."""
