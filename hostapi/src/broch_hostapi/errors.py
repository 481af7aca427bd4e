"""One tree of errors, free of any transport.

The core maps them to HTTP (status, OrthancStatus) and to DIMSE statuses in one table each. Fields, not formatted
strings, carry what a caller may want to act on; ``str(error)`` is fit for people and holds no patient data.
"""


class BrochError(Exception):
    """Anything that Broch or a plugin reports on purpose."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class BadRequest(BrochError):
    """What was asked makes no sense: a wrong parameter, a wrong body."""


class BadJson(BadRequest):
    """A body that should have been JSON is not."""


class BadParameterType(BadRequest):
    """A parameter or a member of a JSON body has the wrong type."""


class ParameterOutOfRange(BadRequest):
    """A number or a word is not among those allowed."""


class UnknownTag(BadRequest):
    """A name that is neither a keyword of the data dictionary nor ``gggg,eeee``."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Unknown DICOM tag: {name!r}")
        self.name = name


class InheritedTag(BadRequest):
    """A new instance shall have another value than what is above it, or two values, for a tag."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PixelDataAsTag(BadRequest):
    """A new instance shall have pixel data by a tag, not by its content."""


class NotDataUri(BadRequest):
    """The content of a new instance is no data URI (RFC 2397)."""


class UnknownParent(BadRequest):
    """A new instance shall go below something that is not there."""


class InstanceAsParent(BadRequest):
    """A new instance shall go below an instance."""


class BadFile(BadRequest):
    """Bytes that are not a DICOM file, or break off, or contradict themselves."""

    def __init__(self, reason: str, *, offset: int | None = None) -> None:
        super().__init__(reason if offset is None else f"{reason} (at byte {offset})")
        self.reason = reason
        self.offset = offset


class SopMismatch(BadFile):
    """A data set of another SOP class or instance than the message that brought it (PS3.7 9.1.1.1)."""


class LimitExceeded(BadRequest):
    """Something is larger, deeper or more than the configuration allows."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what} is over the limit of {limit}")
        self.what = what
        self.limit = limit


class NotFound(BrochError):
    """A resource, an attachment, a metadata, a frame that is not there."""

    def __init__(self, kind: str, identifier: str = "") -> None:
        super().__init__(f"Unknown {kind}: {identifier}" if identifier else f"Unknown {kind}")
        self.kind = kind
        self.identifier = identifier


class Conflict(BrochError):
    """The request contradicts the present state, as a revision that is not the current one."""


class NotAcceptable(BrochError):
    """No representation that the caller accepts can be given."""


class UnsupportedMediaType(BrochError):
    """A body in a format that this route does not take."""


class UnsupportedImage(BrochError):
    """Pixel data that cannot be decoded or drawn; the message says why."""


class Unauthorized(BrochError):
    """The caller did not prove who he is."""


class Forbidden(BrochError):
    """The caller is known, but may not do this."""


class Refused(BrochError):
    """An ``accept_`` or ``authorise_`` hook said no.

    ``plugin`` is filled in by the host. ``dimse_status`` is answered to a C-STORE instead of the default, if given.
    """

    def __init__(self, reason: str, *, dimse_status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.dimse_status = dimse_status
        self.plugin: str | None = None


class StorageFull(BrochError):
    """No room: the disk is full, or a configured limit is reached."""


class StorageError(BrochError):
    """The storage could not read or write an attachment."""


class CorruptedFile(StorageError):
    """What the storage gives back is not what was stored."""


class DatabaseUnavailable(BrochError):
    """The database cannot be reached now; the outcome of the operation may be unknown."""


class OutcomeUnknown(DatabaseUnavailable):
    """The connection was lost during a commit: what was asked may have happened, or not."""


class Busy(BrochError):
    """Too much of this kind is under way; to be tried again later."""


class ConfigurationError(BrochError):
    """A setting that cannot be used. ``section`` and ``option`` name it, ``file`` where it stands."""

    def __init__(self, message: str, *, section: str = "", option: str = "", file: str = "") -> None:
        where = ".".join(part for part in (section, option) if part)
        super().__init__(": ".join(part for part in (file, where, message) if part))
        self.section = section
        self.option = option
        self.file = file


class EnvironmentCheckFailed(BrochError):
    """A plugin cannot run here: a library, a program or a right is missing."""


class NameTaken(BrochError):
    """Two plugins contribute the same name or route."""

    def __init__(self, what: str, name: str, first: str, second: str) -> None:
        super().__init__(f"{what} {name!r} is contributed by both {first!r} and {second!r}")
        self.what = what
        self.name = name
        self.owners = (first, second)


class RemoteError(BrochError):
    """A remote modality or peer refused, failed or hung up."""


class UnknownModality(NotFound):
    """A modality that the configuration does not name."""

    def __init__(self, name: str) -> None:
        super().__init__("modality", name)


class Cancelled(BrochError):
    """The work was cancelled by whoever asked for it."""
