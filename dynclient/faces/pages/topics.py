"""The guide's pages, which lie beside this module as Markdown: the command `guide` and the reference show them."""

from __future__ import annotations

# In the order to read them in; a page's first line is its title.
TOPICS = ("first-steps", "coming-from-docker-py", "streams", "reaching", "testing", "versions", "public")


def page(topic: str) -> str:
    """Return a page as it is written, in Markdown.

    Args:
        topic: one of `TOPICS`.
    """
    from importlib import resources

    return resources.files(__package__).joinpath("guide", f"{topic}.md").read_text(encoding="utf-8")


def title(topic: str) -> str:
    """Return the title of a page."""
    return page(topic).partition("\n")[0].removeprefix("# ")
