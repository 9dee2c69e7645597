"""Figures of several associations: handed on as a file, taken in, added up (docs/federation.md). No personal data anywhere."""
