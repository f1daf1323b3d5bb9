"""Where a champion comes from: its line of descent, and the origin of its genes."""

from neuro.descent.family_tree import Ancestor, FamilyTree, Founder, find_family, grow_family

__all__ = ["Ancestor", "FamilyTree", "Founder", "find_family", "grow_family"]
