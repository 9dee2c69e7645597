"""Packaging entry point; everything it needs is declared in pyproject.toml."""

from setuptools import setup

setup()
