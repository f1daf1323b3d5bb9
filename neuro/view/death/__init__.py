"""Why did it die: the cause in words, and the screen that shows it."""
