"""The pages in which a population learns that the site shows: what ``neuro export … --live`` is given for each."""

LIVE_PAGES = {
    "flappy": ("flappy",),
    "flappy-one-parent": ("flappy", "--with", "crossover_rate=0"),
    "flappy-neat": ("flappy", "--algorithm", "neat"),
    "arena": ("xor_arena",),
    "arena-linear": ("xor_arena", "--layers", "4-2"),
    "maze-deceptive": ("maze", "--level", "deceptive"),
    "maze-novelty": ("maze", "--level", "deceptive", "--algorithm", "novelty"),
    "poles-blind": ("poles", "--level", "blind"),
    "volley": ("volley",),
    "snake": ("snake",),
    "xor": ("xor",),
}
