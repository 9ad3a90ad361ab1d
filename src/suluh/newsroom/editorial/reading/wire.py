"""A story as JSON, between the process that reads and the one that asked."""

import base64
import dataclasses
from typing import Any

from suluh.newsroom.editorial.reading.story import (
    Ask,
    Figure,
    Form,
    Mapped,
    Picture,
    Question,
    ReadStory,
    SetAside,
    Why,
)


def to_wire(read: ReadStory) -> dict[str, Any]:
    """Return a JSON object that holds the whole result, pictures in base64."""
    value = dataclasses.asdict(read)
    for figure in value["figures"]:
        if figure["picture"] is not None:
            data = figure["picture"]["data"]
            figure["picture"]["data"] = base64.b64encode(data).decode("ascii")
    return value


def from_wire(value: dict[str, Any]) -> ReadStory:
    """Return the story a JSON object holds; raises ValueError, KeyError or TypeError if none."""
    value = dict(value)
    value["figures"] = [_figure(one) for one in value["figures"]]
    value["set_aside"] = [
        SetAside(one["line"], one["text"], Why(one["why"])) for one in value["set_aside"]
    ]
    value["questions"] = [Question(Ask(one["ask"]), one["text"]) for one in value["questions"]]
    value["mapped"] = [
        Mapped(one["line"], Form(one["what"]), one["text"]) for one in value["mapped"]
    ]
    return ReadStory(**value)


def _figure(value: dict[str, Any]) -> Figure:
    picture = value["picture"]
    if picture is not None:
        picture = Picture(picture["name"], base64.b64decode(picture["data"], validate=True))
    return Figure(value["caption"], value["credit"], value["alt"], picture)
