"""Watching and replaying in a terminal."""
