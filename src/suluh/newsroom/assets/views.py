from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from suluh.foundation.accounts.routes import OfficeRequest
from suluh.foundation.accounts.rules import Action, scopes
from suluh.foundation.org import queries as org
from suluh.foundation.org.rules import UnitRow, local_day
from suluh.kernel import clock
from suluh.kernel.refusals import Refused, Stale
from suluh.kernel.uploads import read_upload
from suluh.newsroom.assets import operations, queries, rules
from suluh.newsroom.assets.forms import ACCEPT, DescribeForm, UploadForm, describe_initial

PAGE = 24


def pictures(request: OfficeRequest) -> HttpResponse:
    """The pictures of the units one reads, newest first."""
    before = _uuid(request.GET.get("sebelum", ""))
    rows = queries.list_pictures(request.actor, before=before, limit=PAGE + 1)
    zone = org.get_unit(request.actor.unit_code).zone
    today = local_day(clock.now(), zone)
    names = {one.code: one.name.in_(request.actor.locale) for one in org.list_units(closed=True)}
    shown = [
        (row, names[row.unit_code], gettext(rules.may_be_published(row, today) or ""))
        for row in rows[:PAGE]
    ]
    older = f"?sebelum={rows[PAGE - 1].id}" if len(rows) > PAGE else ""
    return render(
        request, "assets/pictures.html", {"pictures": shown, "older_url": older, "zone": zone}
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def media(request: OfficeRequest, picture_id: UUID, width: int) -> HttpResponse:
    """The one address of office media: a picture at a width, for those who may see it."""
    picture = queries.find_visible(request.actor, picture_id)
    served = rules.serving_width(width, picture.width)
    webp = "image/webp" in request.headers.get("Accept", "")
    fmt = "webp" if webp and served in rules.WIDTHS else "jpeg"
    tag = f'"{picture.digest[:32]}-{served}-{fmt}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Cookie"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    if served in queries.rendition_widths(picture.digest):
        data = queries.rendition(picture.digest, served, fmt)
    else:
        data, fmt = queries.public_master(picture.digest), "jpeg"
    return HttpResponse(data, content_type=rules.MEDIA_TYPES[fmt], headers=headers)


def units_for(request: OfficeRequest) -> list[UnitRow]:
    """The units for which one may hand in pictures, one's own first."""
    units = org.list_units(within=scopes(request.actor, Action.EDIT_PICTURE))
    return sorted(units, key=lambda unit: unit.code != request.actor.unit_code)


def upload(request: OfficeRequest) -> HttpResponse:
    """Several photos by one plain form; whatever is refused is named, the others are kept."""
    units = units_for(request)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*data, units=units, locale=request.actor.locale)
    if form.is_valid():
        kept = take_photos(request, form.cleaned_data["unit"], form.cleaned_data["photos"], form)
        if not form.errors:
            return redirect("picture-describe", kept[0]) if len(kept) == 1 else redirect("pictures")
    context = {"form": form, "upload": upload_box(request.actor.locale), "rules": rules}
    return render(request, "assets/upload.html", context, status=422 if form.errors else 200)


def upload_box(locale: str) -> dict[str, object]:
    """What the upload component shows."""
    return {
        "id": "id_photos",
        "name": "photos",
        "label": gettext("Photos"),
        "hint": gettext("JPEG, PNG or WebP, at most 25 MB each."),
        "accept": ACCEPT,
        "multiple": True,
        "camera": False,
        "files": [],
        "locale": locale,
    }


def take_photos(
    request: OfficeRequest, unit_code: str, files: list["UploadedFile[bytes]"], form: Form
) -> list[UUID]:
    """Take in each file; a refusal becomes an error of the form that names the file."""
    kept = []
    for file in files:
        name = file.name or ""
        try:
            picture = operations.upload_picture(
                actor=request.actor,
                unit_code=unit_code,
                data=read_upload(file, rules.MOST_BYTES),
                filename=name,
                now=clock.now(),
            )
            kept.append(picture.id)
        except Refused as refused:
            sentence = gettext(refused.reason) % refused.params
            form.add_error(None, f"{name}: {sentence}")
    return kept


def describe(request: OfficeRequest, picture_id: UUID) -> HttpResponse:
    """Caption, description, credit, consent and rights of one picture."""
    picture = queries.find_visible(request.actor, picture_id)
    editable = queries.can_edit(request.actor, picture)
    form = DescribeForm(request.POST or None, initial=describe_initial(picture))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_picture(
                actor=request.actor,
                picture_id=picture_id,
                description=form.description(),
                version=form.cleaned_data["version"],
                now=clock.now(),
            )
            return redirect(_next(request) or reverse("picture-describe", args=[picture_id]))
        except Refused as refused:
            form.add_error(None, gettext(refused.reason) % refused.params)
            status = 409 if isinstance(refused, Stale) else 422
    elif form.errors:
        status = 422
    return _describe_page(request, picture, form, editable=editable, status=status)


def _describe_page(
    request: OfficeRequest,
    picture: rules.PictureRow,
    form: DescribeForm,
    *,
    editable: bool,
    status: int,
) -> HttpResponse:
    unit = org.get_unit(picture.unit_code)
    zone = unit.zone
    today = local_day(clock.now(), zone)
    context = {
        "unit": unit.name.in_(request.actor.locale),
        "picture": picture,
        "form": form,
        "editable": editable,
        "zone": zone,
        "problem": gettext(rules.may_be_published(picture, today) or ""),
        "consent_label": gettext(rules.CONSENT_LABELS[picture.consent]),
        "next": _next(request),
        "by": org.names_of({picture.uploaded_by_id}).get(picture.uploaded_by_id, ""),
    }
    return render(request, "assets/describe.html", context, status=status)


def _next(request: OfficeRequest) -> str:
    """Where to go on afterwards: an address of this office, or ''."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own and asked.startswith("/") else ""


def start(request: OfficeRequest) -> HttpResponse:
    """Open a resumable upload; 201 with its address."""
    size = request.POST.get("size", "")
    try:
        row = operations.start_upload(
            actor=request.actor,
            unit_code=request.POST.get("unit", ""),
            filename=request.POST.get("filename", ""),
            size=int(size) if size.isdecimal() and len(size) < 12 else 0,
            now=clock.now(),
        )
    except Refused as refused:
        return _sentence(refused)
    address = reverse("upload-piece", args=[row.id])
    headers = {"Location": address, "Upload-Offset": "0"}
    return JsonResponse({"url": address, "piece": rules.CHUNK_BYTES}, status=201, headers=headers)


def piece(request: OfficeRequest, upload_id: UUID) -> HttpResponse:
    """HEAD: how far it has come. PATCH with Upload-Offset: the next piece."""
    if request.method != "PATCH":
        return HttpResponse(headers=_offset(_under_way(request, upload_id)))
    said = request.headers.get("Upload-Offset", "")
    if not said.isdecimal() or len(said) > 11:
        return HttpResponse(status=400)
    try:
        row = operations.receive_piece(
            actor=request.actor,
            upload_id=upload_id,
            offset=int(said),
            data=request.body,
            now=clock.now(),
        )
    except Stale:
        row = _under_way(request, upload_id)
        return HttpResponse(status=409, headers=_offset(row))
    except Refused as refused:
        return _sentence(refused)
    if row.picture_id is None:
        return HttpResponse(status=204, headers=_offset(row))
    return JsonResponse(
        {
            "picture": str(row.picture_id),
            "thumb": reverse("picture-media", args=[row.picture_id, 320]),
        },
        headers=_offset(row),
    )


def _under_way(request: OfficeRequest, upload_id: UUID) -> operations.UploadRow:
    try:
        return operations.get_upload(actor=request.actor, upload_id=upload_id)
    except Refused as refused:
        raise Http404 from refused


def _offset(row: operations.UploadRow) -> dict[str, str]:
    return {"Upload-Offset": str(row.received), "Upload-Length": str(row.size)}


def _sentence(refused: Refused) -> HttpResponse:
    if refused.code == "no_upload":
        raise Http404 from refused
    sentence = gettext(refused.reason) % refused.params
    return JsonResponse({"code": refused.code, "reason": sentence}, status=422)
