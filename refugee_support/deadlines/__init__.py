"""Authority letters and their deadlines, between the rules (`rules/deadlines`) and the documents.

| file | what |
|---|---|
| `remedies.py` | which Remedy Rule holds for a letter |
| `letters.py` | from a letter to its deadline, or to the reason why it cannot be computed |
| `dates.py` | safe and advance dates of deadlines entered by hand |
| `calendar.py` | what the calendar shows |
"""
