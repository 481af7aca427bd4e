"""Medians and ratios of what was measured: a table for the terminal and for Markdown, and a plot."""

import json
import math
import os
import platform
import statistics
from dataclasses import dataclass
from html import escape
from pathlib import Path

BUSY = 0.7
"""Of a processor: a client that takes more may be what limits."""


@dataclass(frozen=True)
class Row:
    """One workload: of each server the median, of the first beside the last the ratio of each round."""

    name: str
    what: str
    unit: str
    medians: list
    ratios: list
    """Above 1: the first is better."""
    busy: bool

    @property
    def ratio(self):
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def spread(self):
        """Lowest and highest ratio."""
        return (min(self.ratios), max(self.ratios)) if self.ratios else None


def make_row(name, what, unit, rounds, less_is_better):
    """``rounds``: for each, the outcomes of the servers; None where a server does not have that."""
    columns = list(zip(*rounds, strict=True))
    medians = [statistics.median(o.value for o in column) if all(column) else None for column in columns]
    pairs = [(told[0].value, told[-1].value) for told in rounds if len(told) > 1 and told[0] and told[-1]]
    ratios = [(last / first if less_is_better else first / last) for first, last in pairs if first and last]
    busy = any(o is not None and o.client > BUSY for column in columns for o in column)
    return Row(name, what, unit, medians, [r for r in ratios if not math.isnan(r)], busy)


def table(rows, names):
    """Lines of cells, the first with the heads."""
    heads = ["workload", *names, "unit"] + (["ratio", "lowest", "highest"] if len(names) > 1 else [])
    lines = [heads]
    for row in rows:
        cells = [row.name + ("*" if row.busy else ""), *map(number, row.medians), row.unit]
        if len(names) > 1:
            cells += [number(row.ratio), *map(number, row.spread or (None, None))]
        lines.append(cells)
    return lines


def number(value):
    """With three digits that mean something."""
    if value is None or math.isnan(value):
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def for_terminal(lines):
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = ("  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines)
    return "\n".join(line.rstrip() for line in text)


def for_markdown(lines):
    marks = ["---", *("---:" for _ in lines[0][1:])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [lines[0], marks, *lines[1:]])


def notes(rows, names):
    """How to read the table."""
    yield "Medians of all rounds." + (
        f" Ratio: {names[0]} beside {names[-1]}, above 1 {names[0]} is better (also where less is better)."
        if len(names) > 1
        else ""
    )
    if any(row.busy for row in rows):
        yield "* A client took most of a processor: it may be what limits, and the servers differ more than it shows."
    for row in rows:
        yield f"{row.name}: {row.what}."


def machine(folder):
    """What it ran on."""
    return [
        f"{platform.system()} {platform.release()}, {platform.machine()}, {_processor()}, {os.cpu_count()} processors",
        f"data on {_file_system(folder)}; Python {platform.python_version()}; load {_load()} at the start",
    ]


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown processor")


def _load():
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _file_system(folder):
    """The kind of the file system that holds a folder."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return "unknown file system"
    path = str(folder.resolve())
    holding = [(len(place), kind) for place, kind in mounts if f"{path}/".startswith(place.rstrip("/") + "/")]
    return max(holding, default=(0, "unknown file system"))[1]


def write(folder, rows, names, about):
    """``comparison.md``, ``.json`` and, for more than one server, ``.svg``; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = table(rows, names)
    plot = "![ratios](comparison.svg)\n\n" if len(names) > 1 else ""
    listed = "\n".join(f"- {line}" for line in [*about, *notes(rows, names)])
    told = [row.__dict__ | {"ratio": row.ratio} for row in rows]
    contents = {
        "comparison.md": f"# {' and '.join(names)}\n\n{for_markdown(lines)}\n\n{plot}{listed}\n",
        "comparison.json": json.dumps({"servers": names, "about": about, "rows": told}, indent=1),
    }
    if len(names) > 1:
        contents["comparison.svg"] = svg(rows, names)
    for name, content in contents.items():
        (folder / name).write_text(content, "utf-8")
    return [folder / name for name in contents]


LEFT, WIDTH, HEIGHT, TOP = 130, 520, 24, 40
"""Of the plot: where bars may begin, how wide they are in all, height of a line, and of the title."""


def svg(rows, names):
    """Bars of the ratios from 1, on a logarithmic scale, each with its spread."""
    shown = [row for row in rows if row.ratios]
    reach = max([2.0, *(max(row.spread[1], 1 / row.spread[0]) for row in shown)])

    def x(ratio):
        return LEFT + WIDTH * (0.5 + math.log(ratio) / math.log(reach) / 2)

    height = TOP + HEIGHT * len(shown) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 80} {height}">',
        "<style>text {font: 12px sans-serif}</style>",
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="16">{escape(names[0])} beside {escape(names[-1])}: times better or worse</text>',
    ]
    for tick in _ticks(reach):
        label = f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}"
        parts.append(
            f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 8}" y2="{height - 24}" '
            f'stroke="{"black" if tick == 1 else "#ddd"}"/>'
            f'<text x="{x(tick):.1f}" y="{height - 8}" text-anchor="middle">{label}</text>'
        )
    for number_of, row in enumerate(shown):
        parts.append(_bar(row, TOP + HEIGHT * number_of, x))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _ticks(reach):
    powers = [2.0**n for n in range(1, int(math.log2(reach)) + 1)]
    powers = powers if len(powers) < 5 else powers[1::2]
    return [1 / power for power in reversed(powers)] + [1.0, *powers]


def _bar(row, y, x):
    left, right = sorted((x(1), x(row.ratio)))
    low, high = map(x, row.spread)
    colour = "#2a7f62" if row.ratio >= 1 else "#b3542e"
    return (
        f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(row.name)}</text>'
        f'<rect x="{left:.1f}" y="{y + 3}" width="{right - left:.1f}" height="{HEIGHT - 8}" fill="{colour}"/>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y + 11}" y2="{y + 11}" stroke="black"/>'
        f'<text x="{max(right, high) + 6:.1f}" y="{y + 14}">{number(row.ratio)}</text>'
    )
