"""Names: from published ones to Python names, and back from any spelling."""

from __future__ import annotations

import pytest

from dynclient.document.names import (
    fold,
    group_name,
    identifier,
    method_name,
    nearest,
    python_names,
    snake,
    suggestion,
    words,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ContainerList", ("container", "list")),
        ("fromImage", ("from", "image")),
        ("X-Registry-Auth", ("x", "registry", "auth")),
        ("EnableIPv6", ("enable", "ipv6")),
        ("GlobalIPv6PrefixLen", ("global", "ipv6", "prefix", "len")),
        ("LinkLocalIPs", ("link", "local", "ips")),
        ("DeviceIDs", ("device", "ids")),
        ("BlkioDeviceReadIOps", ("blkio", "device", "read", "iops")),
        ("CPUs", ("cpus",)),
        ("CAsAreHere", ("cas", "are", "here")),
        ("NanoCPUs", ("nano", "cpus")),
        ("CPUShares", ("cpu", "shares")),
        ("HTTPProxy", ("http", "proxy")),
        ("MemorySwappiness", ("memory", "swappiness")),
        ("copyUIDGID", ("copy", "uidgid")),
        ("checkpoint-dir", ("checkpoint", "dir")),
        ("label!", ("label",)),
        ("two  words", ("two", "words")),
        ("übung", ("übung",)),
        ("getПользователяПоИмени", ("get", "пользователя", "по", "имени")),
        ("用户管理", ("用户管理",)),
        ("हिन्दी सूची", ("हिन्दी", "सूची")),
        ("ＩＤ²", ("id", "2")),
        ("", ()),
    ],
)
def test_a_name_is_split_into_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fromImage", "from_image"),
        ("X-Registry-Auth", "x_registry_auth"),
        ("from", "from_"),
        ("node.label", "NodeLabel"),
        (" Parents", "parents"),
        ("$top", "top"),
        ("filter[name]", "filter_name"),
        ("ids[]", "ids"),
        ("@odata.count", "odata_count"),
        ("a:b", "a_b"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["put", "archive"], "put_archive"),
        (["import"], "import_"),
        (["3", "d"], "_3_d"),
        ([], "_"),
        (["用户"], "用户"),
        (["match"], "match"),
    ],
)
def test_words_are_joined_to_an_identifier(parts: list[str], expected: str) -> None:
    assert identifier(parts) == expected
    assert expected.isidentifier()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HostConfig", "host_config"),
        ("EnableIPv6", "enable_ipv6"),
        ("from", "from_"),
        ("X-Registry-Config", "x_registry_config"),
    ],
)
def test_a_published_name_has_a_snake_case_spelling(name: str, expected: str) -> None:
    assert snake(name) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Container", "container"),
        ("Session (experimental)", "session"),
        ("System administration", "system_administration"),
        ("", "default"),
        ("import", "import_"),
        ("3D Secure", "_3_d_secure"),
        ("用户管理", "用户管理"),
        ("Заказы", "заказы"),
    ],
)
def test_a_tag_names_a_group(tag: str, expected: str) -> None:
    assert group_name(tag) == expected


@pytest.mark.parametrize(
    ("operation", "tag", "expected"),
    [
        ("ContainerList", "Container", "list"),
        ("PutContainerArchive", "Container", "put_archive"),
        ("GetPluginPrivileges", "Plugin", "get_privileges"),
        ("ContainerExec", "Exec", "container_exec"),
        ("ExecStart", "Exec", "start"),
        ("NetworkDelete", "Network", "delete"),
        ("Session", "Session", "session"),
        ("Session", "Session (experimental)", "session"),
        ("SystemImport", "System", "import_"),
        ("getThings", "", "get_things"),
        ("list_api_key_uses", "API key", "list_uses"),
    ],
)
def test_a_method_is_named_by_its_id_without_its_tag(operation: str, tag: str, expected: str) -> None:
    assert method_name(operation, tag) == expected


def test_names_that_are_signs_only_stay_apart() -> None:
    assert (fold("*"), fold("+"), fold("[]")) == ("*", "+", "[]")


def test_each_name_of_a_signature_means_one_published_name() -> None:
    assert python_names(["$top", "orderBy", "top", "*", "a:b", "a-b"]) == {
        "orderBy": "order_by",
        "top": "top",
        "a:b": "a_b",
    }


KNOWN = ["ContainerList", "ContainerLogs", "ContainerCreate", "ImageCreate", "ImageList", "ImagePush", "VolumeList"]
KNOWN += ["fromImage"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("container_list", ["ContainerList"]),
        ("ContainerLst", ["ContainerList"]),
        ("ListContainers", ["ContainerList"]),
        ("CreateImage", ["ImageCreate"]),
        ("ImagePull", ["ImagePush"]),
        ("Logs", ["ContainerLogs"]),
        ("volumes.list", ["VolumeList"]),
        ("at", []),
        ("qqqq", []),
        ("", []),
    ],
)
def test_the_nearest_names_are_listed_best_first(name: str, expected: list[str]) -> None:
    assert nearest(name, KNOWN) == expected


def test_no_more_near_names_are_listed_than_asked_for() -> None:
    assert len(nearest("List", ["List1", "List2", "List3", "List4"])) == 3
    assert len(nearest("List", ["List1", "List2", "List3", "List4"], count=1)) == 1


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("staus", ["status", "label"], "did you mean status?"),
        ("zzz", ["status", "label"], "known: label, status"),
        ("zzz", [f"name{number}" for number in range(13)], ""),
        ("zzz", [], ""),
        ("stat", ["state", "stats"], "did you mean state or stats?"),
        ("stats", ["task"] * 2, "known: task, task"),
        ("run", ["prune", *map(str, range(13))], ""),
        ("prun", ["prune", *map(str, range(13))], "did you mean prune?"),
        ("remov", ["delete", "remove_all", *map(str, range(13))], ""),
        ("remove", ["remove_all", *map(str, range(13))], "did you mean remove_all?"),
        ("stream", ["t", *map(str, range(13))], ""),
    ],
)
def test_a_suggestion_names_what_is_near_or_the_few_there_are(name: str, known: list[str], expected: str) -> None:
    assert suggestion(name, known) == expected
