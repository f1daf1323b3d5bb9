"""What goes on in a rollout and in a network, as plain data for panels."""
