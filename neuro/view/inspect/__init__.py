"""What goes on in a flight and in a network, as plain data for panels."""
