"""Records of an old database as they stand in its files: reading them (`files`), what a column means (`headers`), what
is in a cell (`dates`, `values`), and what becomes of a row (`rows`). Pure Python; docs/moving-in.md.

Whatever is wrong becomes a `Problem` with the row and the column it stands in, and a code; the site puts codes into
words. Nothing is guessed silently and nothing is dropped without being said.
"""
