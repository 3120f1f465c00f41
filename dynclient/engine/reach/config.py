"""The docker command's own configuration: its folder, and config.json in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class UnusableConfig(Exception):
    """A config.json that cannot be used: which, and why; the caller makes that an error of the tree."""


def folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of the configuration: $DOCKER_CONFIG, or `.docker` at home."""
    # expanduser of os, not of Path: a user without an entry (a container's 1234) may have no home at all.
    return Path(environ.get("DOCKER_CONFIG") or os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".docker"))


def file(environ: Mapping[str, str]) -> Path:
    """Return the path of config.json."""
    return folder(environ) / "config.json"


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Read config.json; one that is not there, empty or null says nothing.

    Raises:
        UnusableConfig: it cannot be read, or is no JSON object; its content, which is secret, is not told.
    """
    path = file(environ)
    try:
        content = path.read_bytes()
        config = json.loads(content) if content.strip() else None
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UnusableConfig(f"{path} cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        # Without its cause, which holds the whole file.
        raise UnusableConfig(f"{path} is no JSON (line {error.lineno}, column {error.colno})") from None
    except (ValueError, RecursionError):
        raise UnusableConfig(f"{path} is no JSON") from None
    if config is None:
        return {}
    if not isinstance(config, dict):
        raise UnusableConfig(f"{path} is no JSON object")
    return config
