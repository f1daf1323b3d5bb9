"""Where a champion comes from: its line of descent, and the origin of its genes."""

from neuro.descent.family_tree import Ancestor, FamilyTree, Founder, check_breeds, find_family, grow_family

__all__ = ["Ancestor", "FamilyTree", "Founder", "check_breeds", "find_family", "grow_family"]
