"""What of a new OpenAPI document breaks a client that was written for the old one: each as a line of text."""

METHODS = ("get", "put", "post", "delete", "patch")


def breaks(old, new):
    """All breaking changes from document `old` to document `new`."""
    out = []
    for path, item in old.get("paths", {}).items():
        for method in (m for m in METHODS if m in item):
            where = f"{method.upper()} {path}"
            after = new.get("paths", {}).get(path, {}).get(method)
            if after is None:
                out.append(f"{where} is gone")
            else:
                _operation(where, item[method], after, old, new, out)
    return out


def _deref(value, document):
    while isinstance(value, dict) and "$ref" in value:
        at = document
        for step in value["$ref"].split("/")[1:]:
            at = at.get(step, {})
        value = at
    return value


def _operation(where, before, after, old, new, out):
    names = {(p["in"], p["name"]) for p in (_deref(p, old) for p in before.get("parameters", []))}
    for p in (_deref(p, new) for p in after.get("parameters", [])):
        if p.get("required") and (p["in"], p["name"]) not in names:
            out.append(f"{where} requires the parameter {p['name']}")
    for status, response in before["responses"].items():
        if not status.startswith("2"):
            continue
        if status not in after["responses"]:
            out.append(f"{where} no longer answers {status}")
            continue
        was, now = _deref(response, old).get("content", {}), _deref(after["responses"][status], new).get("content", {})
        for kind, media in was.items():
            if kind not in now:
                out.append(f"{where} {status} is no longer {kind}")
            else:
                _schema(f"{where} {status}", media.get("schema", {}), now[kind].get("schema", {}), old, new, "answer", out)
    for kind, media in before.get("requestBody", {}).get("content", {}).items():
        now = after.get("requestBody", {}).get("content", {}).get(kind)
        if now is None:
            out.append(f"{where} no longer takes {kind}")
        else:
            _schema(f"{where} body", media.get("schema", {}), now.get("schema", {}), old, new, "body", out)


def _types(schema):
    kinds = schema.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _schema(where, before, after, old, new, direction, out, depth=0):
    """In an answer, less may be promised no more; in a body, more may not be asked."""
    before, after = _deref(before, old), _deref(after, new)
    if depth > 12 or before == after:
        return
    wider = _types(after) - _types(before) if direction == "answer" else _types(before) - _types(after)
    if wider and _types(before) and _types(after):
        out.append(f"{where} changes its type from {sorted(_types(before))} to {sorted(_types(after))}")
    for name, property_before in before.get("properties", {}).items():
        if name not in after.get("properties", {}):
            if direction == "answer":
                out.append(f"{where}.{name} is gone")
            continue
        _schema(f"{where}.{name}", property_before, after["properties"][name], old, new, direction, out, depth + 1)
    required_before, required_after = set(before.get("required", [])), set(after.get("required", []))
    lost = required_before - required_after if direction == "answer" else required_after - required_before
    out += [f"{where}.{name} is {'no longer certain' if direction == 'answer' else 'required now'}" for name in sorted(lost)
            if name in after.get("properties", {})]
    if "enum" in before and "enum" in after:
        odd = set(map(str, after["enum"])) - set(map(str, before["enum"])) if direction == "answer" else (
            set(map(str, before["enum"])) - set(map(str, after["enum"])))
        out += [f"{where} {'may say' if direction == 'answer' else 'refuses'} {word} now" for word in sorted(odd)]
    if "items" in before and "items" in after:
        _schema(f"{where}[]", before["items"], after["items"], old, new, direction, out, depth + 1)
