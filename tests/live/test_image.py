"""Images: built, imported, committed, named, moved through a registry and through tars, and removed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, NotFound, ServerError, StreamError

pytestmark = pytest.mark.engine

DOCKERFILE = b"""\
FROM busybox:1
ARG who
RUN echo "hello, $who" > /hello
COPY greeting /greeting
CMD ["cat", "/hello", "/greeting"]
"""


@pytest.fixture
def new(engine: Any, name: Any) -> Iterator[Callable[..., str]]:
    """Provide a function that makes names for images that a test makes itself; what has one is removed in the end."""
    given: list[str] = []

    def make(repository: str = "{}:1") -> str:
        given.append(repository.format(name("image")))
        return given[-1]

    yield make
    for one in given:
        try:
            engine.op("ImageDelete", one, force=True)
        except NotFound:
            continue


# --- build -----------------------------------------------------------------------------------------


def as_bytes(files: dict[str, bytes], tar: Any, folder: Path) -> Any:
    return tar(files)


def as_directory(files: dict[str, bytes], tar: Any, folder: Path) -> Any:
    for path, content in files.items():
        (folder / path).write_bytes(content)
    return folder


@pytest.mark.parametrize("context", [as_bytes, as_directory])
def test_a_build_gives_its_messages_and_an_image_that_runs(
    call: Any, container: Any, new: Any, tar: Any, labels: Any, tmp_path: Path, context: Any
) -> None:
    body = context({"Dockerfile": DOCKERFILE, "greeting": b"welcome\n"}, tar, tmp_path)
    names = [new(), new("localhost:5000/a/{}:2")]
    messages = call(
        "ImageBuild", body=body, t=names, buildargs={"who": "world"}, labels=labels, networkmode="none", forcerm=True
    )
    found = call("ImageInspect", names[0])
    assert messages[0] == {"stream": "Step 1/6 : FROM busybox:1"}
    assert [message.aux.ID for message in messages if message.aux] == [found.Id]
    assert (sorted(found.RepoTags), found.Config.Labels) == (sorted(names), labels)
    one = container(Image=names[1], wait=True, Cmd=None)
    assert call("ContainerLogs", one, stdout=True).text == "hello, world\nwelcome\n"


@pytest.mark.parametrize(
    "arguments",
    [
        {"nocache": True, "memory": 2**26, "ulimits": [{"Name": "nofile", "Soft": 9, "Hard": 99}]},
        {"dockerfile": "other", "extrahosts": ["a:10.0.0.1", "b:10.0.0.2"], "buildargs": {"none": None}},
        {"target": "first", "cachefrom": ["busybox:1"], "platform": "linux"},
    ],
)
def test_a_quiet_build_says_the_images_id_alone(
    call: Any, new: Any, tar: Any, labels: Any, arguments: dict[str, Any]
) -> None:
    made = new()
    body = tar({"Dockerfile": b"FROM busybox:1 AS first\n", "other": b"FROM busybox:1\n"})
    [message] = call("ImageBuild", body=body, q=True, t=made, labels=labels, **arguments)
    assert message == {"stream": f"{call('ImageInspect', made).Id}\n"}


def test_a_step_that_fails_is_an_error_with_what_was_said_before_it(call: Any, tar: Any) -> None:
    body = tar({"Dockerfile": b"FROM busybox:1\nRUN echo oops; exit 7\n"})
    with pytest.raises(StreamError) as caught:
        call("ImageBuild", body=body, networkmode="none", forcerm=True)
    error = caught.value
    assert (error.code, error.operation) == (7, "ImageBuild")
    assert error.message == "The command '/bin/sh -c echo oops; exit 7' returned a non-zero code: 7"
    assert {"stream": "oops\n"} in error.partial


BUILDS: list[tuple[dict[str, bytes], type[APIError], str]] = [
    (
        {"Dockerfile": b"FROM busybox:1\nCOPPY a b\n"},
        BadRequest,
        "dockerfile parse error on line 2: unknown instruction: COPPY (did you mean COPY?)",
    ),
    ({"Dockerfile": b""}, BadRequest, "the Dockerfile (Dockerfile) cannot be empty"),
    ({"other": b""}, ServerError, "Cannot locate specified Dockerfile: Dockerfile"),
]


@pytest.mark.parametrize(("files", "kind", "message"), BUILDS)
def test_a_build_that_cannot_begin_is_refused(
    call: Any, tar: Any, files: dict[str, bytes], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call("ImageBuild", body=tar(files))
    assert caught.value.message == message


def test_the_build_cache_of_the_classic_builder_is_in_the_images(call: Any) -> None:
    empty = {"CachesDeleted": None, "SpaceReclaimed": 0}
    assert call("BuildPrune", filters={"id": "none-of-this-name"}, keep_storage=2**30) == empty


# --- import and commit -----------------------------------------------------------------------------


def test_an_import_makes_an_image_of_a_tar(call: Any, new: Any, tar: Any, label: str, part: Any) -> None:
    made = new()
    changes = ['CMD ["/run"]', "ENV A=b", "LABEL {}={}".format(*label.split("="))]
    repository, tag = made.split(":")
    [message] = call(
        "ImageCreate", fromSrc="-", repo=repository, tag=tag, message="why", changes=changes, body=tar({"run": b"#!"})
    )
    expected = {"Id": message.status, "Comment": "why", "Config": {"Cmd": ["/run"], "Env": ["A=b"]}, "Size": 2}
    assert part(call("ImageInspect", made), expected) == expected


def test_a_commit_makes_an_image_of_a_container(call: Any, container: Any, new: Any, part: Any) -> None:
    made, one = new(), container("sh", "-c", "echo hello > /new", wait=True, Env=["A=b"])
    repository, tag = made.split(":")
    given = {"container": one, "repo": repository, "tag": tag, "comment": "why", "author": "who", "pause": False}
    image = call("ImageCommit", **given, changes=['CMD ["cat", "/new"]', "ENV C=d"]).Id
    config = {"Cmd": ["cat", "/new"], "Env": ["A=b", "C=d"]}
    expected = {"Id": image, "Comment": "why", "Author": "who", "Config": config}
    assert part(call("ImageInspect", made), expected) == expected


def test_the_body_of_a_commit_is_the_configuration(call: Any, container: Any, new: Any, part: Any) -> None:
    made, one = new(), container()
    call("ImageCommit", container=one, repo=made[:-2], tag="1", Cmd=["cat"], ExposedPorts={"80/tcp": {}})
    expected = {"Cmd": ["cat"], "ExposedPorts": {"80/tcp": {}}}
    assert part(call("ImageInspect", made).Config, expected) == expected


# --- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["1.25", "latest", "a_B.c-d"])
@pytest.mark.parametrize(
    ("repository", "known"),
    [("{}", "{}"), ("library/{}", "{}"), ("docker.io/a/{}", "a/{}"), ("localhost:5000/a/b.c/{}",) * 2],
)
def test_a_name_may_have_slashes_colons_and_dots(
    call: Any, image: Any, new: Any, repository: str, known: str, tag: str
) -> None:
    made, other = image(), new(f"{repository}:{tag}")
    known = known.format(other.rpartition("/")[2])
    assert call("ImageTag", made, repo=other.removesuffix(f":{tag}"), tag=tag) is None
    assert call("ImageInspect", other).RepoTags == sorted([made, known])
    assert call("ImageDelete", other) == [{"Untagged": known}]


def test_an_image_is_known_by_id_short_id_and_digest(call: Any, image: Any, registry: str, name: Any) -> None:
    repository = f"{registry}/a/{name()}"
    found = call("ImageInspect", image(repository))
    call("ImagePush", repository)
    [digest] = call("ImageInspect", repository + ":1").RepoDigests
    assert digest.startswith(f"{repository}@sha256:")
    for known in (found.Id, found.Id.removeprefix("sha256:")[:12], digest):
        assert call("ImageInspect", known).Id == found.Id


# --- list, history, delete -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({}, 2),
        ({"filters": {"reference": ["*:2"]}}, 1),
        ({"filters": {"dangling": True}}, 0),
        ({"all": True, "shared_size": True, "digests": True}, 2),
        ({"filters": {"since": "busybox:1"}}, 2),
    ],
)
def test_a_list_is_narrowed_by_filters(call: Any, image: Any, label: str, arguments: Any, found: int) -> None:
    image(tag="1")
    image(tag="2")
    filters = {"label": label, **arguments.get("filters", {})}
    assert len(call("ImageList", **{**arguments, "filters": filters})) == found


def test_the_history_of_an_import_is_one_layer(call: Any, image: Any, part: Any) -> None:
    made = image()
    expected = [{"Comment": "Imported from -", "CreatedBy": "", "Tags": [made]}]
    assert part(call("ImageHistory", made), expected) == expected


def test_an_image_is_deleted_with_its_last_name(call: Any, image: Any, name: Any) -> None:
    made, other = image(), name()
    identifier = call("ImageInspect", made).Id
    call("ImageTag", made, repo=other)
    assert call("ImageDelete", f"{other}:latest", noprune=True) == [{"Untagged": f"{other}:latest"}]
    assert call("ImageDelete", made)[:2] == [{"Untagged": made}, {"Deleted": identifier}]
    with pytest.raises(NotFound):
        call("ImageInspect", identifier)


def test_an_image_that_a_container_needs_is_a_conflict(call: Any, image: Any, container: Any) -> None:
    made = image()
    one = container(Image=made)
    with pytest.raises(Conflict, match=rf"^ImageDelete: 409 conflict: .* container {one[:12]} is using"):
        call("ImageDelete", made)


def test_prune_removes_what_has_the_label(call: Any, image: Any, label: str) -> None:
    made = image()
    assert call("ImagePrune", filters={"label": label}).ImagesDeleted is None
    pruned = call("ImagePrune", filters={"label": [label], "dangling": [False]})
    assert pruned.ImagesDeleted[0] == {"Untagged": made}


# --- registry --------------------------------------------------------------------------------------


def test_an_image_is_pushed_removed_and_pulled_again(call: Any, image: Any, registry: str, name: Any) -> None:
    repository = f"{registry}/library/{name()}"
    made = image(repository, tag="1.25")
    before = call("ImageInspect", made)
    auth = {"username": "user", "password": "word", "serveraddress": registry}
    pushed = call("ImagePush", repository, tag="1.25", x_registry_auth=auth)
    call("ImageDelete", made)
    pulled = call("ImageCreate", fromImage=repository, tag="1.25", x_registry_auth=auth)
    [summary] = [message.aux for message in pushed if message.aux]
    assert pushed[0] == {"status": f"The push refers to repository [{repository}]"}
    assert pulled[0] == {"id": "1.25", "status": "Pulling from " + repository.removeprefix(f"{registry}/")}
    assert pulled[-1] == {"status": f"Status: Downloaded newer image for {made}"}
    after = call("ImageInspect", made)
    assert (after.Id, after.RepoDigests) == (before.Id, [f"{repository}@{summary.Digest}"])


def test_a_push_of_what_is_not_there_fails_inside_the_stream(call: Any, registry: str) -> None:
    with pytest.raises(StreamError) as caught:
        call("ImagePush", f"{registry}/none/of/this/name")
    first = {"status": f"The push refers to repository [{registry}/none/of/this/name]"}
    assert caught.value.message == f"An image does not exist locally with the tag: {registry}/none/of/this/name"
    assert caught.value.partial[0] == first


def test_a_pull_of_what_is_not_there_is_not_found(call: Any, registry: str) -> None:
    with pytest.raises(NotFound, match=r"^ImageCreate: 404 manifest for .*/none/of/this/name:1 not found"):
        call("ImageCreate", fromImage=f"{registry}/none/of/this/name", tag="1")


def test_a_search_asks_the_registry_in_the_term(call: Any, site: Any) -> None:
    rest = {"description": "", "is_automated": False}
    results = [
        {"name": "library/busybox", "is_official": True, "star_count": 9, **rest},
        {"name": "other/busybox", "is_official": False, "star_count": 0, **rest},
    ]
    answer = json.dumps({"query": "busybox", "num_results": 2, "results": results}).encode()
    hub = site({"/v1/_ping": (200, {}, b"{}"), "/v1/search": (200, {"Content-Type": "application/json"}, answer)})
    assert call("ImageSearch", term=f"{hub}/busybox", limit=5) == results
    assert call("ImageSearch", term=f"{hub}/busybox", filters={"is-official": True, "stars": 3}) == results[:1]


# --- tars ------------------------------------------------------------------------------------------


def test_an_image_is_got_as_a_tar_and_loaded_again(call: Any, image: Any) -> None:
    made = image()
    before = call("ImageInspect", made)
    members = call.drive(call("ImageGet", made).members())
    assert {"manifest.json", "repositories"} <= {member.name for member in members}
    content = call.drive(call("ImageGet", made).read())
    call("ImageDelete", made)
    loaded = call("ImageLoad", body=content, quiet=False)
    assert loaded[-1] == {"stream": f"Loaded image: {made}\n"}
    assert call("ImageInspect", made).Id == before.Id


def test_several_images_are_one_tar_that_can_be_sent_on_as_it_is(call: Any, image: Any, tmp_path: Path) -> None:
    names = [image(), image("localhost:5000/a/b")]
    down = call.drive(call("ImageGetAll", names=names).extract(tmp_path / "tar"))
    manifest = json.loads((down / "manifest.json").read_bytes())
    assert sorted(entry["RepoTags"][0] for entry in manifest) == sorted(names)
    saved = call.drive(call("ImageGetAll", names=names).save(tmp_path / "images.tar"))
    loaded = call("ImageLoad", body=saved)
    assert sorted(message.stream for message in loaded) == sorted(f"Loaded image: {each}\n" for each in names)


def test_what_is_no_tar_is_not_loaded(call: Any) -> None:
    with pytest.raises(StreamError, match="unexpected EOF"):
        call("ImageLoad", body=b"no tar")


# --- refusals --------------------------------------------------------------------------------------

REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("ImageInspect", {"name": "none/of/this:name"}, NotFound, "No such image: none/of/this:name"),
    ("ImageHistory", {"name": "none"}, NotFound, "No such image: none:latest"),
    ("ImageDelete", {"name": "none@sha256:" + 64 * "0"}, NotFound, "No such image: none@sha256:" + 64 * "0"),
    ("ImageGet", {"name": "none"}, NotFound, "No such image: none"),
    ("ImageTag", {"name": "busybox:1", "repo": "a//b"}, BadRequest, "invalid reference format"),
    ("ImageTag", {"name": "none", "repo": "a"}, NotFound, "No such image: none:latest"),
    ("ImageCommit", {"container": "none"}, NotFound, "No such container: none"),
    ("ImageCreate", {"fromSrc": "-", "changes": ["X y"], "body": b""}, BadRequest, "X is not a valid change command"),
    ("ImageList", {"filters": {"dangling": "perhaps"}}, BadRequest, "invalid filter 'dangling=[perhaps]'"),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call(operation, **arguments)
    assert (caught.value.operation, caught.value.message) == (operation, message)
