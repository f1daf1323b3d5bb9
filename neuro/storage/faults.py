"""What the operating system reports when a file cannot be read or written, in words."""

from __future__ import annotations

import errno

__all__ = ["in_words"]

_WORDS = {
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it would be larger than files may be here",
    errno.EIO: "the disk reports an error",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.ELOOP: "its links lead in a circle",
    errno.EMFILE: "too many files are open",
}


def in_words(error: OSError | ValueError) -> str:
    """The reason that an operation failed, without its number and path; a ValueError is about spelling."""
    if isinstance(error, ValueError):
        return str(error)
    return _WORDS.get(error.errno or 0) or (error.strerror or str(error)).lower()
