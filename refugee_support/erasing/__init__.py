"""Erasing a client (Art. 17 GDPR): everything that hangs on them goes, the statistics stay and lead to nobody.

`world` finds what goes, `checks` what stands against it, `statistics` cuts the Service Records loose, `traces` empties
the framework's own tables, `run` does all of it in one transaction, `again` does it once more after a backup was restored.
docs/data-protection.md has it in words.
"""
