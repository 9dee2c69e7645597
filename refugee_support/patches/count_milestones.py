"""Service Records learn of milestones, of months since arrival and of what followed a decision: all are made again."""

from refugee_support import service_records


def execute() -> None:
	service_records.rebuild()
