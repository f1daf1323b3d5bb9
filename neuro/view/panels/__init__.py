"""The panels that several windows show."""
