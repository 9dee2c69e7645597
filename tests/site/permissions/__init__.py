"""A package, so that its world is taken away before the other tests of the site (pytest knows no other end)."""
