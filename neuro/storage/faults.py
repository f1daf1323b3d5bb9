"""What the operating system reports when a file cannot be read or written, in words: see ``neuro.disk``."""

from __future__ import annotations

from neuro.disk import in_words

__all__ = ["in_words"]
