"""Malicious and oversized documents: they are used or refused, in bounded time and memory.

Each is made and used in its own process, which the system ends at a limit.
"""

# ruff: noqa: E501  (a case is a line that makes its document)

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS, MEGABYTES = 60, 1500

# What each process does with the document that `make` wrote: everything that users may do.
USE = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
resource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20, {megabytes} << 20))
from dynclient import Client, SpecError, InvalidArguments
REF = "#/components/schemas/"
def ref(name): return {{"$ref": REF + name}}
def api(schemas, body=None, **top):
    post = {{"operationId": "Send", "responses": {{}}, "requestBody": {{"content": {{"application/json": {{"schema": body or ref("S0")}}}}}}}}
    return {{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/a": {{"post": post}}}}, "components": {{"schemas": schemas}}, **top}}
def write(value): open({path!r}, "w").write(value if isinstance(value, str) else json.dumps(value))
{make}
try:
    client = Client("http://h", spec={path!r})
    operation = next(iter(client.operations.values()), None)
    said = ["loaded"]
    if operation is not None:
        operation.signature, operation.help(), dir(client), client.groups
        try:
            said.append(client.build_request(operation, body={body}).content.decode()[:40])
        except InvalidArguments as error:
            said.append(str(error).splitlines()[1][:150].strip())
except SpecError as error:
    assert len(str(error)) < 400
    said = [error.reason]
print(" | ".join(said))
"""

CASES: dict[str, tuple[str, str, str]] = {
    "100,000 lists in each other, as YAML": (
        'write("a: " + "[" * 100_000)',
        "None",
        "line 1: it is nested deeper than 200",
    ),
    "100,000 lists in each other, as JSON": ("write('{\"a\": ' + '[' * 100_000)", "None", "it is nested deeper than 200"),
    "90 schemas in each other": (
        "s = {'type': 'string'}\nfor _ in range(90): s = {'type': 'array', 'items': s}\nwrite(api({}, s))",
        "['x']",
        "loaded | body[0]: expected a list, got a string",
    ),
    "a number of a million digits": ("write('{\"a\": ' + '1' * 1_000_000 + '}')", "None", "a number in it is out of range"),
    "an enum of 200,000 values": (
        "write(api({'S0': {'type': 'string', 'enum': [f'v{n}' for n in range(200_000)]}}))",
        "'v199999x'",
        "loaded | body: is 'v199999x'; expected one of",
    ),
    "an enum of 200,000 values, all of them right": (
        "write(api({'S0': {'type': 'string', 'enum': [f'v{n}' for n in range(200_000)]}}))",
        "'v199999'",
        'loaded | "v199999"',
    ),
    "an enum of 200,000 values, intersected": (
        "e = [f'v{n}' for n in range(100_000)]\nwrite(api({'S0': {'allOf': [{'enum': e}, {'enum': e[::-1]}]}}))",
        "'v5'",
        'loaded | "v5"',
    ),
    "fifty thousand properties": (
        "write(api({'S0': {'type': 'object', 'properties': {f'p{n}': True for n in range(50_000)}}}))",
        "{'p49999': 1, 'q': 2}",
        "loaded | body.q: is not known here",
    ),
    "300,000 entries that mean nothing": (
        "write(api({'S0': {}}, **{'x-map': {f'p{n}': n for n in range(300_000)}}))",
        "1",
        "loaded | 1",
    ),
    "twenty thousand operations": (
        "d = api({'S0': {}})\nd['paths'] = {f'/p{n}': {'get': {'operationId': f'Thing{n}'}} for n in range(20_000)}\nwrite(d)",
        "None",
        "loaded | ",
    ),
    "twenty thousand schemas in a chain": (
        "write(api({**{f'S{n}': {'properties': {'a': ref(f'S{n+1}')}} for n in range(20_000)}, 'S20000': {}}))",
        "{'a': {'a': {'b': 1}}}",
        "loaded | body.a.a.b: is not known here; known: a",
    ),
    "a chain of references alone": (
        "write(api({**{f'S{n}': ref(f'S{n+1}') for n in range(20_000)}, 'S20000': {'type': 'string'}}))",
        "'x'",
        'loaded | "x"',
    ),
    "a chain in which each names the next twice": (
        "write(api({**{f'S{n}': {'properties': {'a': ref(f'S{n+1}'), 'b': {**ref(f'S{n+1}'), 'description': 'w'}}} for n in range(60)}, 'S60': {}}))",
        "{'a': {'b': {'c': 1}}}",
        "loaded | body.a.b.c: is not known here; known: a, b",
    ),
    "a chain of allOf in which each names the next twice": (
        "write(api({**{f'S{n}': {'allOf': [ref(f'S{n+1}')] * 2} for n in range(60)}, 'S60': {'properties': {'a': {}}}}))",
        "{'b': 1}",
        "loaded | body.b: is not known here; known: a",
    ),
    "the same with other words beside each": (
        "write(api({**{f'S{n}': {'allOf': [{**ref(f'S{n+1}'), 'minProperties': k} for k in (0, 1)]} for n in range(60)}, 'S60': {}}))",
        "{}",
        "a schema is made of more than 200,000 parts",
    ),
    "an allOf of ten thousand": (
        "write(api({'S0': {'allOf': [{'required': [f'p{n}'], 'properties': {f'p{n}': {}}} for n in range(10_000)]}}))",
        "{f'p{n}': 1 for n in range(10_000)}",
        'loaded | {"p0":1,',
    ),
    "an allOf ten thousand deep": (
        "write(api({**{f'S{n}': {'allOf': [ref(f'S{n+1}')]} for n in range(10_000)}, 'S10000': {}}))",
        "{}",
        "a schema is nested too deeply",
    ),
    "a web in which each schema names ten others": (
        "write(api({f'S{n}': {'properties': {f'p{k}': ref(f'S{(n * 7 + k * 131) % 3000}') for k in range(10)}} for n in range(3000)}))",
        "{'p1': {'p2': {'x': 1}}}",
        "loaded | body.p1.p2.x: is not known here; known:",
    ),
    "a schema that is itself": ("write(api({'S0': ref('S0')}))", "1", "a schema that consists of itself"),
    "a tree": (
        "write(api({'S0': {'properties': {'below': {'type': 'array', 'items': ref('S0')}}}}))",
        "{'below': [{'below': [{}]}]}",
        'loaded | {"below":[{"below":[{}]}]}',
    ),
    "aliases that explode": (
        "write('a0: &a0 [x, x, x, x, x, x, x, x, x, x]\\n' + ''.join(f'a{n}: &a{n} [' + f'*a{n-1}, ' * 10 + ']\\n' for n in range(1, 12)))",
        "None",
        "line 6: its aliases expand to more than 1,000,000 values",
    ),
    "parameters that explode": (
        "p = [{'name': f'q{n}', 'in': 'query', 'schema': {'enum': [str(k) for k in range(100)]}} for n in range(300)]\n"
        "d = api({}); d['components']['parameters'] = {q['name']: q for q in p}\n"
        "d['paths'] = {f'/p{n}': {'get': {'parameters': [{'$ref': f\"#/components/parameters/{q['name']}\"} for q in p]}} for n in range(1000)}\n"
        "write(d)",
        "None",
        "the references of the document expand to more than 3,000,000 values",
    ),
    "keys that are no texts": (
        "write('{openapi: 3.1.0, info: {title: t, version: 1}, paths: {/a: {get: {responses: {200: {}, null: {}, true: {}}}}}, 1: 2, 1.5: 3}')",
        "None",
        "loaded | ",
    ),
    "not a number": ("write('{\"openapi\": \"3.1.0\", \"x\": NaN}')", "None", "a number in it is out of range"),
    "a pattern that takes for ever to compile": (
        "write(api({'S0': {'type': 'string', 'pattern': '(' * 5000 + 'a' + ')' * 5000}}))",
        "'b'",
        'loaded | "b"',
    ),
    "names of a megabyte": (
        "write(api({'S0': {'type': 'object', 'properties': {'p' * 1_000_000: {'type': 'string'}}}}))",
        "{'q': 1}",
        "loaded | body.q: is not known here",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(("make", "body", "said"), CASES.values(), ids=CASES)
def test_a_hostile_document_is_used_or_refused(tmp_path: Path, make: str, body: str, said: str) -> None:
    code = USE.format(seconds=SECONDS, megabytes=MEGABYTES, path=str(tmp_path / "api"), make=make, body=body)
    environ = {**os.environ, "DYNCLIENT_CACHE": ""}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False)
    assert ran.returncode == 0, ran.stderr[-1500:]
    assert ran.stdout.startswith(said), ran.stdout[:300]
