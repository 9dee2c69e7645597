"""Says, as shell assignments, in which state the app's files are: what a later run compares with."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path("refugee_support")
# Code that only runs when it is called needs no migrate; code and records that migrate reads do.
SETUP_CODE = ("setup/", "patches/", "fixtures/", "integrations/", "hooks.py", "install.py", "uninstall.py")


def main() -> None:
	files = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and is_source(path))
	print(f"CODE_FINGERPRINT={digest(files)}")
	print(f"BUILD_FINGERPRINT={digest(filter(needs_build, files))}")
	print(f"MIGRATE_FINGERPRINT={digest(filter(needs_migrate, files))}")


def is_source(path: Path) -> bool:
	return not {"dist", "__pycache__", "node_modules"}.intersection(path.parts)


def needs_build(path: Path) -> bool:
	return path.relative_to(PACKAGE).parts[0] in ("public", "locale")


def needs_migrate(path: Path) -> bool:
	name = path.relative_to(PACKAGE).as_posix()
	if needs_build(path) or name.startswith("demo/"):
		return False
	return path.suffix not in (".py", ".js", ".css") or name.startswith(SETUP_CODE)


def digest(files: Iterable[Path]) -> str:
	state = hashlib.sha256()
	for path in files:
		state.update(f"{path}\0".encode() + path.read_bytes())
	return state.hexdigest()[:16]


main()
