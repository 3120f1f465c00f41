"""Completion for shells: the script that each of them runs, and the answer to what it asks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from dynclient.faces.terminal.complete import candidates

# Each asks the program with the words up to the one that was begun; the variable says who asks.
SCRIPTS = {
    "bash": """\
_dynclient_completion() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(_DYNCLIENT_COMPLETE=bash "$1" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o nosort -F _dynclient_completion dynclient
""",
    "zsh": """\
#compdef dynclient
_dynclient() {
    local -a found
    found=("${(@f)$(_DYNCLIENT_COMPLETE=zsh "${words[1]}" "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    [[ -z "${found[1]}" ]] || _describe -V dynclient found
}
if [[ "$zsh_eval_context[-1]" == loadautofunc ]]; then
    _dynclient "$@"
else
    compdef _dynclient dynclient
fi
""",
    "fish": """\
function __dynclient_complete
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    set -lx _DYNCLIENT_COMPLETE fish
    command $words[1] $words[2..] "$begun" 2>/dev/null
end
complete --command dynclient --no-files --keep-order --arguments '(__dynclient_complete)'
""",
}


def complete(shell: str, words: list[str]) -> int:
    """Answer a shell that completes, a line for each word that may stand there, and return the exit status.

    Args:
        shell: `bash`, `zsh` or `fish`.
        words: those after the program's name, the last of them begun.
    """
    if shell not in SCRIPTS or not words:
        return 2
    *before, begun = words
    sys.stdout.write("".join(f"{line}\n" for line in _lines(shell, completions(before, begun))))
    return 0


def completions(words: list[str], begun: str) -> list[tuple[str, str]]:
    """Return what may stand where a word was begun, each with a line of help.

    Args:
        words: those before it, after the program's name.
        begun: the word so far.
    """
    return [(word, text) for word, text in candidates(words, begun) if word.startswith(begun)]


def _lines(shell: str, found: Iterable[tuple[str, str]]) -> Iterable[str]:
    line = _LINES[shell]
    for word, text in found:
        about = " ".join(text.split())
        yield line(word, about)


# zsh takes a colon for the end of the word.
_LINES: dict[str, Callable[[str, str], str]] = {
    "bash": lambda word, about: word,
    "zsh": lambda word, about: word.replace(":", "\\:") + ":" + about,
    "fish": lambda word, about: f"{word}\t{about}",
}
