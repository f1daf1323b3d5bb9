"""Birds, basalt and scenery: what the games that ship are painted with."""
