"""Holds every answer that a test sees against docs/openapi.json: status, media type, and body, to the field.

The document lets servers add fields; here an object may have none but those that it names, so that the document stays whole.
"""
import json
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jsonschema import Draft202012Validator, FormatChecker

DOCUMENT = json.loads((Path(__file__).resolve().parents[2] / "docs/openapi.json").read_text())
METHODS = ("get", "put", "post", "delete", "patch")
TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$")

formats = FormatChecker(formats=["uuid", "date"])


@formats.checks("date-time")
def is_utc_timestamp(value):
    return not isinstance(value, str) or bool(TIMESTAMP.match(value))


def closed(schema):
    """The schema with its objects closed; a member of allOf describes only a part."""
    if isinstance(schema, list):
        return [closed(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: value if key == "allOf" else closed(value) for key, value in schema.items()}
    if isinstance(out.get("properties"), dict) and "object" in out.get("type", ()):
        out.setdefault("additionalProperties", False)
    return out


CLOSED = {"schemas": {name: closed(s) for name, s in DOCUMENT["components"]["schemas"].items()}}


@lru_cache(maxsize=None)
def validator(schema):
    """Of a schema as JSON text; its references lead into the closed components."""
    return Draft202012Validator({"components": CLOSED, **closed(json.loads(schema))}, format_checker=formats)


def fault(schema, value):
    """What is wrong with a value, as one line; None if nothing is."""
    if schema.get("$ref") == "#/components/schemas/Event":
        schema = {"$ref": DOCUMENT["components"]["schemas"]["Event"]["discriminator"]["mapping"].get(value.get("type"), "#/unknown")}
        if schema["$ref"] == "#/unknown":
            return f"{value.get('type')} is no documented event"
    worst = next(iter(validator(json.dumps(schema)).iter_errors(value)), None)
    return worst and f"{worst.json_path}: {worst.message[:400]}"


@lru_cache(maxsize=None)
def patterns():
    """(expression, path) of every path, literal ones first."""
    found = [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(p)) + "$"), p) for p in DOCUMENT["paths"]]
    return sorted(found, key=lambda f: f[1].count("{"))


def find(method, target):
    """(path, operation) of a request; (None, None) for what the server does not have."""
    path = unquote(urlsplit(target).path, errors="replace")
    method = "get" if method == "HEAD" else method.lower()
    for expression, pattern in patterns():
        item = DOCUMENT["paths"][pattern]
        if expression.match(path) and method in item:
            return pattern, item[method]
    return None, None


def follow(value):
    while "$ref" in value:
        at = DOCUMENT
        for step in value["$ref"].split("/")[1:]:
            at = at[step]
        value = at
    return value


def media_of(operation, status, content_type):
    """The documented media of an answer, each that could be meant; raises what is not documented."""
    candidates = [operation["responses"][key] for key in (str(status), "default") if key in operation["responses"]]
    found = [follow(r).get("content", {}) for r in candidates]
    if not content_type:
        return [{}] if found and not found[0] else []
    return [c[content_type] for c in found if content_type in c]


def body_fault(media, text):
    """What is wrong with a body, where the document says what it is."""
    kind = media.get("x-item-schema") or media.get("schema")
    if kind is None or kind == {"type": "string"}:
        return None
    if "x-item-schema" not in media:
        return fault(kind, json.loads(text))
    lines = re.findall(r"^data: (.*)$", text, re.M) if media["schema"] == {"type": "string"} and "data: " in text else text.splitlines()
    return next((f for f in (fault(kind, json.loads(line)) for line in lines if line) if f), None)


def check(method, target, status, headers, text):
    """Raises AssertionError where an answer is not what the document says."""
    where = f"{method} {target.partition('?')[0]} answered {status}"
    pattern, operation = find(method, target)
    content_type = (headers.get("Content-Type") or "").partition(";")[0]
    if operation is None:
        if status >= 400:
            found = fault({"$ref": "#/components/schemas/Problem"}, json.loads(text)) if text else None
            assert not found, f"{where}: {found}"
        else:
            assert method in ("OPTIONS", "HEAD"), f"{where}, which docs/openapi.json does not have"
        return
    possible = media_of(operation, status, content_type)
    assert possible, f"{where} {content_type or 'without a body'}: docs/openapi.json has no such answer of {pattern}"
    if method == "HEAD" or not text:
        return
    faults = [body_fault(media, text) for media in possible]
    assert None in faults, f"{where}: {faults[0]}"


def check_event(event):
    """The same for one event of a stream."""
    found = fault({"$ref": "#/components/schemas/Event"}, event)
    assert not found, f"event {event.get('type')}: {found}"
