"""The native DICOM model in XML (PS3.19 annex A.1), made of the DICOM JSON model.

It is written in pieces: long values never stand in memory twice.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from broch.dataset.tag_dictionary import STANDARD, TagDictionary

_NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
_COMPONENTS = ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Model = Mapping[str, Mapping[str, Any]]


def dicom_xml(model: Model, dictionary: TagDictionary = STANDARD) -> Iterator[str]:
    """The document, in pieces. What XML has no character for becomes a question mark."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<NativeDicomModel xmlns="{_NAMESPACE}" xsi:schemaLocation="{_NAMESPACE}" xmlns:xsi="{_SCHEMA}">\n'
    yield from _attributes(model, dictionary, "  ")
    yield "</NativeDicomModel>\n"


def _attributes(model: Model, dictionary: TagDictionary, indent: str) -> Iterator[str]:
    for tag, attribute in sorted(model.items()):
        keyword = dictionary.keyword(int(tag, 16))
        named = f" keyword={quoteattr(keyword)}" if keyword else ""
        start = f'{indent}<DicomAttribute tag="{tag}" vr="{attribute["vr"]}"{named}'
        if len(attribute) == 1:
            yield f"{start} />\n"
            continue
        yield f"{start}>\n"
        yield from _content(attribute, dictionary, f"{indent}  ")
        yield f"{indent}</DicomAttribute>\n"


def _content(attribute: Mapping[str, Any], dictionary: TagDictionary, indent: str) -> Iterator[str]:
    if "BulkDataURI" in attribute:
        yield f"{indent}<BulkData uri={quoteattr(_clean(attribute['BulkDataURI']))} />\n"
    elif "InlineBinary" in attribute:
        yield f"{indent}<InlineBinary>"
        yield attribute["InlineBinary"]
        yield "</InlineBinary>\n"
    for number, value in enumerate(attribute.get("Value", ()), start=1):
        if attribute["vr"] == "SQ":
            yield f'{indent}<Item number="{number}">\n'
            yield from _attributes(value, dictionary, f"{indent}  ")
            yield f"{indent}</Item>\n"
        elif attribute["vr"] == "PN":
            yield from _person(number, value or {}, indent)
        elif value is not None:
            yield f'{indent}<Value number="{number}">{escape(_clean(_text(value)))}</Value>\n'


def _person(number: int, name: Mapping[str, str], indent: str) -> Iterator[str]:
    """PS3.5 6.2.1: up to three groups, each of up to five components."""
    yield f'{indent}<PersonName number="{number}">\n'
    for group in _GROUPS:
        if name.get(group):
            yield f"{indent}  <{group}>\n"
            for component, text in zip(_COMPONENTS, name[group].split("^"), strict=False):
                if text:
                    yield f"{indent}    <{component}>{escape(_clean(text))}</{component}>\n"
            yield f"{indent}  </{group}>\n"
    yield f"{indent}</PersonName>\n"


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("?", text)
