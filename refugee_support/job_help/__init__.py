"""Help with job applications: what the records of one Application Support have in common (docs/application-support.md)."""
