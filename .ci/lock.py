"""Write requirements.lock and requirements-dev.lock: what pip picks today for pyproject.toml, `name==version` a line.

    python3 .ci/lock.py

Needs Python >= 3.11 and pip, nothing else. Run it with the oldest Python that the project supports; the lines hold
for the newer ones too, as long as no dependency asks for more there (`pip check` in `make lint` says so).
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def group(project: dict[str, Any], name: str) -> list[str]:
    """The requirements of a dependency group, the groups that it includes among them."""
    found: list[str] = []
    for entry in project["dependency-groups"][name]:
        found += [entry] if isinstance(entry, str) else group(project, entry["include-group"])
    return found


def resolve(requirements: list[str]) -> list[str]:
    """Every package that these requirements need, pinned, sorted by name."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    report = subprocess.run([*command, *requirements], check=True, stdout=subprocess.PIPE, text=True).stdout
    packages = [entry["metadata"] for entry in json.loads(report)["install"]]
    return sorted(f"{re.sub(r'[-_.]+', '-', p['name']).lower()}=={p['version']}" for p in packages)


def main() -> None:
    """Resolve everything at once, so that the two files agree, then the smaller one with those pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["project"]["optional-dependencies"]["report"]  # `make run` ends with the pages
    needed = project["project"]["dependencies"] + extra + group(project, "build")
    everything = resolve(needed + group(project, "dev"))
    pins = ROOT / "requirements-dev.lock"
    pins.write_text("\n".join(everything) + "\n", encoding="utf-8")
    run = resolve([*needed, "--constraint", str(pins)])
    (ROOT / "requirements.lock").write_text("\n".join(run) + "\n", encoding="utf-8")
    print(f"requirements.lock: {len(run)} packages, requirements-dev.lock: {len(everything)} packages")


if __name__ == "__main__":
    main()
