#!/usr/bin/env python3
"""Compare Broch with an installed Orthanc on this machine: one command, a table and a plot.

    python benchmarks/compare.py             # some minutes
    python benchmarks/compare.py --quick     # less than a minute, less exact
    python benchmarks/compare.py --servers broch,broch-normal,orthanc --only upload,cstore

Needs Broch's core in this Python, and `Orthanc` on the PATH; without Orthanc, Broch alone is measured.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import report
from server import FOLDER, Absent, Server
from workloads import Bench, Sizes

QUICK = (2, 0.3)
"""Rounds, and scale."""


def main(arguments=None):
    options = parse(arguments)
    bench = Bench(Sizes(options.scale))
    wanted = [name for name in bench.table if not options.only or any(part in name for part in options.only)]
    if not wanted:
        sys.exit(f"--only matches nothing of: {', '.join(bench.table)}")
    with tempfile.TemporaryDirectory(prefix="broch-comparison-", dir=options.scratch) as scratch:
        about = report.machine(Path(scratch))
        servers = installed(options.servers, Path(scratch))
        try:
            for server in servers:
                server.start()
                about.append(
                    f"{server.name} {server.version}: {server.promise or 'nothing is known of its durability'}"
                )
            print("\n".join(about), flush=True)
            rounds = measure_all(bench, wanted, servers, options.rounds)
        finally:
            for server in servers:
                server.stop()
    rows = [
        report.make_row(name, *bench.table[name][:2], rounds[name], name in bench.less_is_better) for name in wanted
    ]
    names = [server.name for server in servers]
    print(f"\n{report.for_terminal(report.table(rows, names))}\n")
    print("\n".join(report.notes(rows, names)))
    about.append(f"{options.rounds} rounds, scale {options.scale:g}, all clients on the same machine")
    print("\nWritten:", *report.write(options.out, rows, names, about), sep="\n  ")


def installed(names, scratch):
    """The servers that can be started; what to do about the others is said."""
    servers = []
    for name in names:
        try:
            servers.append(Server(name, scratch))
        except Absent as absent:
            print(absent, flush=True)
    if not servers:
        sys.exit("There is no server to measure.")
    return servers


def measure_all(bench, wanted, servers, rounds):
    """Name of the workload -> for each round the outcome of each server. They take turns, to meet the same noise."""
    progress = Progress(len(servers) * (1 + rounds * len(wanted)))
    for server in servers:
        progress.step(f"{server.name}: standing data")
        bench.load(server)
    told = {name: [] for name in wanted}
    for number in range(rounds):
        for name in wanted:
            turns = servers if number % 2 == 0 else servers[::-1]
            outcomes = {}
            for server in turns:
                progress.step(f"{server.name}: {name}")
                outcomes[server.name] = bench.table[name][2](server)
            told[name].append([outcomes[server.name] for server in servers])
    progress.end()
    return told


class Progress:
    """One line on a terminal."""

    def __init__(self, steps):
        self._steps, self._done, self._shown = steps, 0, sys.stderr.isatty()

    def step(self, what):
        self._done += 1
        if self._shown:
            print(f"\r\x1b[K{self._done}/{self._steps}  {what}", end="", file=sys.stderr, flush=True)

    def end(self):
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.json")))
    commas = {"type": lambda text: [part for part in text.split(",") if part], "metavar": "NAME,..."}
    parser.add_argument(
        "--servers", default=["broch", "orthanc"], **commas,
        help=f"the first is compared with the last; {known}, or files of that kind (default: broch,orthanc)",
    )  # fmt: skip
    parser.add_argument("--only", **commas, help="workloads whose names contain one of these")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK[0]} rounds of scale {QUICK[1]}")
    parser.add_argument("--rounds", type=int, help="default: 5")
    parser.add_argument("--scale", type=float, help="how much work a round is (default: 1)")
    parser.add_argument(
        "--out", type=Path, default=Path("comparison"), help="folder for the results (default: comparison)"
    )
    parser.add_argument(
        "--scratch", help="folder for the servers' data: put it on the disk that matters (default: the system's)"
    )
    options = parser.parse_args(arguments)
    rounds, scale = QUICK if options.quick else (5, 1.0)
    options.rounds, options.scale = options.rounds or rounds, options.scale or scale
    return options


if __name__ == "__main__":
    main()
