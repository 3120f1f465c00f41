"""Lists as tables: which columns, and ids, ages, sizes and ports as `docker` writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynclient import Client, ResultList
from dynclient.api.answer.result import wrap
from dynclient.api.public import Api
from dynclient.document import default
from dynclient.document.legible import STEERING, one_line
from dynclient.errors import Response
from dynclient.faces.forms import FORMS, Cell, binary_size, duration, moment, ports, short_id, size
from dynclient.faces.tables import table_of, text_table, views

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
API = Api(default())
LONG = "569adf79d27b927c94ca65e242da6fa788167402fa2a5b0c4abf17779368d500"


def answer(operation: str, value: Any) -> Any:
    """Return a value as the answer of an operation."""
    return wrap(value, API.operations[operation].shape, Response(200, {}, operation))


def texts(value: Any, limit: int | None = 50) -> Any:
    """Return a table's titles and rows as text."""
    table = table_of(value, limit=limit, now=NOW)
    return table and [list(table.columns), *([cell.text for cell in row] for row in table.rows)]


SHOWN: dict[str, tuple[str, Any, list[list[str]]]] = {
    "containers as docker ps": (
        "ContainerList",
        [
            {
                "Id": LONG,
                "Image": f"busybox@sha256:{LONG}",
                "Command": "sh -c 'while true; do echo tick; sleep 1; done'",
                "Created": NOW.timestamp() - 130,
                "Status": "Up 2 minutes",
                "Ports": [{"PrivatePort": 443, "Type": "tcp"}],
                "Names": ["/shop/db", "/db"],
            }
        ],
        [
            ["Container", "Image", "Command", "Created", "Status", "Ports", "Names"],
            [
                *("569adf79d27b", "busybox", "sh -c 'while true; do echo tick…", "2 minutes ago", "Up 2 minutes"),
                *("443/tcp", "db, shop/db"),
            ],
        ],
    ),
    "images as docker images, a row for each tag": (
        "ImageList",
        [
            {"Id": f"sha256:{LONG}", "RepoTags": ["a:1", "r:5000/b/c:x"], "Created": 1, "Size": 2026558},
            {"Id": "sha256:1", "RepoTags": None, "RepoDigests": ["d/e@sha256:0"], "Created": 0, "Size": -1},
            {"Id": "sha256:2", "RepoTags": [], "RepoDigests": [], "Created": 0, "Size": 12},
        ],
        [
            ["Repository", "Tag", "Image", "Created", "Size"],
            ["a", "1", "569adf79d27b", "56 years ago", "2.03MB"],
            ["r:5000/b/c", "x", "569adf79d27b", "56 years ago", "2.03MB"],
            ["d/e", "<none>", "1", "", ""],
            ["<none>", "<none>", "2", "", "12B"],
        ],
    ),
    "volumes as docker volume ls": (
        "VolumeList",
        {"Volumes": [{"Name": "data", "Driver": "local"}, {"Name": LONG, "Driver": "local"}], "Warnings": None},
        [["Driver", "Volume"], ["local", "data"], ["local", LONG[:12]]],
    ),
    "networks as docker network ls": (
        "NetworkList",
        [{"Id": LONG, "Name": "bridge", "Driver": "bridge", "Scope": "local", "IPAM": {"Config": []}}],
        [["Network", "Name", "Driver", "Scope"], ["569adf79d27b", "bridge", "bridge", "local"]],
    ),
    "services as docker service ls": (
        "ServiceList",
        [
            {
                "ID": "3v9x2m0q8y7w6v5u4t3s2r1qa",
                "Version": {"Index": 1},
                "Spec": {
                    "Name": "web",
                    "Mode": {"Replicated": {"Replicas": 3}},
                    "TaskTemplate": {"ContainerSpec": {"Image": "nginx:1@sha256:0"}},
                },
                "Endpoint": {"Ports": [{"Protocol": "tcp", "TargetPort": 80, "PublishedPort": 8080}]},
                "ServiceStatus": {"RunningTasks": 2, "DesiredTasks": 3},
            },
            {"ID": "b", "Version": {}, "Spec": {"Name": "job", "Mode": {"GlobalJob": {}}}},
            {"ID": "c", "Version": {}, "Spec": {"Name": "api", "Mode": {"Replicated": {"Replicas": 2}}}},
        ],
        [
            ["Service", "Name", "Mode", "Replicas", "Image", "Ports"],
            ["3v9x2m0q8y7w", "web", "replicated", "2/3", "nginx:1", "*:8080->80/tcp"],
            ["b", "job", "global job", "", "", ""],
            ["c", "api", "replicated", "?/2", "", ""],
        ],
    ),
    "nodes as docker node ls": (
        "NodeList",
        [
            {
                "ID": "n",
                "Spec": {"Availability": "active"},
                "Description": {"Hostname": "vm", "Engine": {"EngineVersion": "26.1.5"}},
                "Status": {"State": "ready"},
                "ManagerStatus": {"Leader": True, "Reachability": "reachable"},
            },
            {"ID": "m", "Spec": {}, "Description": {}, "ManagerStatus": {"Reachability": "reachable"}},
            {"ID": "w", "Spec": {}, "Description": {}},
        ],
        [
            ["Node", "Hostname", "Status", "Availability", "Manager", "Engine"],
            ["n", "vm", "ready", "active", "leader", "26.1.5"],
            ["m", "", "", "", "reachable", ""],
            ["w", "", "", "", "", ""],
        ],
    ),
    "processes under the engine's own titles": (
        "ContainerTop",
        {"Titles": ["PID", "CMD"], "Processes": [["1", "sleep 9"], ["2"]]},
        [["PID", "CMD"], ["1", "sleep 9"], ["2", ""]],
    ),
    "changes in words": (
        "ContainerChanges",
        [{"Path": "/a", "Kind": 0}, {"Path": "/b", "Kind": 1}, {"Path": "/c", "Kind": 7}],
        [["Kind", "Path"], ["changed", "/a"], ["added", "/b"], ["7", "/c"]],
    ),
    "events with their time": (
        "SystemEvents",
        [
            {
                "Type": "container",
                "Action": "die",
                "Actor": {"ID": LONG, "Attributes": {"name": "web"}},
                "timeNano": 1772366400_000000000,
            }
        ],
        [
            ["Time", "Type", "Action", "Actor", "Name"],
            ["2026-03-01T12:00:00Z", "container", "die", "569adf79d27b", "web"],
        ],
    ),
    "what the disk is used for, each list by its own view": (
        "SystemDataUsage",
        [{"ID": "x", "Type": "regular", "InUse": False, "Size": 2000, "CreatedAt": "2026-02-28T12:00:00.123456789Z"}],
        [["Cache", "Type", "Size", "Created", "Used", "In use"], ["x", "regular", "2kB", "23 hours ago", "", "no"]],
    ),
}


@pytest.mark.parametrize(("operation", "value", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_list_is_shown_by_the_view_of_its_operation(operation: str, value: Any, shown: list[list[str]]) -> None:
    assert texts(answer(operation, value)) == shown


def test_every_view_is_of_an_operation_and_a_form_that_there_are() -> None:
    for view in views():
        assert set(view.operations) <= set(API.operations)
        assert {column.form for column in view.columns} <= set(FORMS)


def test_every_view_asks_for_properties_that_the_document_declares() -> None:
    for view in views():
        for operation in view.operations:
            shape = API.operations[operation].shape
            assert shape is not None
            below = shape.child(view.at) if view.at in shape.names() else shape
            rows = below.item() if below else None
            if rows is not None or API.operations[operation].answer.kind == "lines":
                assert set(view.keys) <= set((rows or shape).names()), operation


def test_a_list_within_a_row_is_not_shown_by_the_view_of_the_rows() -> None:
    containers = answer("ContainerList", [{"Id": "a", "Image": "b", "Command": "c", "Ports": [{"PrivatePort": 80}]}])
    assert texts(containers[0].Ports) == [["PrivatePort"], ["80"]]


def test_a_list_made_of_an_answers_items_is_shown_as_the_answer_is() -> None:
    containers = answer("ContainerList", [{"Id": "a", "Image": "b", "Command": "c", "Names": ["/n"]}])
    assert texts(ResultList([containers[0]])) == texts(containers)


def test_an_empty_list_says_what_there_is_none_of() -> None:
    table = table_of(answer("ContainerList", []))
    assert table is not None
    assert (table.caption, text_table(table).splitlines()[-1]) == ("0 containers", "0 containers")
    nothing = table_of(ResultList())
    assert nothing is not None
    assert (nothing.caption, text_table(nothing)) == ("0 items", "0 items")


def test_an_object_of_another_form_is_no_table() -> None:
    assert texts(answer("SystemInfo", {"ID": "x"})) is None
    assert texts(answer("VolumeList", {"Volumes": [], "More": 1})) is None
    assert texts(answer("ContainerTop", {"Titles": None})) is None
    assert texts("text") is None


def test_a_long_list_is_cut_with_the_count() -> None:
    table = table_of(ResultList([{"Name": str(number)} for number in range(1200)]), limit=3)
    assert table is not None
    assert (len(table.rows), table.caption) == (3, "1,200 items, 1,197 of them not shown")
    assert text_table(table).splitlines()[-1] == table.caption
    whole = table_of(ResultList([{"Name": "a"}] * 60), limit=None)
    assert whole is not None
    assert len(whole.rows) == 60


def test_any_other_list_has_the_columns_that_tell_most() -> None:
    rows = [
        {
            "Deep": {"a": 1},
            "Same": "x",
            "Name": f"n{number}",
            "Empty": None,
            "Note": "y" * 200,
            "Up": True,
            "Nr": number,
        }
        for number in range(3)
    ]
    assert texts(ResultList([{**row, "e": 1, "f": 2, "g": number} for number, row in enumerate(rows)]))[:2] == [
        ["Same", "Name", "Up", "Nr", "e", "f", "g"],
        ["x", "n0", "yes", "0", "1", "2", "0"],
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"Size": 12_000}, "12kB"),
        ({"Id": LONG}, "569adf79d27b"),
        ({"Id": f"sha256:{LONG}"}, "569adf79d27b"),
        ({"When": "2026-03-01T11:59:30.5Z"}, "29 seconds ago"),
        ({"When": "2026-13-41T11:59:30Z"}, "2026-13-41T11:59:30Z"),
        ({"Size": True}, "yes"),
        ({"Size": 10**400}, "1" + "0" * 58 + "…"),
        ({"Size": float("inf")}, "inf"),
        ({"Size": float("nan")}, "nan"),
        ({"Map": {"a": 1, "b": {"c": 1}}}, "a=1, b={1}"),
        ({"Map": dict.fromkeys("abcdef", 1)}, "a=1, b=1, c=1, d=1, …"),
        ({"List": [1, 2, 3, 4, 5]}, "1, 2, 3, 4, …"),
        ({"List": ["a"]}, "a"),
        ({"Text": "a\nb\x1b[31mc\x1b[0m\u202ed"}, "a bc d"),
        ({"Text": "x" * 70}, "x" * 59 + "…"),
    ],
)
def test_a_value_is_written_by_what_it_looks_like(value: dict[str, Any], text: str) -> None:
    assert texts(ResultList([value])) == [[*value], [text]]


def test_a_list_of_plain_values_has_one_column() -> None:
    assert texts(ResultList(["a", None, 3])) == [["Value"], ["a"], [""], ["3"]]


def test_what_is_cut_is_there_in_full_beside_it() -> None:
    table = table_of(answer("ImageHistory", [{"Id": f"sha256:{LONG}", "CreatedBy": "x" * 80, "Size": 1_500_000}]))
    assert table is not None
    assert [cell.whole for cell in table.rows[0]] == [f"sha256:{LONG}", "", "x" * 80, "1500000", ""]


@pytest.mark.parametrize("row", [{"Created": "no time"}, {"Created": {}}, {"Ports": 7}, {"Ports": [7]}, {"Names": 3}])
def test_a_value_of_another_form_than_its_columns_never_stops_a_table(row: dict[str, Any]) -> None:
    assert texts(answer("ContainerList", [{"Id": None, "Image": None, "Command": None, **row}])) is not None


def test_a_table_of_processes_is_shown_whatever_its_rows_are() -> None:
    assert texts(answer("ContainerTop", {"Titles": 5, "Processes": []})) is None
    found = answer("ContainerTop", {"Titles": [5, "PID"], "Processes": [5, None, "text", [1, 2, 3]]})
    assert texts(found) == [["5", "PID"], ["5", ""], ["", ""], ["text", ""], ["1", "2"]]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400)])
    | st.floats(allow_nan=True)
    | st.text(max_size=20),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=6), below, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted({name for view in views() for name in view.operations})), st.data())
def test_whatever_comes_is_shown(operation: str, data: Any) -> None:
    keys = sorted({key for view in views() if operation in view.operations for key in view.keys})
    below = sorted(
        {c.paths[0].split(".")[0] for v in views() if operation in v.operations for c in v.columns} - {"each"}
    )
    others = dict.fromkeys({*below} - {*keys, ""}, JSON)
    row = st.fixed_dictionaries(dict.fromkeys(keys, JSON), optional=others)
    table = table_of(answer(operation, data.draw(st.lists(row, max_size=3))))
    assert table is not None
    shown = text_table(table, 100)
    assert not [sign for sign in STEERING.findall(shown) if sign != "\n"]
    assert {len(row) for row in table.rows} <= {len(table.columns)}


@given(st.data())
def test_whatever_list_and_object_is_shown(data: Any) -> None:
    named = st.dictionaries(st.sampled_from(["Size", "Created", "Titles", "Processes", "Volumes"]), JSON)
    for value in (wrap(data.draw(st.lists(named | JSON, max_size=3))), answer("ContainerTop", data.draw(named))):
        table = table_of(value)
        assert table is None or text_table(table, 100) is not None
        assert value._repr_html_().startswith("<style>")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0B"),
        (999, "999B"),
        (1000, "1kB"),
        (2026558, "2.03MB"),
        (999_400, "999kB"),
        (999_900, "1MB"),
        (10**18, "1000PB"),
    ],
)
def test_a_size_has_three_digits_in_decimal_units(count: int, text: str) -> None:
    assert size(count) == text


@pytest.mark.parametrize(("count", "text"), [(43450368, "41.44MiB"), (25276514304, "23.54GiB"), (512, "512B")])
def test_a_binary_size_has_four_digits(count: int, text: str) -> None:
    assert binary_size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.5, "less than a second"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (47 * 3600, "47 hours"),
        (48 * 3600, "2 days"),
        (14 * 86400, "2 weeks"),
        (60 * 86400, "2 months"),
        (730 * 86400, "2 years"),
    ],
)
def test_a_duration_is_told_in_its_largest_unit(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "when"),
    [
        (1772366400, NOW),
        (1772366400.0, NOW),
        (1772366400_000000000, NOW),
        ("2026-03-01T12:00:00Z", NOW),
        ("2026-03-01T12:00:00.123456789Z", NOW + timedelta(microseconds=123456)),
        ("2026-03-01T14:00:00+02:00", NOW),
        ("2026-03-01T12:00:00", NOW),
        ("0001-01-01T00:00:00Z", None),
        (0, None),
    ],
)
def test_a_moment_is_read_in_every_form_that_the_engine_writes(value: Any, when: datetime | None) -> None:
    assert moment(value) == when


def test_a_moment_to_come_is_told_as_such() -> None:
    assert FORMS["ago"]((NOW + timedelta(hours=3)).isoformat(), NOW) == Cell("in 3 hours", "2026-03-01T15:00:00Z")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], ""),
        ([{"PrivatePort": 80, "Type": "tcp"}], "80/tcp"),
        ([{"IP": "127.0.0.1", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}], "127.0.0.1:8080->80/tcp"),
        ([{"IP": "::1", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}], "[::1]:8080->80/tcp"),
        (
            [{"IP": ip, "PrivatePort": 53, "PublicPort": 5353, "Type": "udp"} for ip in ("0.0.0.0", "::")],
            "*:5353->53/udp",
        ),
        ([{"PrivatePort": port, "Type": "tcp"} for port in (82, 80, 81, 90)], "80-82/tcp, 90/tcp"),
        (
            [{"IP": "::", "PrivatePort": port, "PublicPort": port + 1000, "Type": "tcp"} for port in (80, 81)],
            "*:1080-1081->80-81/tcp",
        ),
        (
            [{"IP": "::", "PrivatePort": 80, "PublicPort": 9, "Type": "tcp"}, {"PrivatePort": 81, "Type": "tcp"}],
            "*:9->80/tcp, 81/tcp",
        ),
    ],
)
def test_ports_are_joined_to_ranges(value: Any, text: str) -> None:
    assert ports(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(LONG, LONG[:12]), (f"sha256:{LONG}", LONG[:12]), ("web", "web"), ("a-name-of-a-volume-of-30-signs", None)],
)
def test_an_id_is_cut_and_a_name_is_not(value: str, text: str | None) -> None:
    assert short_id(value) == (value if text is None else text)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\r\nb", "a b"), ("\x1b]0;title\x07x\x1b[1;31my\x1b[0m", "xy"), ("x" * 80, "x" * 59 + "…"), ("\x00", "")],
)
def test_a_line_has_nothing_in_it_that_steers_a_terminal(text: str, line: str) -> None:
    assert one_line(text) == line


def test_a_text_table_keeps_within_its_width_and_puts_numbers_to_the_right() -> None:
    table = table_of(ResultList([{"Name": "a" * 50, "Size": 5}, {"Name": "b", "Size": 1500}]))
    assert table is not None
    assert text_table(table, 24) == "NAME                SIZE\n" + "a" * 15 + "…      5B\nb                  1.5kB"


@pytest.mark.engine
def test_the_columns_of_docker_ps_are_shown_of_a_real_container(engine: Client) -> None:
    made = engine.run("busybox", "sleep 1000", detach=True, ports={80: None}, labels={"dynclient.test": "tables"})
    try:
        titles, row = texts(engine.container.list(filters={"id": made.Id}))
        shown = dict(zip(titles, row, strict=True))
        published = made.NetworkSettings.Ports["80/tcp"][0].HostPort
        assert shown == {
            **shown,
            "Container": made.Id[:12],
            "Image": "busybox",
            "Command": "sleep 1000",
            "Ports": f"*:{published}->80/tcp",
            "Names": made.Name[1:],
        }
        assert shown["Status"].startswith("Up ")
    finally:
        engine.container.delete(made.Id, force=True)
