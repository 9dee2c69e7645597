"""The app can be installed, and what leads to it - commands, CI, licence - is in order."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ["bin/demo", "bin/test", ".ci/run"]


def read(path: str) -> str:
	return (ROOT / path).read_text(encoding="utf-8")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
	clean = {key: value for key, value in os.environ.items() if not key.startswith("FRAPPE_")}
	return subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True)


@pytest.mark.parametrize("script", SCRIPTS)
def test_command_is_executable(script: str) -> None:
	assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize(
	"script", [*SCRIPTS, *(f"bin/lib/{path.name}" for path in ROOT.glob("bin/lib/*.sh"))]
)
def test_script_is_valid_bash(script: str) -> None:
	assert run("bash", "-n", script).stderr == ""


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
def test_scripts_satisfy_shellcheck() -> None:
	assert run("shellcheck", "-x", *SCRIPTS).stdout == ""


def test_an_empty_environment_is_no_error(tmp_path: Path) -> None:
	"""As a job of cron begins, without even a terminal."""
	script = """
		set -eEuo pipefail
		. bin/lib/common.sh
		. bin/lib/machine.sh
		trust_local_sources() { :; }
		readable_path() { :; }
		BENCH_HOME=/ BENCH_USER=somebody TOOLS=/ build_environment
		[ "${#BENCH_ENV[@]}" -gt 5 ]
	"""
	empty = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
	done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=empty, capture_output=True, text=True)
	assert (done.returncode, done.stderr) == (0, "")


def test_ci_runs_the_same_command_as_people() -> None:
	assert "/../bin/test" in read(".ci/run")
	assert ".ci/run" in read(".github/workflows/ci.yml")


def test_every_parameter_of_the_commands_is_documented() -> None:
	used = {
		word
		for path in ROOT.glob("bin/lib/*.sh")
		for word in path.read_text().replace("{", " ").replace(":", " ").split()
		if word.startswith(("REFUGEE_SUPPORT_", "FRAPPE_SOURCE", "FRAPPE_BRANCH")) and word.isidentifier()
	} - {"REFUGEE_SUPPORT_LOCK_WAIT"}
	documented = read("docs/installation.md")
	assert sorted(name for name in used if f"`{name}`" not in documented) == []


def test_package_contains_more_than_python(tmp_path: Path) -> None:
	"""bench installs the app in place, but a wheel without DocTypes would be worthless."""
	setuptools = pytest.importorskip("setuptools")
	if int(setuptools.__version__.split(".")[0]) < 68:
		pytest.skip("setuptools is too old to build the app")
	copy = tmp_path / "app"
	shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "dist", "node_modules", "*.egg-info"))
	built = subprocess.run(
		[sys.executable, "setup.py", "-q", "build", "--build-base", str(tmp_path / "build")],
		cwd=copy,
		capture_output=True,
		text=True,
	)
	assert built.returncode == 0, built.stderr
	package = tmp_path / "build/lib/refugee_support"
	for name in ("hooks.py", "modules.txt", "patches.txt"):
		assert (package / name).is_file()
	assert list(package.glob("refugee_support/doctype/*/*.json"))
	assert list(package.glob("setup/data/*.csv"))


def test_licence_is_the_gpl_3() -> None:
	text = read("LICENSE")
	assert "GNU GENERAL PUBLIC LICENSE" in text and "Version 3, 29 June 2007" in text
	assert "GPL-3.0-or-later" in read("pyproject.toml")


@pytest.mark.parametrize("path", [".eslintrc.json", ".prettierrc.json"])
def test_configuration_is_valid_json(path: str) -> None:
	json.loads(read(path))


def test_without_a_site_every_test_that_needs_one_is_counted_as_skipped(tmp_path: Path) -> None:
	needing = [*ROOT.glob("tests/site/**/test_*.py"), *ROOT.glob("tests/browser/**/test_*.py")]
	if not needing:
		pytest.skip("there are none yet")
	result = run(
		*(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/site", "tests/browser"),
		PYTHONDONTWRITEBYTECODE="1",
		HYPOTHESIS_STORAGE_DIRECTORY=str(tmp_path),
	)
	expected = sum(count_tests(ast.parse(path.read_text(encoding="utf-8")).body) for path in needing)
	assert f"{expected} skipped" in result.stdout.splitlines()[-1], result.stdout + result.stderr
	assert "passed" not in result.stdout.splitlines()[-1]


def count_tests(body: list[ast.stmt]) -> int:
	functions = [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]
	classes = [node for node in body if isinstance(node, ast.ClassDef) and node.name.startswith("Test")]
	return len(functions) + sum(count_tests(node.body) for node in classes)
