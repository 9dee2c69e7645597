"""Moving in: years of records from an old database, nothing lost, nobody twice (docs/moving-in.md).

What stands in the files is read in `rules/legacy`, without Frappe. Here the rows become records: `reading` (a file and how
its columns and values are mapped), `checking` (the dry run: a result and a reason for each row), `run` (the job: in
chunks, each row whole or not at all), `writing` (one module for each kind of record), `undo`, `report` (the workbook with
the problems marked). `keys` remembers which record an old number became; that is what makes a second run change nothing.
"""
