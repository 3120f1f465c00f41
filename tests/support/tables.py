"""Tables of the tests that are written in YAML."""

from __future__ import annotations

from typing import Any

import yaml

# libyaml's where it is there: ten times as fast, and a third of what collecting the tests takes.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parsed(text: str | bytes) -> Any:
    """Return what a YAML text says."""
    return yaml.load(text, Loader=_Loader)
