"""The games that come with neuro, a folder each: rules, view, and a docstring that is the game's specification."""
