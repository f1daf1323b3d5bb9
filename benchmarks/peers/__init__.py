"""Each file does the same work with another library and with neuro."""
