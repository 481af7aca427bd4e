"""A whole ``broch fsck``: check, repair, report."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TextIO

from broch.recovery.archive import Archive
from broch.recovery.check import Check
from broch.recovery.findings import LEFTOVERS, Finding, Findings, Kind
from broch.recovery.progress import Progress
from broch.recovery.repair import Repair
from broch.recovery.scrub import Scrubbed, read_state

STATE_FILE = "fsck.state"
"""Beside the index, while a check is not finished."""
DROPPED = (Kind.MISSING, Kind.DAMAGED, Kind.FILELESS)
"""What only ``drop`` repairs."""
SHOWN = 50
"""Findings of a kind that are shown one by one."""


@dataclass(frozen=True)
class Wanted:
    """The options of the command."""

    quick: bool = False
    resume: bool = False
    repair: bool = False
    drop: bool = False
    delete_orphans: bool = False
    as_json: bool = False
    threads: int = 2


def check(archive: Archive, wanted: Wanted, report: TextIO, signs_of_life: TextIO) -> bool:
    """Whether the archive is whole, or is now. Interrupted, it leaves behind what ``resume`` needs."""
    findings = Findings(archive.startup.index_directory / STATE_FILE, resume=wanted.resume)
    finished = False
    try:
        progress = Progress(signs_of_life)
        quick = findings.note("quick", wanted.quick)  # what is taken up again goes on as it was begun
        findings.set_note("quick", quick)
        Check(archive, findings, progress, quick=quick, threads=wanted.threads).run()
        if wanted.repair:
            Repair(archive, findings, drop=wanted.drop, delete_orphans=wanted.delete_orphans).run(progress)
        whole = is_whole(findings)
        scrubbed = read_state(archive.connection)
        (write_json if wanted.as_json else write_text)(findings, whole, scrubbed, report)
        finished = True
        return whole
    finally:
        findings.close(finished=finished)


def is_whole(findings: Findings) -> bool:
    """Whether nothing is left that is a fault."""
    return all(count == repaired or kind in LEFTOVERS for kind, (count, repaired) in findings.counts().items())


def write_text(findings: Findings, whole: bool, scrubbed: Scrubbed, report: TextIO) -> None:
    """For people."""
    counts = findings.counts()
    for kind, (count, repaired) in counts.items():
        report.write(f"{kind}: {count}, {repaired} repaired\n")
        report.writelines(f"  {line_of(finding)}\n" for _, finding in islice(findings.all([kind]), SHOWN))
        if count > SHOWN:
            report.write(f"  ... and {count - SHOWN} more; --json shows all\n")
    if scrubbed.bad:
        report.write(f"Scrubbing found {len(scrubbed.bad)} damaged or missing files, lastly {scrubbed.bad[-1]}\n")
    report.write(f"{verdict(counts, whole)}: {findings.note('files', [0, 0, 0])[2]} files of the index checked.\n")


def verdict(counts: Mapping[Kind, tuple[int, int]], whole: bool) -> str:
    """What it all means, in a sentence without its end."""
    if not whole:
        gone = any(count > repaired for count, repaired in (counts.get(kind, (0, 0)) for kind in DROPPED))
        return "The archive is not whole" + (" (--repair --drop gives up what is missing or damaged)" if gone else "")
    orphans, cleared = counts.get(Kind.ORPHAN, (0, 0))
    left = f", but for {orphans - cleared} files that only take room (--repair)" if orphans > cleared else ""
    return f"The archive is whole{' now' if set(counts) - LEFTOVERS else ''}{left}"


def line_of(finding: Finding) -> str:
    """One finding in a line, without anything about patients."""
    attachment = f"attachment {finding.attachment}" if finding.attachment > 1 else ""
    parts = (finding.resource, attachment, finding.locator, finding.detail)
    line = ": ".join(part for part in parts if part)
    return f"{line} -> {finding.repaired}" if finding.repaired else line


def write_json(findings: Findings, whole: bool, scrubbed: Scrubbed, report: TextIO) -> None:
    """One object, written piece by piece."""
    summary = {str(kind): {"found": count, "repaired": done} for kind, (count, done) in findings.counts().items()}
    files = findings.note("files", [0, 0, 0])[2]
    head = {"whole": whole, "files": files, "summary": summary, "scrubbing": asdict(scrubbed)}
    report.write(json.dumps(head)[:-1] + ', "findings": [')
    separator = "\n"
    for _, finding in findings.all():
        report.write(separator + json.dumps(_members(finding)))
        separator = ",\n"
    report.write("]}\n")


def _members(finding: Finding) -> dict[str, str | int]:
    members: dict[str, str | int] = {
        "kind": str(finding.kind), "resource": finding.resource, "attachment": finding.attachment,
        "file": finding.locator, "detail": finding.detail, "repaired": finding.repaired,
    }  # fmt: skip
    return {name: value for name, value in members.items() if value}
