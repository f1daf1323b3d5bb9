"""Replays and runs as web pages and figures."""
