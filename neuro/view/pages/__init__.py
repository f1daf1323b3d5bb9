"""Flights and runs as web pages and figures."""
