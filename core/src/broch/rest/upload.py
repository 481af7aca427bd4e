"""Taking in what is posted: DICOM files, ZIP archives of them, forms with files."""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from broch_hostapi.errors import BadFile, BadRequest, BrochError, LimitExceeded
from broch_hostapi.host import Host
from broch_hostapi.resources import Level, Origin, StoreOutcome
from broch_hostapi.storage import Buffer
from flask import Request

from broch.rest.resource_json import path_of

IN_MEMORY = 4 << 20
"""What is larger goes to a temporary file. In bytes."""

_FIELD = 1 << 20  # Bytes of a field of a form that is no file.
_PIECE = 1 << 18
_ZIP_MAGIC = b"PK\x03\x04"
_EMPTY_ZIP_MAGIC = b"PK\x05\x06"
_MAX_MEMBERS = 1 << 17
_MAX_DIRECTORY = 1 << 24  # Bytes of an archive's directory. Zipfile keeps half a kilobyte for each entry of it.
_ENTRY = b"PK\x01\x02"


class _Archive:
    """A file as ``zipfile`` wants it, which does not give out directories that would fill the memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > _MAX_DIRECTORY:
            raise LimitExceeded("the directory of the archive", _MAX_DIRECTORY)
        content = self._file.read(size)
        if len(content) > _MAX_MEMBERS and content.count(_ENTRY) > _MAX_MEMBERS:
            raise LimitExceeded("the number of files in the archive", _MAX_MEMBERS)
        return content


class Upload:
    """One request that brings instances."""

    def __init__(self, host: Host, origin: Origin, max_member: int, max_total: int) -> None:
        """``max_member`` and ``max_total`` in bytes: of a file in an archive, of all files in it; 0 for no limit."""
        self._host = host
        self._origin = origin
        self._max_member = max_member
        self._max_total = max_total
        self._in_memory = 0

    def receive(self, request: Request) -> Any:
        """Store what a request brings: the answer for one file, or a list of them. Raises what ingest raises."""
        length = request.content_length
        with self._host.spool.lent(IN_MEMORY if length is None else min(length, IN_MEMORY)) as self._in_memory:
            if request.mimetype == "multipart/form-data" and request.mimetype_params.get("boundary"):
                return self._receive_form(request)
            held = self._hold(request.stream, length)
            try:
                return self._receive_any(held)
            finally:
                if not isinstance(held, bytes):
                    held.close()

    def _hold(self, stream: Any, length: int | None) -> bytes | BinaryIO:
        """All of a stream, in memory or in a temporary file at its start."""
        most = self._in_memory
        first: bytes = stream.read(min(most, length if length is not None else most) + 1)
        if len(first) <= most:
            return first
        spooled = self._host.spool.open()
        try:
            spooled.write(first)
            while piece := stream.read(_PIECE):
                spooled.write(piece)
            spooled.seek(0)
        except BaseException:
            spooled.close()
            raise
        return spooled

    def _receive_any(self, held: bytes | BinaryIO) -> Any:
        magic = held[:4] if isinstance(held, bytes) else _peek(held)
        if not magic:
            raise BadFile("received an empty DICOM file")
        if magic in (_ZIP_MAGIC, _EMPTY_ZIP_MAGIC):
            return list(self._receive_archive(held))
        return self._receive_file(held)

    def _receive_file(self, file: Buffer | BinaryIO) -> dict[str, str]:
        return answer_of(self._host.ingest.receive(file, self._origin))

    def _receive_archive(self, held: bytes | BinaryIO) -> Iterator[dict[str, str]]:
        """Members that are no DICOM files are passed over. Sizes are checked before anything is stored."""
        import io
        import zipfile
        import zlib

        try:
            archive = zipfile.ZipFile(_Archive(io.BytesIO(held) if isinstance(held, bytes) else held))
            members = [member for member in archive.infolist() if not member.is_dir()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise BadFile(f"cannot open the ZIP archive: {error}") from error
        if not archive.infolist():
            raise BadFile("the ZIP archive is empty")
        self._check_sizes([member.file_size for member in members])
        for member in members:
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                continue  # Others may ask for gigabytes of memory before the first byte comes out.
            try:
                with archive.open(member) as packed:
                    content = self._hold(packed, member.file_size)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
                continue  # Damaged, encrypted, or packed in an unknown way.
            yield from self._receive_member(content)

    def _receive_member(self, content: bytes | BinaryIO) -> Iterator[dict[str, str]]:
        try:
            yield self._receive_file(content)
        except BadFile:
            return
        finally:
            if not isinstance(content, bytes):
                content.close()

    def _check_sizes(self, sizes: list[int]) -> None:
        """A small archive may claim to hold more than any disk does."""
        if len(sizes) > _MAX_MEMBERS:
            raise LimitExceeded("the number of files in the archive", _MAX_MEMBERS)
        if self._max_member and max(sizes, default=0) > self._max_member:
            raise LimitExceeded("a file in the archive", self._max_member)
        if self._max_total and sum(sizes) > self._max_total:
            raise LimitExceeded("the unpacked archive", self._max_total)

    def _receive_form(self, request: Request) -> list[dict[str, str]]:
        """Each file of a form; the first error only counts when nothing could be stored."""
        answers: list[dict[str, str]] = []
        failures: list[BadRequest] = []
        for name, file in self._files_of(request):
            with file:
                try:
                    answer = self._receive_any(file)
                except BadRequest as error:
                    failures.append(error)
                    answers.append({"Status": "Failure", "Details": str(error), "Filename": name})
                else:
                    answers.extend(answer if isinstance(answer, list) else [answer])
        if failures and len(failures) == len(answers):
            raise failures[0]
        return answers

    def _files_of(self, request: Request) -> list[tuple[str, BinaryIO]]:
        from werkzeug.exceptions import HTTPException
        from werkzeug.formparser import FormDataParser

        opened: list[BinaryIO] = []

        def spool(**_: Any) -> BinaryIO:
            opened.append(self._host.spool.open())
            return opened[-1]

        try:
            parser = FormDataParser(
                stream_factory=spool,  # type: ignore[arg-type]
                max_form_parts=10_000,
                max_form_memory_size=_FIELD,
                silent=False,
            )
            _, _, files = parser.parse(request.stream, request.mimetype, None, request.mimetype_params)
            stored = [file for _, found in files.lists() for file in found]
            return [(file.filename or "", cast(BinaryIO, file.stream)) for file in stored]
        except (BrochError, ValueError, HTTPException) as error:
            for file in opened:
                file.close()
            if isinstance(error, ValueError):
                raise BadRequest(f"malformed multipart/form-data: {error}") from error
            raise


def _peek(file: BinaryIO) -> bytes:
    magic = file.read(4)
    file.seek(0)
    return magic


def answer_of(outcome: StoreOutcome) -> dict[str, str]:
    """What became of one instance."""
    return {
        "ID": outcome.instance,
        "ParentPatient": outcome.patient,
        "ParentSeries": outcome.series,
        "ParentStudy": outcome.study,
        "Path": path_of(Level.INSTANCE, outcome.instance),
        "Status": outcome.status.value,
    }
