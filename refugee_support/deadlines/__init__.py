"""Authority letters and their deadlines, between the rules (`rules/deadlines`) and the documents.

| file | what |
|---|---|
| `remedies.py` | which Remedy Rule holds for a letter |
| `letters.py` | from a letter to its deadline, or to the reason why it cannot be computed |
| `dates.py` | safe and advance dates of deadlines entered by hand |
| `opportunities.py` | what becomes possible when nobody answers |
| `recipients.py`, `reminders.py`, `messages.py` | who is reminded, when, and in which words |
| `heartbeat.py` | whether the reminders run at all |
| `checks.py` | what letters and deadlines check alike |
| `calendar.py` | what the calendar shows |
"""
