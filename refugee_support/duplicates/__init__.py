"""The same person twice: keys by which records find each other (`keys`), the comparison (`finding`), and what a
person is told when they save a client (`hint`). Names themselves are compared in `rules/names`. docs/duplicates.md."""
