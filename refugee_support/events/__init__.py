"""Workshops, children's events, information evenings: places, public sign-up, waiting list, exit question (docs/events.md)."""
