"""What polling costs, beside what people would use instead, in one run on one machine.

    BENCH_PYTHON=/path/to/python python -m benchmarks.poll --feeds 1000

Drives the shared fetch benchmark (../shared/bench): a feed server on loopback, `downlink poll` and its peers in turn,
each with a first poll, one where nothing changed, one with new entries in every tenth feed; then once more with feeds
that never say 304 or only move their build date. Figures are ratios of processor time of the whole process tree,
start-up aside; seconds mean nothing on a shared machine. BENCH_PYTHON is a Python with the peers (reader, aiohttp,
feedparser) in it.
Exits 0 where the bounds hold.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("DOWNLINK_SHARED", ROOT.parent / "shared")) / "bench" / "bench.py"
OURS = "downlink"
# ratio: (poll, peer, the most it may be)
BOUNDS = {
    "first_to_reader": ("cold", "reader", 0.55),
    "unchanged_to_bare": ("warm", "bare304", 1.3),
    "tenth_to_bare": ("chg", "bare304", 2.0),
    "stubborn_to_bare": ("warm", "bare304", 1.5),
}
MEMORY_MB = 200


def measure(feeds: int, peers: list[str], *options: str) -> dict[str, Any]:
    """Each system's three polls as the benchmark writes them: net processor seconds and peak memory."""
    # -m, not the console script: it may not be on the path of whoever runs this.
    command = f"{sys.executable} -m bot poll --allow-private --feeds-file {{feeds_file}} --store sqlite:///{{db_path}}"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        program = [os.environ.get("BENCH_PYTHON", sys.executable), str(BENCH), "--n", str(feeds), "--name", OURS]
        program += ["--cmd", command, "--cwd", str(ROOT), "--peers", ",".join(peers), "--json", str(out), *options]
        subprocess.run(program, check=True)
        polls: dict[str, Any] = {name: rounds[0] for name, rounds in json.loads(out.read_text())["res"].items()}
        return polls


def main() -> int:
    """The shell's door."""
    parser = argparse.ArgumentParser(description="What polling costs, beside others.")
    parser.add_argument("--feeds", type=int, default=1000)
    options = parser.parse_args()
    if not BENCH.exists():
        print(f"{BENCH} is not here: this benchmark needs the project's shared material", file=sys.stderr)
        return 1
    peers = ["reader", "bare304", *(["newsboat"] if shutil.which("newsboat") else [])]
    usual = measure(options.feeds, peers)
    stubborn = measure(options.feeds, ["bare304"], "--noval", "15", "--churn", "10")
    figures: dict[str, float] = {"feeds": options.feeds}
    print(f"\n{'ratio of processor time':<26}{'is':>8}{'bound':>8}")
    for name, (poll, peer, bound) in BOUNDS.items():
        run = stubborn if name.startswith("stubborn") else usual
        figures[name] = round(run[OURS][poll]["net"] / max(run[peer][poll]["net"], 1e-3), 2)
        print(f"{name:<26}{figures[name]:>8}{bound:>8}")
    if "newsboat" in usual:
        figures["first_to_newsboat"] = round(usual[OURS]["cold"]["net"] / usual["newsboat"]["cold"]["net"], 2)
        print(f"{'first_to_newsboat':<26}{figures['first_to_newsboat']:>8}{'aim 1.0':>8}")
    figures["memory_mb"] = round(max(poll["rss"] for poll in usual[OURS].values()), 1)
    print(f"{'memory_mb':<26}{figures['memory_mb']:>8}{MEMORY_MB:>8}")
    kept = all(figures[name] <= bound for name, (_, _, bound) in BOUNDS.items()) and figures["memory_mb"] <= MEMORY_MB
    print(json.dumps({**figures, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
