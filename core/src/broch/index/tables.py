"""The tables of the index, declared as peewee models.

A resource is named inside the database by its key, and together with its level by ``owner`` = 4 * key + level. Keys
come from ``total.last_key``, in the order of arrival, and are never used again, so that what belongs to a resource that
is gone cannot be taken for that of its successor.

What every instance changes is kept out of indexes, because each index costs a page of every commit: ``changed_at`` is
not in the queue for stability, see ``changes.stabilise``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from broch_hostapi.index import Dialect
from broch_hostapi.resources import Level

from broch.index.columns import COLUMNS
from broch.index.light_peewee import import_peewee

if TYPE_CHECKING:
    import peewee

NAMES = ("patient", "study", "series", "instance")
"""Name of the table of each level."""
TOTALS = ("patients", "studies", "series", "instances")
"""Name of the count of each level."""

SIZES = ("stored_size", "size", "dicom_stored_size", "dicom_size")
"""Names of the kept sums."""


def owner_of(level: Level, key: int) -> int:
    """How attachments and events name a resource."""
    return 4 * key + level


@dataclass(frozen=True, slots=True)
class Tables:
    """The models of one database."""

    database: "peewee.Database"
    models: tuple[type["peewee.Model"], ...]

    def create(self) -> None:
        """Make all tables and indexes in an empty database, and the single row of ``total``."""
        self.database.create_tables(self.models, safe=False)
        self.database.execute_sql("INSERT INTO total (key) VALUES (1)")


def declare(database: "peewee.Database", dialect: Dialect) -> Tables:
    """Declare the models for one database. peewee binds a class to one database, so every host has its own classes."""
    pw = import_peewee()

    def count() -> Any:
        return pw.BigIntegerField(constraints=[pw.SQL("DEFAULT 0")])

    def text(*, default: str | None = None, **options: Any) -> Any:
        constraints = [pw.SQL(dialect.collation)] if dialect.collation else []
        if default is not None:
            constraints.append(pw.SQL(f"DEFAULT '{default}'"))
        return pw.TextField(constraints=constraints, **options)

    def model(name: str, fields: dict[str, Any], **options: Any) -> Any:
        meta = type("Meta", (), {"database": database, "table_name": name, "legacy_table_names": False, **options})
        return type(name.capitalize(), (pw.Model,), {**fields, "Meta": meta})

    def index(table: Any, name: str, column: str, where: str = "", operators: str = "") -> None:
        table_name = table._meta.table_name  # noqa: SLF001  peewee's documented way
        sql = f"CREATE INDEX {table_name}_{name} ON {table_name} ({column} {operators})"
        table.add_index(pw.SQL(sql + (f" WHERE {where}" if where else "")))

    def resource(level: Level, parent: Any, counts: tuple[str, ...], more: dict[str, Any]) -> Any:
        name = NAMES[level]
        search = {c.name: text(null=True) for c in COLUMNS[level] if c.name != "uid"}
        fields: dict[str, Any] = {
            "key": pw.BigIntegerField(primary_key=True),
            "public_id": text(unique=True),
            "uid": text(),
            **({"parent": pw.ForeignKeyField(parent, column_name="parent", index=True)} if parent else {}),
            "tags": text(),
            "metadata": text(),
            "metadata_revisions": text(default="{}"),
            "last_update": text(),
            **{counted: count() for counted in counts},
            "revision": count(),
            **search,
            **more,
        }
        table = model(name, fields)
        for column in COLUMNS[level]:
            if column.indexed:
                # An ordinary index serves equality and ranges, one with the operator class also ``abc*``.
                index(table, column.name, column.name, operators=dialect.prefix_index)
        return table

    def stability() -> dict[str, Any]:
        return {"changed_at": pw.DoubleField(), "queued_at": pw.DoubleField(), "stable": count()}

    patient = resource(Level.PATIENT, None, ("studies", "series", "instances"), {**stability(), "protected": count()})
    study = resource(
        Level.STUDY,
        patient,
        ("series", "instances"),
        {**stability(), "modalities": text(default="")},
    )
    series = resource(
        Level.SERIES, study, ("instances",), {**stability(), "expected_instances": pw.IntegerField(null=True)}
    )
    instance = resource(
        Level.INSTANCE, series, (), {"sop_class": text(), "index_in_series": pw.IntegerField(null=True)}
    )
    for table in (patient, study, series):
        index(table, "unstable", "queued_at", "stable = 0")

    attachment = model(
        "attachment",
        {
            "owner": pw.BigIntegerField(),
            "kind": pw.IntegerField(),
            **{name: text() for name in ("uuid", "locator", "md5", "stored_md5")},
            **{name: pw.BigIntegerField() for name in ("size", "stored_size", "revision")},
            "compression": pw.IntegerField(),
            "derived": pw.IntegerField(),
        },
        primary_key=pw.CompositeKey("owner", "kind"),
        without_rowid=isinstance(database, pw.SqliteDatabase),  # else the primary key is an index beside the table
    )
    index(attachment, "derived", "owner", "derived = 1")
    label = model(
        "label",
        {"owner": pw.BigIntegerField(), "label": text()},
        primary_key=pw.CompositeKey("owner", "label"),
        without_rowid=isinstance(database, pw.SqliteDatabase),
    )
    index(label, "label", "label, owner")
    journal = model(
        "journal",
        {
            "seq": pw.BigIntegerField(primary_key=True),
            "kind": pw.IntegerField(),
            "owner": pw.BigIntegerField(),
            "resource": text(),
            "date": text(),
            "snapshot": text(null=True),
        },
    )
    index(journal, "owner", "owner")
    index(journal, "deleted", "seq", "kind = 2")
    state = model(
        "state",
        {"owner": text(), "name": text(), "value": pw.BlobField()},
        primary_key=pw.CompositeKey("owner", "name"),
    )
    total = model(
        "total",
        {
            "key": pw.IntegerField(primary_key=True),
            **{name: count() for name in (*TOTALS, *SIZES, "revision", "seq", "cleared", "last_key", "settled")},
        },
    )
    return Tables(database, (patient, study, series, instance, attachment, label, journal, state, total))
