"""The pinned contract as a judge of every request and every answer, where its document is present.

payments.md, data/stripe/README: forms are decoded and converted by their schema before they are judged.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENT = Path("stripe") / "stripe-pos.openapi.json"


class Breach(Exception):
    """The request or the answer is not one that the contract knows."""


def place() -> Path | None:
    """Where the document is; None where it (or the library that reads it) is not."""
    root = Path(os.environ.get("VAXEL_CONTRACTS") or Path(__file__).resolve().parents[5] / "shared" / "data")
    return root / DOCUMENT if (root / DOCUMENT).exists() else None


class Contract:
    """The operations of the document, with validators made once."""

    def __init__(self, document: Path) -> None:
        from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # has no types of its own
        from referencing import Registry, Resource

        self.document = json.loads(document.read_text())
        resource = Resource.from_contents(
            {**self.document, "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:stripe"}
        )
        self._registry: Any = Registry().with_resource("urn:stripe", resource)
        self._validator = Draft202012Validator
        self._made: dict[str, Any] = {}
        self._paths = sorted(self.document["paths"], key=lambda path: path.count("{"))

    def operation(self, method: str, path: str) -> tuple[str, dict[str, Any]]:
        """The template and the operation of a request; refuses with Breach."""
        for template in self._paths:
            pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{[^}]+\}", template))
            if re.fullmatch(pattern, path) and method.lower() in self.document["paths"][template]:
                return template, self.document["paths"][template][method.lower()]
        raise Breach(f"{method} {path} is not in the contract")

    def request(self, method: str, path: str, form: dict[str, Any]) -> dict[str, Any]:
        """The form with every value converted as its schema says; refuses with Breach."""
        template, operation = self.operation(method, path)
        if method == "POST":
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/x-www-form-urlencoded", {}).get("schema", {"properties": {}})
        else:
            properties = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
            schema = {"type": "object", "properties": properties, "additionalProperties": False}
        converted = self._convert(form, schema)
        self._judge(f"{method} {template} in", schema, converted)
        return dict(converted)

    def answer(self, method: str, path: str, status: int, body: Any) -> None:
        """Nothing, when the answer is one of the operation's; refuses with Breach."""
        template, operation = self.operation(method, path)
        responses = operation["responses"]
        key = "200" if status == 200 else "default"
        if key in responses:
            schema = responses[key]["content"]["application/json"]["schema"]
            self._judge(f"{method} {template} {key}", schema, body)

    def thing(self, thing: dict[str, Any]) -> None:
        """Nothing, when the object is one of its component; refuses with Breach."""
        self._judge(thing["object"], {"$ref": f"#/components/schemas/{thing['object']}"}, thing)

    def _judge(self, name: str, schema: dict[str, Any], value: Any) -> None:
        if name not in self._made:
            self._made[name] = self._validator(self._absolute(schema), registry=self._registry)
        error = next(iter(self._made[name].iter_errors(value)), None)
        if error is not None:
            where = ".".join(map(str, error.absolute_path))
            raise Breach(f"{name}: {where or 'the whole'}: {error.message[:300]}")

    def _convert(self, value: Any, schema: dict[str, Any]) -> Any:
        """A form's strings as the schema wants them; of several branches the first that fits."""
        schema = self._resolved(schema)
        for branch in schema.get("anyOf", ()):
            tried = self._convert(value, branch)
            if not list(self._validator(self._absolute(branch), registry=self._registry).iter_errors(tried)):
                return tried
        kind = schema.get("type")
        if isinstance(value, dict) and kind == "array":
            items = schema.get("items", {})
            return [self._convert(value[key], items) for key in sorted(value, key=lambda key: int(key or 0))]
        if isinstance(value, dict):
            known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
            other = other if isinstance(other, dict) else {}
            return {key: self._convert(one, known.get(key, other)) for key, one in value.items()}
        if isinstance(value, list):
            return [self._convert(one, schema.get("items", {})) for one in value]
        if kind == "integer" and re.fullmatch(r"-?\d+", str(value)):
            return int(value)
        if kind == "boolean" and value in ("true", "false"):
            return value == "true"
        return value

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _absolute(self, schema: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(schema).replace('"#/components', '"urn:stripe#/components')
        return dict(json.loads(text))


@cache
def contract() -> Contract | None:
    """The contract, read once; None where it is not present: an installation has neither document nor judge."""
    document = place()
    if document is None:
        return None
    try:
        return Contract(document)
    except ImportError:
        return None
