"""Which presentation contexts and roles come out of an association negotiation (PS3.8 7.1.1.13, PS3.7 D.3.3.4)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from broch_hostapi.errors import LimitExceeded

from broch.dimse.pdu import MAXIMUM_CONTEXTS, AssociateRequest, ContextResult, ProposedContext
from broch.dimse.sop_classes import (
    QUERY_RETRIEVE_FIND,
    QUERY_RETRIEVE_GET,
    QUERY_RETRIEVE_MOVE,
    STORAGE_SOP_CLASSES,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

ACCEPTED, USER_REJECTION, NO_REASON, ABSTRACT_SYNTAX_NOT_SUPPORTED, TRANSFER_SYNTAXES_NOT_SUPPORTED = range(5)

Roles = dict[str, tuple[bool, bool]]

_WITH_IDENTIFIERS = frozenset((*QUERY_RETRIEVE_FIND, *QUERY_RETRIEVE_MOVE, *QUERY_RETRIEVE_GET))
_OF_IDENTIFIERS = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
"""In these alone are the identifiers of answers written."""


@dataclass(frozen=True, slots=True)
class AcceptedContext:
    """A presentation context that both sides agreed on, with the roles that *we* may play in it."""

    id: int
    abstract_syntax: str
    transfer_syntax: str
    as_scu: bool
    as_scp: bool


@dataclass(slots=True)
class Acceptance:
    """What an acceptor answers to a request."""

    contexts: list[ContextResult]
    roles: Roles = field(default_factory=dict)
    """The requestor's roles, for those abstract syntaxes only that it asked for."""
    identity_response: bytes = b""
    """Answer to a user identity; sent only to those who ask for one."""


def choose_transfer_syntax(proposed: Sequence[str], acceptable: Callable[[str], bool]) -> str | None:
    """Explicit little endian, else implicit, else the first that is acceptable, in the requestor's order.

    Uncompressed syntaxes come first because what is proposed beside them is a conversion that the requestor offers to
    make; one who wants to send what it has proposes that syntax in a context of its own.
    """
    for uid in (ExplicitVRLittleEndian, ImplicitVRLittleEndian):
        if uid in proposed and acceptable(uid):
            return uid
    return next((uid for uid in proposed if acceptable(uid)), None)


def accept(
    request: AssociateRequest,
    accepts: Callable[[str], bool],
    acceptable: Callable[[str], bool],
    grants_scp: Callable[[str], bool] = STORAGE_SOP_CLASSES.__contains__,
) -> Acceptance:
    """The acceptor's choice.

    ``accepts`` is asked for abstract syntaxes, ``acceptable`` for transfer syntaxes, ``grants_scp`` whether the
    requestor may be the SCP of an abstract syntax if it asks: storage classes, for the sub-operations of C-GET.
    """
    contexts = [_answer(context, accepts, acceptable) for context in request.contexts]
    if not request.roles:
        return Acceptance(contexts)
    open_syntaxes = {
        proposed.abstract_syntax
        for proposed, answer in zip(request.contexts, contexts, strict=True)
        if answer.result == ACCEPTED
    }
    roles = {
        uid: (scu, scp and grants_scp(uid)) for uid, (scu, scp) in request.roles.items() if uid in open_syntaxes
    }
    return Acceptance(contexts, roles)


def _answer(
    context: ProposedContext, accepts: Callable[[str], bool], acceptable: Callable[[str], bool]
) -> ContextResult:
    # The syntax of a refused context has no meaning, but must be there (PS3.8 9.3.3.2).
    if not accepts(context.abstract_syntax):
        return ContextResult(context.id, ABSTRACT_SYNTAX_NOT_SUPPORTED, ImplicitVRLittleEndian)
    proposed = context.transfer_syntaxes
    if context.abstract_syntax in _WITH_IDENTIFIERS:
        proposed = [uid for uid in proposed if uid in _OF_IDENTIFIERS]
    chosen = choose_transfer_syntax(proposed, acceptable)
    if chosen is None:
        return ContextResult(context.id, TRANSFER_SYNTAXES_NOT_SUPPORTED, ImplicitVRLittleEndian)
    return ContextResult(context.id, ACCEPTED, chosen)


def accepted_contexts(
    request: AssociateRequest, results: Iterable[ContextResult], answered: Roles, *, as_requestor: bool
) -> dict[int, AcceptedContext]:
    """The usable contexts by number, as either side sees them.

    Without role items, or with one that only one side sent, the requestor is the SCU (PS3.7 D.3.3.4). An answer to a
    number or with a transfer syntax that was not proposed is no agreement and left out.
    """
    proposed = {context.id: context for context in request.contexts}
    contexts = {}
    for result in results:
        context = proposed.get(result.id)
        if context is None or result.result != ACCEPTED or result.transfer_syntax not in context.transfer_syntaxes:
            continue
        uid = context.abstract_syntax
        scu, scp = _roles(request.roles.get(uid), answered.get(uid))
        mine = (scu, scp) if as_requestor else (scp, scu)
        contexts[result.id] = AcceptedContext(result.id, uid, result.transfer_syntax, *mine)
    return contexts


def _roles(proposed: tuple[bool, bool] | None, answered: tuple[bool, bool] | None) -> tuple[bool, bool]:
    """The requestor's roles."""
    if proposed is None or answered is None:
        return True, False
    return proposed[0] and answered[0], proposed[1] and answered[1]


def propose(syntaxes: Iterable[tuple[str, Sequence[str]]]) -> list[ProposedContext]:
    """Number pairs of an abstract syntax and its transfer syntaxes, as a request wants them.

    Raises `LimitExceeded` for more than 128.
    """
    contexts = [ProposedContext(2 * n + 1, abstract, list(transfer)) for n, (abstract, transfer) in enumerate(syntaxes)]
    if len(contexts) > MAXIMUM_CONTEXTS:
        raise LimitExceeded("Number of presentation contexts", MAXIMUM_CONTEXTS)
    return contexts
