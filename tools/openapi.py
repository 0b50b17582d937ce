#!/usr/bin/env python3
"""Assembles docs/openapi.json from docs/openapi/*.json. Usage: openapi.py [--check | --stamp FILE]

A fragment holds one tag: its "paths" in plain OpenAPI 3.1, with "schemas", "parameters" and "responses" for the components.
Two abbreviations keep fragments short: an operation's "errors" lists codes of libs/core/error.cpp, and what follows from
its shape (a body, a parameter, a user) is added here; a path that is the same as another says {"same-as": …}.

--check fails when the committed document is not what the fragments say, and names what would break clients; or when the
generated TypeScript was not made from it. --stamp marks that TypeScript with what it was made from.
"""
import argparse
import copy
import hashlib
import json
import re
import sys
from pathlib import Path

from openapi_breaks import breaks

ROOT = Path(__file__).resolve().parents[1]
METHODS = ("get", "put", "post", "delete", "patch")
ERROR = re.compile(r'row\{errc::\w+, "(\w+)", (\d+), "([^"]*)"\}')
STAMP = re.compile(r"^// document (\w{64}), text (\w{64})\n")
# What any request may meet before a handler sees it.
TRANSPORT = ["bad_request", "request_timeout", "method_not_allowed", "payload_too_large", "uri_too_long", "headers_too_large",
             "internal", "not_implemented", "overloaded", "shutting_down", "version_not_supported"]
BODY = ["bad_json", "invalid_field", "length_required", "unsupported_media_type"]
USER = ["unauthenticated", "rate_limited", "database_unavailable"]


def error_table(root):
    """{code: (status, message)}, read from where the server has them."""
    return {code: (int(status), message) for code, status, message in ERROR.findall((root / "libs/core/error.cpp").read_text())}


def problem(codes, table):
    """A response component for problems with one of the codes."""
    headers = {}
    statuses = {table[c][0] for c in codes}
    if 401 in statuses:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    if statuses & {429, 503}:
        headers["Retry-After"] = {"description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}
    if 429 in statuses:
        headers |= {name: {"schema": {"type": "string"}} for name in ("RateLimit", "RateLimit-Policy")}
    only = {"type": "object", "properties": {"code": {"enum": codes}}}
    return {"description": "\n".join(f"`{c}`: {table[c][1]}" for c in codes), **({"headers": headers} if headers else {}),
            "content": {"application/problem+json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, only]}}}}


def codes_of(operation, shared, method, security):
    """Every code that the operation may answer with, from its list and from its shape."""
    def name(p):
        return p["$ref"].rsplit("/", 1)[-1] if "$ref" in p else p["name"]
    places = {p["in"] for p in shared}
    codes = list(operation.pop("errors", []))
    codes += BODY if "application/json" in operation.get("requestBody", {}).get("content", {}) else []
    codes += ["bad_query"] if "query" in places else []
    codes += ["not_found"] if "path" in places else []
    codes += ["invalid_field"] if "header" in places and security else []
    codes += USER if security else ["rate_limited"]
    codes += ["origin_not_allowed"] if security and method != "get" else []
    return codes


def add_errors(operation, parameters, method, components, table):
    """Turns codes into responses: one component for each set of codes with one status."""
    groups = {}
    for code in codes_of(operation, parameters, method, operation.get("security") != []):
        if code not in table:
            raise SystemExit(f"{operation['operationId']}: no error is called {code}")
        groups.setdefault(table[code][0], set()).add(code)
    responses = operation.setdefault("responses", {})
    for status, codes in sorted(groups.items()):
        name = "_or_".join(sorted(codes))
        components["responses"].setdefault(name, problem(sorted(codes), table))
        if str(status) in responses:
            raise SystemExit(f"{operation['operationId']}: says {status} itself and through its errors")
        responses[str(status)] = {"$ref": f"#/components/responses/{name}"}
    responses["default"] = {"$ref": "#/components/responses/Refused"}


def resolved(parameters, components):
    return [components["parameters"][p["$ref"].rsplit("/", 1)[-1]] if "$ref" in p else p for p in parameters]


def finish_path(item, tag, components, table):
    for method in (m for m in METHODS if m in item):
        operation = {"tags": [tag], **item[method]}
        parameters = resolved(item.get("parameters", []) + operation.get("parameters", []), components)
        add_errors(operation, parameters, method, components, table)
        item[method] = operation
    return item


def twin(item, rule):
    """The same operations at another address, under names of their own."""
    item = copy.deepcopy(item)
    for method in (m for m in METHODS if m in item):
        item[method]["operationId"] += rule["suffix"]
        item[method]["deprecated"] = rule.get("deprecated", False)
    return item


def merge(into, found, what, file):
    for name, value in found.items():
        if name in into:
            raise SystemExit(f"{file.name}: {what} {name} is there already")
        into[name] = value


def assemble(root=ROOT):
    """The whole document."""
    folder, table = root / "docs/openapi", error_table(root)
    document = json.loads((folder / "base.json").read_text())
    components = document["components"]
    components.setdefault("responses", {})["Refused"] = problem(TRANSPORT, table)
    document["tags"], paths = [], {}
    fragments = [(f, json.loads(f.read_text())) for f in sorted(folder.glob("*.json")) if f.name != "base.json"]
    for file, fragment in fragments:
        document["tags"].append(fragment["tag"])
        for kind in ("schemas", "parameters", "responses"):
            merge(components.setdefault(kind, {}), fragment.get(kind, {}), kind, file)
    for file, fragment in fragments:
        items = fragment["paths"]
        items = {p: twin(items[i["same-as"]], i) if "same-as" in i else i for p, i in items.items()}
        merge(paths, {p: finish_path(i, fragment["tag"]["name"], components, table) for p, i in items.items()}, "path", file)
    components["schemas"]["Problem"]["properties"]["code"]["enum"] = sorted(table)
    document["paths"] = {p: paths[p] for p in sorted(paths)}
    for kind in ("schemas", "parameters", "responses"):
        components[kind] = {n: components[kind][n] for n in sorted(components[kind])}
    return document


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def stamp(types, document):
    text = STAMP.sub("", types.read_text())
    types.write_text(f"// document {sha(document)}, text {sha(text)}\n{text}")


def complaints(root, text):
    """What is wrong with the committed files; `text` is what the fragments say."""
    committed = root / "docs/openapi.json"
    before = committed.read_text() if committed.exists() else "{}"
    if before != text:
        yield "docs/openapi.json is not what docs/openapi/*.json say: run scripts/openapi, and look at its diff"
        yield from (f"  breaks clients: {b}" for b in breaks(json.loads(before), json.loads(text)))
    types = (root / "web/packages/client/src/generated/openapi.ts").read_text()
    found = STAMP.match(types)
    if not found or found[1] != sha(before) or found[2] != sha(STAMP.sub("", types)):
        yield "web/packages/client/src/generated/openapi.ts is not made from docs/openapi.json: run scripts/openapi"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("--stamp", type=Path)
    chosen = options.parse_args()
    text = json.dumps(assemble(), indent=1, ensure_ascii=False) + "\n"
    if chosen.stamp:
        stamp(chosen.stamp, text)
    elif chosen.check:
        found = list(complaints(ROOT, text))
        print("\n".join(found) or "openapi: in order")
        return 1 if found else 0
    else:
        (ROOT / "docs/openapi.json").write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
