"""People who help, from interest to farewell: the steps, the account that follows them, handing over, leaving.

`life_cycle` reads the records into `rules.life_cycle`; `accounts` is the only place that writes Frappe's User;
`certificates` keeps and erases the three facts of a police certificate; `handover` moves what somebody is
responsible for; `actions` is what the buttons call.
"""
