"""What can be drawn on any surface: sprites, text, fields of colours, names, trails, icons."""
