"""DIMSE statuses (PS3.7 annex C, PS3.4 annexes B, C, J, K), and which one an error becomes.

This is the only place that translates Broch's errors into DIMSE.
"""

from typing import Final

from broch_hostapi.errors import (
    BadFile,
    BadRequest,
    BrochError,
    Cancelled,
    DatabaseUnavailable,
    Forbidden,
    LimitExceeded,
    NotFound,
    Refused,
    SopMismatch,
    StorageError,
    StorageFull,
    Unauthorized,
    UnknownModality,
    UnsupportedImage,
)

SUCCESS: Final = 0x0000
CANCEL: Final = 0xFE00
PENDING: Final = 0xFF00
PENDING_OPTIONAL_KEYS_NOT_SUPPORTED: Final = 0xFF01

# Any service (PS3.7 annex C)
ATTRIBUTE_LIST_ERROR: Final = 0x0107
PROCESSING_FAILURE: Final = 0x0110
DUPLICATE_SOP_INSTANCE: Final = 0x0111
NO_SUCH_OBJECT_INSTANCE: Final = 0x0112
NO_SUCH_EVENT_TYPE: Final = 0x0113
NO_SUCH_ARGUMENT: Final = 0x0114
INVALID_ARGUMENT_VALUE: Final = 0x0115
INVALID_OBJECT_INSTANCE: Final = 0x0117
NO_SUCH_SOP_CLASS: Final = 0x0118
CLASS_INSTANCE_CONFLICT: Final = 0x0119
MISSING_ATTRIBUTE: Final = 0x0120
SOP_CLASS_NOT_SUPPORTED: Final = 0x0122
NO_SUCH_ACTION: Final = 0x0123
NOT_AUTHORISED: Final = 0x0124
DUPLICATE_INVOCATION: Final = 0x0210
UNRECOGNISED_OPERATION: Final = 0x0211
MISTYPED_ARGUMENT: Final = 0x0212
RESOURCE_LIMITATION: Final = 0x0213

# Storage (PS3.4 B.2.3), query and retrieval (PS3.4 C.4)
OUT_OF_RESOURCES: Final = 0xA700
OUT_OF_RESOURCES_MATCHES: Final = 0xA701
OUT_OF_RESOURCES_SUBOPERATIONS: Final = 0xA702
MOVE_DESTINATION_UNKNOWN: Final = 0xA801
DATA_SET_MISMATCH: Final = 0xA900
"""Storage: the data set is not of the SOP class, or another instance, than the command says. Find: the identifier."""
CANNOT_UNDERSTAND: Final = 0xC000
"""Storage; the same number is "unable to process" of the other services."""
UNABLE_TO_PROCESS: Final = 0xC000
COERCION: Final = 0xB000
SUBOPERATIONS_FAILED: Final = 0xB000
"""C-MOVE, C-GET: complete, with one or more failures or warnings."""
ELEMENTS_DISCARDED: Final = 0xB006
DATA_SET_MISMATCH_WARNING: Final = 0xB007

# Error class: status of C-STORE, C-FIND, C-MOVE and C-GET. The nearest class in an error's ancestry counts.
_STATUSES: Final[dict[type[BaseException], tuple[int, int, int]]] = {
    StorageFull: (OUT_OF_RESOURCES, OUT_OF_RESOURCES, OUT_OF_RESOURCES_SUBOPERATIONS),
    LimitExceeded: (OUT_OF_RESOURCES, OUT_OF_RESOURCES, OUT_OF_RESOURCES_MATCHES),
    DatabaseUnavailable: (OUT_OF_RESOURCES, OUT_OF_RESOURCES, OUT_OF_RESOURCES_MATCHES),
    StorageError: (OUT_OF_RESOURCES, UNABLE_TO_PROCESS, OUT_OF_RESOURCES_SUBOPERATIONS),
    SopMismatch: (DATA_SET_MISMATCH, DATA_SET_MISMATCH, DATA_SET_MISMATCH),
    BadFile: (CANNOT_UNDERSTAND, DATA_SET_MISMATCH, DATA_SET_MISMATCH),
    UnsupportedImage: (CANNOT_UNDERSTAND, UNABLE_TO_PROCESS, UNABLE_TO_PROCESS),
    BadRequest: (CANNOT_UNDERSTAND, DATA_SET_MISMATCH, DATA_SET_MISMATCH),
    UnknownModality: (PROCESSING_FAILURE, UNABLE_TO_PROCESS, MOVE_DESTINATION_UNKNOWN),
    NotFound: (PROCESSING_FAILURE, UNABLE_TO_PROCESS, UNABLE_TO_PROCESS),
    Unauthorized: (NOT_AUTHORISED, NOT_AUTHORISED, NOT_AUTHORISED),
    Forbidden: (NOT_AUTHORISED, NOT_AUTHORISED, NOT_AUTHORISED),
    Refused: (PROCESSING_FAILURE, UNABLE_TO_PROCESS, UNABLE_TO_PROCESS),
    Cancelled: (PROCESSING_FAILURE, CANCEL, CANCEL),
    BrochError: (PROCESSING_FAILURE, UNABLE_TO_PROCESS, UNABLE_TO_PROCESS),
    BaseException: (PROCESSING_FAILURE, UNABLE_TO_PROCESS, UNABLE_TO_PROCESS),
}


def store_status(error: BaseException) -> int:
    """What a C-STORE that ended with this error answers; a `Refused` may bring its own."""
    if isinstance(error, Refused) and error.dimse_status is not None:
        return error.dimse_status & 0xFFFF
    return _statuses(error)[0]


def find_status(error: BaseException) -> int:
    """What a C-FIND answers."""
    return _statuses(error)[1]


def retrieve_status(error: BaseException) -> int:
    """What a C-MOVE or C-GET answers."""
    return _statuses(error)[2]


def _statuses(error: BaseException) -> tuple[int, int, int]:
    return next(_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES)


def category(status: int) -> str:
    """``Success``, ``Pending``, ``Cancel``, ``Warning`` or ``Failure`` (PS3.7 annex C)."""
    if status == SUCCESS:
        return "Success"
    if status == CANCEL:
        return "Cancel"
    if status in (PENDING, PENDING_OPTIONAL_KEYS_NOT_SUPPORTED):
        return "Pending"
    if status >> 12 == 0xB or status in (0x0001, ATTRIBUTE_LIST_ERROR, 0x0116):
        return "Warning"
    return "Failure"
