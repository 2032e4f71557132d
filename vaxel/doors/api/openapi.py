"""The OpenAPI 3.1 document, made from the table of routes and the types of the endpoints."""

import re
from functools import cache
from typing import Any

import msgspec

from vaxel import __version__
from vaxel.doors.api.needs import permissions
from vaxel.doors.api.reading import LARGEST_BODY
from vaxel.doors.api.routes import ANYONE, ENDPOINTS, Endpoint
from vaxel.doors.api.shapes import Shape, schema_hook

_REFS = "#/components/schemas/{name}"


class Problem(Shape):
    """What went wrong: `code` is stable, `message` is a sentence in the asked language, `details` its facts."""

    code: str
    message: str
    details: dict[str, Any]
    request_id: str


class Error(Shape):
    """The one error shape of every route."""

    error: Problem


_ALWAYS = {"400": "It cannot be understood.", "500": "A bug of ours.", "503": "Busy: try again after Retry-After."}
_KNOWN = {"401": "No token, or not a valid one.", "403": "The token's role may not do this here."}
_WRITING = {
    "409": "It clashes with what is stored; `key_reused`: the key stands for other content.",
    "411": "The body's length is not told.",
    "413": f"The body is larger than {LARGEST_BODY} bytes.",
    "415": "The body is not application/json in UTF-8.",
    "422": "The shop says no; the message says why and what to do.",
}
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": True,
    "description": "A value of your own per request; a repeated one gives the first answer and does nothing twice.",
    "schema": {"type": "string", "pattern": "^[!-~]{8,200}$"},
}  # fmt: skip
_LANGUAGE = {
    "name": "Accept-Language", "in": "header", "description": "sv or en, for messages.",
    "schema": {"type": "string", "examples": ["en"]},
}  # fmt: skip


@cache
def document() -> dict[str, Any]:
    """The whole document as plain JSON."""
    kinds: list[Any] = [Error]
    for endpoint in ENDPOINTS:
        kinds += [kind for kind in (endpoint.answers, endpoint.body, endpoint.filters) if kind is not None]
    found, components = msgspec.json.schema_components(kinds, schema_hook=schema_hook, ref_template=_REFS)
    schemas = dict(zip(map(str, kinds), found, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas, components)
    whole = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {"title": "Växel", "version": __version__, "description": _ABOUT, "license": _LICENSE},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {"Error": {"description": "The one error shape.", "content": _json(schemas[str(Error)])}},
        },
    }
    return _renamed(whole)


_ABOUT = (
    "Everything the shop does, over HTTP. Amounts are whole minor units with a currency, quantities are decimal text "
    "with up to three decimals, ids are UUIDs, moments carry their offset. Lists are cut by `limit` and `after`."
)
_LICENSE = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}


def _operation(endpoint: Endpoint, schemas: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": f"{endpoint.tag}.{endpoint.name}",
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "parameters": [*map(_path_parameter, endpoint.params), *_query(endpoint, components), _LANGUAGE],
        "responses": _responses(endpoint, schemas[str(endpoint.answers)]),
    }
    if endpoint.writes:
        made["parameters"].append(_KEY)
    if endpoint.body is not None:
        made["requestBody"] = {"content": _json(schemas[str(endpoint.body)]), "required": _needed(endpoint.body)}
    if endpoint.may == ANYONE:
        made["security"] = []
    made["description"] = " ".join(filter(None, [_about(endpoint), _asks(endpoint)]))
    return made


def _about(endpoint: Endpoint) -> str:
    """The docstrings of the endpoint and of its filters."""
    filters = endpoint.filters.__doc__ if endpoint.filters else ""
    return " ".join(f"{endpoint.call.__doc__} {filters or ''}".split())


def _asks(endpoint: Endpoint) -> str:
    needed = " or ".join(f"`{one}`" for one in permissions(endpoint))
    return f"Needs the permission {needed}." if needed else ""


def _needed(body: type[msgspec.Struct]) -> bool:
    """Whether some field must be given, so that an empty body will not do."""
    return any(field.required for field in msgspec.structs.fields(body))


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _query(endpoint: Endpoint, components: dict[str, Any]) -> list[dict[str, Any]]:
    """The filters' fields as parameters of the query; what may be null may be left out."""
    if endpoint.filters is None:
        return []
    properties = components[endpoint.filters.__name__]["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": _given(schema)}
        for name, schema in properties.items()
    ]


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    kept = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(kept) == 1:
        return dict(kept[0])
    plain = {name: value for name, value in schema.items() if name != "default" or value is not None}
    if None in plain.get("enum", []):
        plain["enum"] = [value for value in plain["enum"] if value is not None]
    return plain


def _responses(endpoint: Endpoint, answers: dict[str, Any]) -> dict[str, Any]:
    codes = dict(_ALWAYS) | (_KNOWN if endpoint.may != ANYONE else {}) | (_WRITING if endpoint.writes else {})
    if endpoint.params:
        codes["404"] = "It does not exist, or belongs to another site."
    made: dict[str, Any] = {str(endpoint.status): {"description": "Done.", "content": _json(answers)}}
    for code in sorted(codes):
        made[code] = {"$ref": "#/components/responses/Error", "description": codes[code]}
    return made


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _renamed(whole: dict[str, Any]) -> dict[str, Any]:
    """`Page_Part_` reads better as `PartPage`; structs of the query are parameters already."""
    text = re.sub(rb'(?<=["/])Page_(\w+?)_(?=")', rb"\1Page", msgspec.json.encode(whole))
    made: dict[str, Any] = msgspec.json.decode(text)
    for endpoint in ENDPOINTS:
        if endpoint.filters is not None:
            made["components"]["schemas"].pop(endpoint.filters.__name__, None)
    return made
