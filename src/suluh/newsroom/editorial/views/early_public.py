from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from suluh.kernel import clock
from suluh.kernel.refusals import Refused
from suluh.newsroom.editorial import models, operations
from suluh.newsroom.editorial.operations.early import find_reader
from suluh.newsroom.editorial.pages import early as pages
from suluh.newsroom.editorial.pages import files
from suluh.newsroom.editorial.pages.figures import digests_of_copy, office_bytes


def read(request: HttpRequest, secret: str) -> HttpResponse:
    """One Copy for one named person before publication; every opening is counted."""
    if request.method == "HEAD":
        return _closed(HttpResponse())
    try:
        reader = operations.read_early(secret=secret, now=clock.now())
    except Refused as refusal:
        raise Http404 from refusal
    page = pages.early_page(reader, secret)
    return _closed(render(request, "editorial/early_reading.html", {"page": page}))


def picture(request: HttpRequest, secret: str, digest: str) -> HttpResponse:
    """A picture of that Copy, under the same link; not counted as a reading."""
    reader = _reader(secret)
    if digest not in digests_of_copy(reader.copy):
        raise Http404
    return _closed(HttpResponse(office_bytes(digest), content_type="image/jpeg"))


def file(request: HttpRequest, secret: str, file_digest: str) -> HttpResponse:
    """An attachment of that Copy, under the same link; not counted as a reading."""
    reader = _reader(secret)
    try:
        return _closed(files.response(files.of_copy(reader.copy, file_digest)))
    except Refused as refusal:
        raise Http404 from refusal


def _reader(secret: str) -> models.EarlyReader:
    try:
        return find_reader(secret=secret, now=clock.now())
    except Refused as refusal:
        raise Http404 from refusal


def _closed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
