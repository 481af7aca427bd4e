"""Answers in another transfer syntax than the stored one, and the parameters that ask for them."""

from broch_hostapi.errors import ParameterOutOfRange
from broch_hostapi.host import Host
from broch_hostapi.resources import Attachment
from flask import Request, Response

from broch.rest.file_answer import disposition
from broch.rest.wire import FileBody

QUERY = {
    "transcode": "UID of the transfer syntax that is wanted",
    "lossy-quality": "if that is a lossy one: 1 to 100, instead of DicomLossyTranscodingQuality",
}
"""For the description of a route."""


def transcoded_answer(
    request: Request, host: Host, attachment: Attachment, content_type: str, filename: str
) -> Response | None:
    """The DICOM file as ``?transcode=`` asks for it; None if it is to be answered as it is stored."""
    wanted = request.args.get("transcode") if request.query_string else None
    if wanted is None:
        return None
    with host.attachments.view(attachment) as buffer:
        result = host.transcode.transcode(buffer, wanted, lossy_quality(request))
        if not result.changed:
            return None
    headers = {"Content-Disposition": disposition(request, filename), "Content-Length": str(result.size)}
    body = bytes(result.file) if isinstance(result.file, memoryview) else FileBody(result.file, result.size)  # type: ignore[arg-type]
    return Response(body, 200, headers, content_type=content_type, direct_passthrough=True)


def lossy_quality(request: Request) -> int | None:
    """None if it is not given. Raises ``ParameterOutOfRange``."""
    text = request.args.get("lossy-quality")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= 100):
        raise ParameterOutOfRange("'lossy-quality' should be a number from 1 to 100")
    return int(text)
