"""Evaluation reports: figures of a period that leave the house, in which nobody can be found (docs/evaluation-report.md)."""
