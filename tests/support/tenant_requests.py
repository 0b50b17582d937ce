"""Every operation of docs/openapi.json as requests: which of their values are ids of rows, and what else they need."""
import itertools
import json
from urllib.parse import urlencode

from openapi_check import DOCUMENT, METHODS, follow

# What an id in an operation names, by the operation's path and the id's own name; the longest path that fits decides. An
# operation with an id that is not here fails the matrix: add its row.
ROWS = {
    "/": {"workspaceId": "workspace", "agentId": "agent", "conversationId": "conversation", "runId": "run", "approvalId": "approval",
          "userId": "member", "invitationId": "invitation", "skillId": "skill", "department_id": "department", "before": "message", "agent_id": "agent", "policyId": "policy"},
    "/api/agents/{id}/hire": {"id": "catalog_agent"},
    "/api/agents/{id}/unhire": {"id": "agent"},
    "/api/local-agents/{id}": {"id": "agent"},
    "/api/agent-conversations/{id}": {"id": "conversation"},
    "/api/agent-skills/{id}": {"id": "skill"},
    "/api/agent-rules": {"id": "rule", "agentId": "catalog_agent", "agent_id": "catalog_agent"},
    "/api/admin/ai-agents": {"id": "catalog_agent"},
    "/api/admin/departments": {"id": "department"},
    "/api/workspaces/{id}": {"id": "workspace"},
    "/api/workspaces/{id}/tool-calls": {"before": "tool_call"},
}
# Values that a schema's example would not make a useful request.
VALUES = {"message": "[[say ok]]", "role": "member", "model": "sonnet", "path": "/memories/a.md", "wait": 0, "limit": 5, "tool_pattern": "finance.*"}
count = itertools.count()


class Operation:
    def __init__(self, path, method, item):
        self.path, self.method, self.name = path, method.upper(), item[method]["operationId"]
        self.is_open = item[method].get("security") == []
        self.parameters = [follow(p) for p in item.get("parameters", []) + item[method].get("parameters", [])]
        self.schema = follow(item[method].get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}))
        self.kinds = {} if self.is_open else {name: self.kind(name) for name in self.id_names()}

    def id_names(self):
        named = {p["name"]: p["schema"] for p in self.parameters if p["in"] in ("path", "query")}
        named |= self.schema.get("properties", {})
        return sorted(name for name, schema in named.items() if follow(schema).get("format") == "uuid")

    def kind(self, name):
        fitting = [p for p in ROWS if self.path.startswith(p) and name in ROWS[p]]
        if not fitting:
            raise AssertionError(f"{self.method} {self.path}: what is {name}? Give it a row in tests/support/tenant_requests.py")
        return ROWS[max(fitting, key=len)][name]

    def request(self, ids):
        """(method, target, body) with these ids: {name: id}."""
        target, query = self.path, {}
        for p in self.parameters:
            if p["in"] == "path":
                target = target.replace(f"{{{p['name']}}}", ids[p["name"]] if p["name"] in ids else "x")
            elif p["in"] == "query" and (p["name"] in ids or p.get("required")):
                query[p["name"]] = ids.get(p["name"]) or example(p["schema"], p["name"])
        body = None
        if self.schema:
            body = example(self.schema)
            body |= {name: value for name, value in ids.items() if name in self.schema.get("properties", {})}
        return self.method, target + ("?" + urlencode(query) if query else ""), body


def example(schema, name=None):
    """A small value that fits a schema."""
    schema = follow(schema)
    if name in VALUES:
        return VALUES[name]
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "oneOf" in schema:
        return example(schema["oneOf"][0])
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        wanted = schema.get("required") or list(schema.get("properties", {}))[:1]
        return {n: example(schema["properties"][n], n) for n in wanted}
    if kind == "array":
        return [example(schema["items"])] * max(1, schema.get("minItems", 1))
    if kind == "string":
        text = f"u{next(count)}@example.com" if name == "email" else f"x{next(count)}"
        return text.ljust(schema.get("minLength", 0), "x")
    return {"boolean": True, "integer": schema.get("minimum", 1), "number": schema.get("minimum", 1)}.get(kind)


def operations():
    return [Operation(path, method, item) for path, item in DOCUMENT["paths"].items() for method in METHODS if method in item]


def comparable(answer):
    """What of an answer must not tell a foreign id from an absent one: status, headers that say something, and body."""
    body = answer.text
    if answer.headers.get("Content-Type") in ("application/problem+json", "application/json") and body:
        body = json.loads(body)
        if isinstance(body, dict):
            body.pop("requestId", None)
    return answer.status, answer.headers.get("Content-Type"), answer.headers.get("ETag"), json.dumps(body, sort_keys=True)
