"""How Python's values go to the server."""

from typing import TYPE_CHECKING, Any

from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown

if TYPE_CHECKING:
    import psycopg


class Text(StrDumperUnknown):
    """Text. The server takes no NUL character; nothing that is kept has one, so what is looked for may have another."""

    def dump(self, obj: str) -> Any:
        """UTF-8."""
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


def register(connection: "psycopg.Connection[Any]") -> None:
    """Integers always as bigint: a statement is prepared anew for every new combination of types."""
    connection.adapters.register_dumper(int, Int8Dumper)
    connection.adapters.register_dumper(str, Text)
