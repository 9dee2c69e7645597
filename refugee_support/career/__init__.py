"""From the record of a working life to what an employer is sent: CV, cover letter and one PDF of everything.

`profile`, `wording`, `sections`, `letters`, `json_resume` are pure: they import no frappe and read no clock. `engine`
is WeasyPrint behind a closed door, `papers` takes in files of every kind, `loading` reads the records and asks for
permission, `api` is what the desk calls.
"""
