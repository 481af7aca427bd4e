"""Small values that last, by owner and name: plugins' state, how far subscribers have read."""

from broch.index.connection import Connection
from broch.index.transaction import Transaction


def put_state(tx: Transaction, owner: str, name: str, value: bytes | None) -> None:
    """Keep a value; None forgets it."""
    if value is None:
        tx.execute("DELETE FROM state WHERE owner = ? AND name = ?", (owner, name))
        return
    tx.execute(
        "INSERT INTO state (owner, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value",
        (owner, name, value),
    )


def state_in(tx: Transaction, owner: str, name: str) -> bytes | None:
    """The value as a transaction sees it, or None."""
    rows = tx.rows("SELECT value FROM state WHERE owner = ? AND name = ?", (owner, name))
    return bytes(rows[0][0]) if rows else None


def get_state(connection: Connection, owner: str, name: str) -> bytes | None:
    """The value, or None."""
    row = connection.one("SELECT value FROM state WHERE owner = ? AND name = ?", (owner, name))
    return None if row is None else bytes(row[0])


def names_of_state(connection: Connection, owner: str) -> list[str]:
    """The names under which an owner keeps values, sorted."""
    return [name for (name,) in connection.rows("SELECT name FROM state WHERE owner = ? ORDER BY name", (owner,))]


def values_of_all(connection: Connection, name: str) -> list[bytes]:
    """The values that all owners keep under a name."""
    return [bytes(value) for (value,) in connection.rows("SELECT value FROM state WHERE name = ?", (name,))]
