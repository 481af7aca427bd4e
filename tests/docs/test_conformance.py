"""docs/conformance.md says what the node does: its tables are made from the code."""

from broch.builtin import CorePlugin
from broch.dimse import sop_classes


def test_services_as_scp(generated):
    rows = ["| Service | SOP class | UID |\n| --- | --- | --- |\n"]
    for service in CorePlugin().register_dimse_services(None):
        syntaxes = service.abstract_syntaxes
        if len(syntaxes) > 20:
            rows.append(f"| {service.name} | {len(syntaxes)} classes, see the last table | |\n")
            continue
        rows += [f"| {service.name} | {_keyword(uid)} | {uid} |\n" for uid in sorted(syntaxes)]
    generated("conformance.md", "scp", "".join(rows))


def test_storage_classes(generated):
    rows = sorted(sop_classes.STORAGE_SOP_CLASSES.items(), key=lambda item: _arcs(item[0]))
    table = "| SOP class | UID |\n| --- | --- |\n" + "".join(f"| {keyword} | {uid} |\n" for uid, keyword in rows)
    generated("conformance.md", "storage", table)


def test_transfer_syntaxes(generated):
    rows = sorted(sop_classes.TRANSFER_SYNTAXES.values(), key=lambda syntax: _arcs(syntax.uid))
    table = "| Transfer syntax | UID |\n| --- | --- |\n" + "".join(f"| {row.name} | {row.uid} |\n" for row in rows)
    generated("conformance.md", "transfer-syntaxes", table)


def _keyword(uid: str) -> str:
    return next(name for name, value in vars(sop_classes).items() if value == uid)


def _arcs(uid: str) -> list[int]:
    return [int(arc) for arc in uid.split(".")]
