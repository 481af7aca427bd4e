"""``/instances/{id}/export``: a DICOM file written to the file system of the server, where that is allowed."""

import os
import stat
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from broch_hostapi.errors import BadRequest, Forbidden
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment
from broch_hostapi.rest import operation
from flask import Blueprint, Response, request

from broch.dataset.service import dicom_file
from broch.rest.json_answer import json_answer, small_body
from broch.rest.routes import add

_OPTION = "RestApiWriteToFileSystemEnabled"
_LONGEST = 4096
_CHUNK = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def blueprint_of(own_folders: Sequence[Path]) -> Callable[[Host], Blueprint]:
    """The factory of the route. ``own_folders``: where nothing may be written: the archive's."""

    def blueprint(host: Host) -> Blueprint:
        routes = Blueprint("export", __name__)
        add(routes, "/instances/<public_id>/export", _ExportView(host, own_folders).export, ("POST",))
        return routes

    return blueprint


class _ExportView:
    def __init__(self, host: Host, own_folders: Sequence[Path]) -> None:
        self._host = host
        self._own_folders = own_folders

    @operation("Write the DICOM file on the server", tags=("instances",), body={"text/plain": {"type": "string"}})
    def export(self, public_id: str) -> Response:
        """The body is the absolute path of the file; what is there already is replaced. For who runs the server:
        it needs the option ``RestApiWriteToFileSystemEnabled``."""
        if not self._host.configuration.get(_OPTION, False):
            return Response(b"", 403)
        attachment = dicom_file(self._host.index, public_id)
        text = small_body(request).decode("utf-8", "replace").strip()
        try:
            self._write(attachment, _target(text, self._own_folders))
        except OSError as error:
            raise BadRequest(f"the file cannot be written: {error.strerror}") from error
        return json_answer({})

    def _write(self, attachment: Attachment, target: Path) -> None:
        """Beside the target, then in its place: nobody sees half a file."""
        beside = target.with_name(f".{uuid.uuid4()}.part")
        try:
            with self._host.attachments.open(attachment) as source, open(os.open(beside, _NEW, 0o640), "wb") as copy:
                while piece := source.read(_CHUNK):
                    copy.write(piece)
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise


def _target(text: str, own_folders: Sequence[Path]) -> Path:
    """Where to write, links in its folder resolved. Raises ``BadRequest``, ``Forbidden``, ``OSError``."""
    path = Path(text)
    if not text or "\0" in text or len(text) > _LONGEST or not path.is_absolute() or path.name in ("", ".."):
        raise BadRequest("the body should be the absolute path of a file")
    target = path.parent.resolve(strict=True) / path.name
    if any(target.is_relative_to(folder.resolve()) for folder in own_folders):
        raise Forbidden("nothing may be written into the folders of the archive itself")
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(target.lstat().st_mode):
            raise BadRequest("there is something there that is no file")
    return target
