"""Data sets: examples to learn from and others to be tested on, each read or made by one function.

``digits`` ships with the package; ``mnist`` reads the files of that data set, ``table`` any CSV file, and
``xor`` is four lines long. All are checked before they are used, and nothing is downloaded.
"""

from neuro.datasets.dataset import DataSet
from neuro.datasets.digits import digits
from neuro.datasets.mnist import mnist
from neuro.datasets.table import inputs_of, table
from neuro.datasets.xor import xor

__all__ = ["DataSet", "digits", "inputs_of", "mnist", "table", "xor"]
