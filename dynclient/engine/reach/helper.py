"""Credential helpers: programs named `docker-credential-NAME` that keep credentials, asked as the docker command does.

The question goes to the helper's standard input and the answer comes from its standard output, as JSON; where it fails
it writes there why, in words.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from typing import IO, Any, cast

from dynclient.engine.reach.credentials import Login, Question
from dynclient.errors import CredentialsError

# A helper may ask its user to unlock a key chain; one that waits for nobody must not hold a pull up for ever.
SECONDS = 30.0
_LOOK = 0.1  # between looks at whether it has ended, while its output stays open
_MOST = 1024 * 1024  # bytes; a token has a few thousand
_LONGEST = 300  # characters of a helper's own words
_TOKEN = "<token>"  # the user name of a secret that is an identity token
_NONE_THERE = "credentials not found in native keychain"


class Helper:
    """One question to a helper, and the process that answers it.

    Args:
        question: which helper (`pass` is `docker-credential-pass`), and what it is asked.
        end: the time, by `time.monotonic`, at which an answer is no longer waited for.
    """

    def __init__(self, question: Question, end: float | None = None) -> None:
        self.program, self._action, self._server = f"docker-credential-{question.helper}", *question[1:]
        self._end = time.monotonic() + SECONDS if end is None else end
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def login(self) -> Login | None:
        """Return the credentials that it has for the registry; None where it has none.

        Raises:
            CredentialsError: it is not there, fails, takes too long, or answers something else; never with a secret.
        """
        answer = self._answer()
        if answer is None:
            return None
        said = {str(key).lower(): value for key, value in answer.items()} if isinstance(answer, dict) else {}
        username, secret = said.get("username"), said.get("secret")
        if not isinstance(username, str) or not isinstance(secret, str):
            raise self._error("answered something that has no Username and Secret")
        if not _is_text(username + secret):
            raise self._error("answered half a surrogate pair, which is no text")
        sent = {"identitytoken": secret} if username == _TOKEN else {"username": username, "password": secret}
        return Login({key: value for key, value in sent.items() if value}).at(self._server) if secret else None

    def servers(self) -> list[str]:
        """Return the registries that it has credentials for.

        Raises:
            CredentialsError: as for `login`.
        """
        answer = self._answer()
        if not isinstance(answer, dict):
            raise self._error("answered something that is no list of registries")
        return [name for name in answer if _is_text(name)]

    def stop(self) -> None:
        """End the helper, from another thread, where nobody waits for its answer any more."""
        self._stopped = True
        if self._process is not None:
            _kill(self._process)

    def _answer(self) -> Any:
        """Return the JSON that it answers; None where it has no credentials for the registry."""
        code, out, err = self._run()
        if code == 0:
            # What it wrote is not shown: it may be a secret.
            with contextlib.suppress(ValueError, RecursionError):
                return json.loads(out)
            raise self._error(f"answered {len(out)} bytes that are no JSON")
        words = out.decode("utf-8", "replace").strip()
        if words == _NONE_THERE:
            return None
        said = _shown(words or err.decode("utf-8", "replace").strip())
        raise self._error(f"ended with exit code {code}{f': {said}' if said else ''}")

    def _run(self) -> tuple[int, bytes, bytes]:
        if os.sep in self.program:
            raise self._error("has a slash in its name, which is no name of a program in $PATH")
        if time.monotonic() >= self._end:
            raise self._error("was not asked, for others have taken all the time")
        try:
            # A group of its own, so that what the helper started ends with it.
            self._process = process = subprocess.Popen(
                [self.program, self._action],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                process_group=0,
            )
        except FileNotFoundError:
            raise self._error("is not there: no program of this name is in $PATH") from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no program can have such a name"
            raise self._error(f"cannot be run: {why}") from error
        with process:
            try:
                return self._talk(process)
            finally:
                _kill(process)

    def _talk(self, process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
        """Return how a helper ended and what it wrote."""
        question, answer, complaint = process.stdin, process.stdout, process.stderr
        assert question is not None
        if self._stopped:  # before it was started
            _kill(process)
        with contextlib.suppress(BrokenPipeError), question:  # it may answer without having read
            question.write(self._server.encode())
        out, err = bytearray(), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(cast("IO[bytes]", answer), selectors.EVENT_READ, out)
            selector.register(cast("IO[bytes]", complaint), selectors.EVENT_READ, err)
            while selector.get_map():
                ended = process.poll() is not None
                ready = selector.select(0 if ended else min(_LOOK, max(0.0, self._end - time.monotonic())))
                if ended and not ready:
                    break  # a daemon that it has started may keep its output open
                if not ready and time.monotonic() >= self._end:
                    raise self._error(f"has not answered within {SECONDS:g} s")
                for key, _ in ready:
                    piece = os.read(key.fd, 65536)
                    key.data.extend(piece)
                    if not piece:
                        selector.unregister(key.fileobj)
                    if len(key.data) > _MOST:
                        raise self._error(f"wrote more than {_MOST} bytes")
        try:
            return process.wait(max(0.0, self._end - time.monotonic())), bytes(out), bytes(err)
        except subprocess.TimeoutExpired:
            raise self._error(f"has not ended within {SECONDS:g} s") from None

    def _error(self, why: str) -> CredentialsError:
        asked = f"the credentials for {self._server}" if self._server else "all its credentials"
        message = f"the credential helper {self.program}, asked for {asked}, {why}"
        return CredentialsError(message, source=self.program, registry=self._server)


def _is_text(value: str) -> bool:
    """Return whether a text can be sent: JSON may hold half a surrogate pair, UTF-8 none."""
    return value.encode("utf-8", "ignore").decode() == value


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:  # else its number may be another's
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:  # Windows has no groups of processes
                process.kill()


def _shown(words: str) -> str:
    """Return a helper's words on one line, unless there is an answer in them, with a secret."""
    if "secret" in words.lower() and "{" in words:
        return "what it wrote is kept back, for it may hold a secret"
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
