"""Errors of database drivers, by the names that PEP 249 gives them: every driver has classes of its own."""

from broch_hostapi.errors import BrochError, DatabaseUnavailable, StorageFull

_SERIALISATION = ("40001", "40P01")  # SQLSTATE: serialization_failure, deadlock_detected


def is_of_driver(error: BaseException) -> bool:
    """Whether a driver, or peewee for it, raised this."""
    return _is_one_of(error, "DatabaseError", "InterfaceError", "PeeweeException")


def is_operational(error: BaseException) -> bool:
    """Whether the fault is in the database, and not in what it was asked."""
    return _is_one_of(error, "OperationalError", "InterfaceError")


def may_be_repeated(error: BaseException) -> bool:
    """Whether the database took a transaction back only because another one was in its way."""
    return getattr(error, "sqlstate", None) in _SERIALISATION


def told(error: BaseException) -> BaseException:
    """The error of the contract for one of the driver; others as they are."""
    if isinstance(error, BrochError) or not is_of_driver(error):
        return error
    if "disk is full" in str(error) or "No space left" in str(error):
        return StorageFull("the disk of the index is full")
    cause = error.__context__  # peewee raises errors of its own for those of drivers, which say more
    known = cause if cause and is_of_driver(cause) else error
    if getattr(known, "sqlite_errorname", "").startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DatabaseUnavailable("the index is damaged; broch rebuild-index --force makes it anew from the files")
    return DatabaseUnavailable(f"the index cannot be written: {type(known).__name__}")


def _is_one_of(error: BaseException, *names: str) -> bool:
    return any(kind.__name__ in names for kind in type(error).__mro__)
