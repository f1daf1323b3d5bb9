"""Rollouts: game and network compiled into one loop."""
