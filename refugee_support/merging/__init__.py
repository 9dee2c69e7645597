"""Two client records that are one person become one; for 30 days this can be undone.

`preview` shows what would happen, `combine` does it, `undo` takes it back. All they change goes through a `Ledger`, which
is what makes undoing exact. `moves` says for each kind of record what "moving" means. Decided by counsellors only.
"""
