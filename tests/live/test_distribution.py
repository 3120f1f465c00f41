"""What a registry says of an image, asked through the engine."""

from typing import Any

import pytest

from dynclient import NotFound, Unauthorized

pytestmark = pytest.mark.engine


@pytest.fixture
def pushed(engine: Any, image: Any, registry: str, name: Any) -> str:
    """Return the name of an image that lies in the registry, with slashes and a port in it."""
    repository = f"{registry}/library/{name()}"
    image(repository, tag="1.25")
    engine.op("ImagePush", repository, tag="1.25")
    return f"{repository}:1.25"


def test_a_tag_and_its_digest_are_the_same_image(call: Any, pushed: str, part: Any) -> None:
    by_tag = call("DistributionInspect", pushed)
    repository = pushed.rpartition(":")[0]
    media = "application/vnd.docker.distribution.manifest.v2+json"
    expected = {"Descriptor": {"mediaType": media}, "Platforms": [{"os": "linux"}]}
    assert part(by_tag, expected) == expected
    assert call("DistributionInspect", f"{repository}@{by_tag.Descriptor.digest}") == by_tag


def test_credentials_go_along_as_a_dict(call: Any, pushed: str, registry: str) -> None:
    auth = {"username": "user", "password": "word", "serveraddress": registry}
    assert call("DistributionInspect", pushed, x_registry_auth=auth) == call("DistributionInspect", pushed)


def test_an_image_that_the_registry_does_not_have_is_not_found(call: Any, registry: str) -> None:
    with pytest.raises(NotFound) as caught:
        call("DistributionInspect", f"{registry}/library/nope:1")
    assert caught.value.message == "manifest unknown: manifest unknown"


def test_a_registry_that_wants_credentials_means_unauthorized(call: Any, site: Any) -> None:
    closed = site({"/v2/": (401, {"WWW-Authenticate": 'Basic realm="test"'}, b"")})
    with pytest.raises(Unauthorized) as caught:
        call("DistributionInspect", f"{closed}/library/nope:1")
    assert caught.value.message == f'Head "http://{closed}/v2/library/nope/manifests/1": no basic auth credentials'
