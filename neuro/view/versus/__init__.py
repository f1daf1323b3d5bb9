"""Several learners side by side."""
