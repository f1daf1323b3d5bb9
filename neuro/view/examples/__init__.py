"""The windows of networks that learn examples: decision surfaces, and drawings to guess."""
