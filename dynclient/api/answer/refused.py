"""The message in an error's body, in the forms that servers use."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

# Where the message stands, best first: the engine and most others; RFC 9457 and FastAPI; Stripe, OpenAI and Google have
# it one level down; OAuth 2 (RFC 6749, section 5.2); .NET and AWS in capitals; Jira; others.
_WORDS = (
    *("message", "detail", "title", "error_description", "description", "Message", "msg", "errorMessage"),
    *("error_message", "reason", "faultstring"),
)
_LISTS = ("errors", "detail", "details", "errorMessages", "fieldErrors", "violations")
_INSIDE = ("error", "Error", "fault")
_AT = ("loc", "field", "propertyPath", "path", "pointer", "location")
_DEEPEST = 4


def words_of(body: Any, depth: int = 0) -> str:
    """Return the message in a JSON body; empty if none is found.

    >>> words_of({"title": "Out of stock", "detail": "There are 3."})
    'Out of stock: There are 3.'
    >>> words_of({"detail": [{"loc": ["body", "name"], "msg": "Field required"}]})
    'body.name: Field required'
    >>> words_of({"error": {"message": "No such charge", "type": "invalid_request"}})
    'No such charge'
    """
    if isinstance(body, str):
        return body.strip()
    if not isinstance(body, Mapping) or depth > _DEEPEST:
        return ""
    title, detail = _text(body.get("title")), _text(body.get("detail"))
    head = f"{title}: {detail}" if title and detail else next(filter(None, map(_text, map(body.get, _WORDS))), "")
    below = "; ".join(_each(body, depth))
    if head or below:
        return f"{head}: {below}" if head and below else head or below
    return next(filter(None, (words_of(body.get(name), depth + 1) for name in _INSIDE)), "")


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _each(body: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield the message of each fault, from a list of texts or objects, or from an object by the fault's place."""
    listed = next((body[name] for name in _LISTS if isinstance(body.get(name), (list, Mapping)) and body[name]), None)
    if isinstance(listed, Mapping):
        for place, said in listed.items():
            texts = [words_of(each, depth + 1) for each in (said if isinstance(said, list) else [said])]
            yield f"{place}: {', '.join(texts)}" if any(texts) else str(place)
    for fault in listed if isinstance(listed, list) else ():
        place = next((fault[name] for name in _AT if fault.get(name)), "") if isinstance(fault, Mapping) else ""
        where = ".".join(map(str, place)) if isinstance(place, list) else _text(place)
        if said := words_of(fault, depth + 1):
            yield f"{where}: {said}" if where else said


def page_words(text: str) -> str:
    """Return an HTML page's title, or its heading and the text after it.

    >>> page_words("<html><body><h1>403 Forbidden</h1>\\nRequest forbidden by rules.\\n</body></html>")
    '403 Forbidden: Request forbidden by rules.'
    """
    title = _inside("title", text)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>(.*)", text, re.IGNORECASE | re.DOTALL)
    if heading is None:
        return title
    head, rest = _plain(heading[1]), _plain(heading[2])
    said = f"{head}: {rest}" if head and rest else head or rest
    return said if not title or title in said else f"{title}: {said}"


def _inside(tag: str, text: str) -> str:
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", text, re.IGNORECASE | re.DOTALL)
    return _plain(found[1]) if found else ""


def _plain(text: str) -> str:
    """Return HTML as one line of text."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", " ", text, flags=re.I | re.S)
    return " ".join(html.unescape(text).split())
