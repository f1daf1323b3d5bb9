"""An algorithm of one's own as the text of a file: to import it here would make it known to every test."""

#: Steps at random from the best, as far as its setting says.
MINE = """
from dataclasses import dataclass
import numpy as np
import neuro

@dataclass(frozen=True)
class Settings:
    step: float = neuro.setting(0.1, "How far each genome is from the best", low=0, high=2)

class Mine(neuro.Algorithm):
    name, title, source = "mine", "Mine", "me, today"
    Settings = Settings

    def __init__(self, policy, first, seed, settings):
        self.settings, self.population, self.seed, self.generation = settings, len(first), seed, 0
        self.genomes = first.matrix.copy()

    def ask(self):
        return self.genomes

    def tell(self, results):
        best = self.genomes[results.fitness.argmax()]
        self.generation += 1
        draws = np.random.default_rng((self.seed, self.generation)).normal(size=(self.population, best.size))
        self.genomes = (best + self.settings.step * draws).astype(np.float32)

    def state(self):
        return {"genomes": self.genomes}

    def restore(self, arrays, generation):
        self.genomes, self.generation = arrays["genomes"].copy(), generation
"""
