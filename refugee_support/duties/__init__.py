"""Duties: who is there at which session or event, what nobody has taken yet, and the hours that follow."""
