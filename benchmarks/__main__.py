"""Runs every benchmark of this folder, one process each: `python -m benchmarks [NAME …]`, such as `store`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 0 if all ended well."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    if strange := [name for name in names if name not in known]:
        print(f"no benchmark {strange[0]!r}; choose from {', '.join(known)}", file=sys.stderr)
        return 2
    return max((abs(_run(path)) for name, path in known.items() if not names or name in names), default=0)


def _run(path: Path) -> int:
    print(f"\n== {path.stem}", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{path.stem}"]
    # A process each: one's memory and caches are not the other's.
    return subprocess.run(command, cwd=FOLDER.parent, check=False).returncode  # noqa: S603  (our own modules)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
