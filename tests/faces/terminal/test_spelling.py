"""What would be right, as messages write it: in the language of the place where the mistake was made."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest

from dynclient import Client, InvalidArguments, MockEngine
from dynclient.document.spelling import Shell, spelled, spelling
from dynclient.faces.terminal.command import main

# A command line, and what its message has in it.
LINES = {
    "container create --Image a --privileged": "it belongs in HostConfig: --HostConfig.Privileged …",
    "service create --Name x --Image b": "--TaskTemplate.ContainerSpec.Image …",
    "network create --Name x --Subnet 1": """--IPAM '{"Config": [{"Subnet": "…"}]}'""",
    "container create --Image a --EndpointsConfig x": "--NetworkingConfig.EndpointsConfig …",
    "container create --Image a --IPv4Address x": (
        """--NetworkingConfig '{"EndpointsConfig": {"…": {"IPAMConfig": {"IPv4Address": "…"}}}}'"""
    ),
    "container create --Image a --HostConfig.Hostname x": "it is an argument of its own: --Hostname …",
    "container create --Image a --mem_limit 64m": """write --HostConfig '{"Memory": 67108864}'""",
    "container create --Image a --cpus 1.5": """write --HostConfig '{"NanoCpus": 1500000000}' for 1.5""",
    "container create --Image a --detach": "write client.run(image, detach=True) in Python",
    "container logs web --lines 5": "lines: is not known here; write --tail 100",
    "container wait web --timeouts 5": "known: condition, id",
    "container logs web --strict x": "write client.with_options(strict=…) in Python",
    "container create --Image a --HostConfig.Memory 64m": "write 67108864",
    "container create --Image a --Healthcheck.Interval 30s": "got a string; write 30000000000\n",
    """container create --Image a --HostConfig '{"Privileged": "yes"}'""": (
        "expected true or false, got a string; write true"
    ),
    """container create --Image a --HostConfig '{"RestartPolicy": "always"}'""": """write '{"Name": "always"}'""",
    """container create --Image a --HostConfig '{"Binds": {"/a": "/b"}}'""": """write '["/a:/b"]'""",
    "image create busybox": "by name: --fromImage …; or write client.pull(image) in Python",
    "node update x --version 1": "--body '{}' sends an empty one",
}


@pytest.mark.parametrize(("line", "said"), LINES.items(), ids=list(LINES))
def test_a_mistake_on_the_command_line_is_answered_in_its_language(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--mock", *shlex.split(line)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert 'unknown="send"' not in told


def refused(call: Callable[[Client], object]) -> str:
    with pytest.raises(InvalidArguments) as caught:
        call(Client(transport=MockEngine()))
    return str(caught.value)


def test_after_a_command_line_python_is_answered_in_its_own_language(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--mock", "container", "create", "--Image", "a", "--privileged"])
    capsys.readouterr()
    assert "HostConfig={'Privileged': …}" in refused(lambda client: client.container.create(Image="a", privileged=1))
    assert "strict=…)" in refused(lambda client: client.container.list(strict=True))


def test_a_setting_that_both_have_is_given_as_either_has_it() -> None:
    with spelled(Shell()):
        assert spelling().option("timeout") == "--timeout SECONDS"
    assert spelling().option("timeout") == "client.with_options(timeout=…)"


def test_a_value_that_is_no_literal_is_said_as_it_is() -> None:
    assert Shell().value("its .Id") == "its .Id"
