"""What goes out of the journal: it is not shown any more, and then not kept any more."""

from broch_hostapi.events import EventKind

from broch.index.transaction import Transaction

_FORGOTTEN_A_TIME = 2000


def clear(tx: Transaction) -> None:
    """Show nothing of what happened until now."""
    tx.execute("UPDATE total SET cleared = seq WHERE key = 1")


def forget(tx: Transaction, upto: int) -> bool:
    """Delete some of the events up to this one that are not shown; whether there may be more."""
    gone = tx.rows(
        f"SELECT owner FROM journal WHERE kind = {EventKind.Deleted:d} AND seq <= ? ORDER BY seq LIMIT ?",  # noqa: S608
        (upto, _FORGOTTEN_A_TIME),
    )
    if gone:
        owners = tx.array(owner for (owner,) in gone)
        tx.execute(f"DELETE FROM journal WHERE {tx.any_of('owner')} AND seq <= ?", (owners, upto))  # noqa: S608
    hidden = tx.rows(
        "DELETE FROM journal WHERE seq IN (SELECT seq FROM journal"
        " WHERE seq <= ? AND seq <= (SELECT cleared FROM total WHERE key = 1) ORDER BY seq LIMIT ?) RETURNING seq",
        (upto, _FORGOTTEN_A_TIME),
    )
    return _FORGOTTEN_A_TIME in (len(gone), len(hidden))
