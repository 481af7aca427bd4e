"""What the core's routes answer, for ``/openapi.json``: JSON Schema by method and route."""

import re
from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_NATURAL: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_MAP: Schema = {"type": "object"}
_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{8}){4}$"}
_LEVEL: Schema = {"enum": ["Patient", "Study", "Series", "Instance"]}
_DATE: Schema = {"type": "string", "pattern": "^[0-9]{8}T[0-9]{6}$"}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _resource(name: str, **members: Schema) -> Schema:
    """A resource; clients may leave out what they do not want of it (``response-content``)."""
    return _object({"ID": _ID, "Type": {"const": name}}, {**_EACH, **members})


_EACH = {
    "MainDicomTags": _MAP, "AnonymizedFrom": _ID, "ModifiedFrom": _ID, "Labels": _list(_TEXT), "RequestedTags": _MAP,
    "Metadata": _MAP, "IsStable": _FLAG, "LastUpdate": _DATE,
}  # fmt: skip

COMPONENTS: dict[str, Schema] = {
    "Error": _object(
        {
            "HttpError": _TEXT, "HttpStatus": _NUMBER, "Message": _TEXT, "Method": _TEXT, "OrthancError": _TEXT,
            "OrthancStatus": _NUMBER, "Uri": _TEXT,
        },
        {"Details": _TEXT},
    ),
    "Patient": _resource("Patient", Studies=_list(_ID), IsProtected=_FLAG),
    "Study": _resource("Study", ParentPatient=_ID, PatientMainDicomTags=_MAP, Series=_list(_ID)),
    "Series": _resource(
        "Series", ParentStudy=_ID, Instances=_list(_ID), ExpectedNumberOfInstances=_or_null(_NUMBER),
        Status={"enum": ["Unknown", "Complete", "Missing", "Inconsistent"]},
    ),
    "Instance": _resource(
        "Instance", ParentSeries=_ID, FileSize=_NATURAL, FileUuid=_TEXT, IndexInSeries=_or_null(_NUMBER)
    ),
    "Reference": _object({"ID": _ID, "Path": _TEXT, "Type": _LEVEL}),
    "Stored": _object(
        {"Status": {"enum": ["Success", "AlreadyStored", "FilteredOut", "Failure"]}},
        {"ID": _ID, "ParentPatient": _ID, "ParentStudy": _ID, "ParentSeries": _ID, "Path": _TEXT},
    ),
    "Change": _object(
        {"ChangeType": _TEXT, "Date": _DATE, "ID": _TEXT, "Path": _TEXT, "ResourceType": _LEVEL, "Seq": _NATURAL}
    ),
}  # fmt: skip
"""Shapes with a name."""

_LEVELS = {"patients": "Patient", "studies": "Study", "series": "Series", "instances": "Instance"}
_RESOURCES = {"anyOf": [_ID, *map(_ref, _LEVELS.values())]}
_BELOW = r"(?:patients|studies|series|instances)/\{public_id\}"
_SYSTEM = {
    "ApiVersion": _NATURAL, "DicomAet": _TEXT, "DicomPort": _NATURAL, "HttpPort": _NATURAL, "Name": _TEXT,
    "Version": _TEXT,
}  # fmt: skip
_TOTAL = {
    **{f"Count{level}": _NATURAL for level in ("Patients", "Studies", "Series", "Instances")},
    "TotalDiskSize": _TEXT, "TotalDiskSizeMB": _NATURAL,
    "TotalUncompressedSize": _TEXT, "TotalUncompressedSizeMB": _NATURAL,
}  # fmt: skip
_SIZES = {f"{name}{unit}": schema for name in ("DiskSize", "UncompressedSize", "DicomDiskSize", "DicomUncompressedSize")
          for unit, schema in (("", _TEXT), ("MB", _NATURAL))}  # fmt: skip

ANSWERS: dict[str, Schema] = {
    **{f"GET /{plural}": _list({"anyOf": [_ID, _ref(name)]}) for plural, name in _LEVELS.items()},
    **{rf"GET /{plural}/\{{public_id\}}": _ref(name) for plural, name in _LEVELS.items()},
    **{
        rf"GET /(?:patients|studies|series)/\{{public_id\}}/{plural}": _list({"anyOf": [_ID, _ref(_LEVELS[plural])]})
        for plural in ("studies", "series", "instances")
    },
    r"GET /instances/\{public_id\}/series": _ref("Series"),
    rf"GET /{_BELOW}/study": _ref("Study"),
    rf"GET /{_BELOW}/patient": _ref("Patient"),
    rf"GET /{_BELOW}/statistics": _object(_SIZES),
    rf"GET /{_BELOW}/(?:instances-tags|shared-tags|module|module-patient|tags|simplified-tags|header)": _MAP,
    rf"GET /{_BELOW}/labels": _list(_TEXT),
    rf"GET /{_BELOW}/attachments": {"anyOf": [_list(_TEXT), _MAP]},
    rf"GET /{_BELOW}/metadata": {"anyOf": [_list(_TEXT), _MAP]},
    rf"DELETE /{_BELOW}": _object({"RemainingAncestor": _or_null(_ref("Reference"))}),
    "POST /instances": {"anyOf": [_ref("Stored"), _list(_ref("Stored"))]},
    r"GET /instances/\{public_id\}/frames": _list(_NATURAL),
    "POST /tools/find": _list(_RESOURCES),
    "POST /tools/lookup": _list(_ref("Reference")),
    "POST /tools/count-resources": _object({"Count": _NATURAL}),
    "POST /tools/create-dicom": _object({"ID": _ID, "Path": _TEXT}),
    "GET /changes": _object({"Changes": _list(_ref("Change")), "Done": _FLAG, "Last": _NATURAL}, {"First": _NATURAL}),
    "GET /exports": _object({"Exports": _list(_MAP), "Done": _FLAG, "Last": _NATURAL}),
    "GET /system": _object(_SYSTEM),
    "GET /statistics": _object(_TOTAL),
    "GET /plugins": {"anyOf": [_list(_TEXT), _list(_MAP)]},
    "GET /(?:jobs|queries|modalities|peers)": {"anyOf": [_list(_TEXT), _list(_MAP), _MAP]},
    "GET /tools": _list(_TEXT),
}
"""JSON that is answered with 200, by method and route as a regular expression; the last one that fits counts."""
_COMPILED = {re.compile(pattern): schema for pattern, schema in ANSWERS.items()}

QUERY: dict[str, Schema] = {
    **dict.fromkeys(("since", "limit", "offset"), _NATURAL),
    "quality": {"type": "integer", "minimum": 1, "maximum": 100},
    **{name: {"type": "integer", "minimum": 0, "maximum": 65536} for name in ("width", "height")},
    **{name: {"type": "number"} for name in ("window-center", "window-width")},
    "level": {"enum": ["patient", "study", "series", "instance"]},
}
"""Parameters of queries that are not any text."""


def answer_of(method: str, path: str) -> Schema | None:
    """The JSON that a route of the core answers with 200; None if nothing is said about it."""
    for pattern, schema in reversed(_COMPILED.items()):
        if pattern.fullmatch(f"{method} {path}"):
            return schema
    return None
