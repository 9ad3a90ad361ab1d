"""Tags and filters that only format: icons, states, clocks, fields, codes."""

from datetime import datetime, time
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from suluh.ui import moments
from suluh.ui.icons import FLAME, ICONS
from suluh.ui.marks import VERDICTS, mark_of
from suluh.ui.qr import qr_svg

register = template.Library()

RING = 47.1  # the length of a circle of radius 7.5
LATE = '<path class="fill" d="M10 1 19.5 18H.5z"/><path class="mark" d="M10 7v5M10 14.8v.2"/>'
DONE = (
    '<circle class="fill" cx="10" cy="10" r="9"/><path class="mark" d="m6 10.3 2.7 2.7 5.2-5.7"/>'
)
HOLD = '<circle class="off" cx="10" cy="10" r="7.5"/><path d="M8 7v6M12 7v6"/>'
CHAIN_DOTS = {
    "done": (
        '<circle class="f" cx="10" cy="10" r="9"/><path class="m" d="m6.2 10.3 2.6 2.6 5-5.5"/>'
    ),
    "here": '<circle class="r" cx="10" cy="10" r="7.5"/><circle class="f" cx="10" cy="10" r="3"/>',
    "todo": '<circle cx="10" cy="10" r="8"/>',
}


def _ours(drawing: str) -> SafeString:
    return mark_safe(drawing)  # noqa: S308 because every drawing is a literal of this room


def _svg(css: str, box: int, drawing: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        css,
        box,
        box,
        _ours(drawing),
    )


@register.simple_tag
def icon(name: str, css: str = "i") -> SafeString:
    """A line icon. `css` is 'i' (office, 18 px), 'i i--sm' (14 px) or 'ic' (public site).

    A name without a drawing gets the sheet of paper: no page falls over a picture.
    """
    return _svg(css, 24, ICONS.get(name, ICONS["file"]))


@register.filter
def hour(at: datetime | time) -> str:
    """The time of day as the language writes it, in the zone that the template stands in."""
    return moments.hour(localtime(at) if isinstance(at, datetime) else at)


@register.simple_tag
def flame() -> SafeString:
    """The product's sign, beside the word Suluh."""
    return _svg("flame", 24, FLAME)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code; `label` is its name for those who do not see it."""
    return qr_svg(text, label)


@register.simple_tag
def shape(state: str, css: str = "st") -> SafeString:
    """The shape of a state without its word; the word must stand beside it."""
    return _svg(css, 12, mark_of(state).shape)


@register.simple_tag
def check_word(state: str) -> str:
    """The word of a check for those who do not see its shape."""
    return str(mark_of(state).label)


@register.simple_tag
def chain_dot(state: str) -> SafeString:
    """The dot of one step of a chain: 'done', 'here' or 'todo'."""
    return _svg(f"dot dot--{state}", 20, CHAIN_DOTS[state])


@register.inclusion_tag("ui/components/status.html")
def status(state: str, label: str = "", chip: bool = False) -> dict[str, Any]:
    """A state as shape, word and colour; `label` replaces the word, `chip` gives it a ground."""
    mark = mark_of(state)
    drawing, word = _ours(mark.shape), label or mark.label
    return {"drawing": drawing, "tone": mark.tone, "label": word, "chip": chip}


@register.inclusion_tag("ui/components/public_status.html")
def public_status(state: str, label: str = "", word: bool = False) -> dict[str, Any]:
    """A state on the public site: a pill, or with `word` a bare word for headings."""
    verdict = VERDICTS[state]
    drawing = _svg("", 16, verdict.shape)
    return {"drawing": drawing, "tone": verdict.tone, "label": label or verdict.label, "word": word}


@register.inclusion_tag("ui/components/clock.html")
def clock(kind: str, label: str, left: int = 100) -> dict[str, Any]:
    """How a step stands with its time.

    Args:
        kind: 'ok', 'soon', 'late', 'hold' or 'done'.
        label: the time in words ("2 h 10 min"), without a sign.
        left: per cent of the step's time that is left; drawn for 'ok' and 'soon'.
    """
    fixed = {"late": LATE, "done": DONE, "hold": HOLD}.get(kind)
    share = round(max(0, min(100, int(left))) * RING / 100, 1)
    ring = (
        '<circle class="off" cx="10" cy="10" r="7.5"/>'
        '<circle cx="10" cy="10" r="7.5"'
        f' stroke-dasharray="{share} {RING}" transform="rotate(-90 10 10)"/>'
    )
    return {"kind": kind, "label": label, "drawing": _ours(fixed or ring)}


@register.inclusion_tag("ui/components/track.html")
def track(step: int, total: int, label: str) -> dict[str, Any]:
    """Where a text is on its way: `step` of `total`, 1 is the first; total + 1 is the end."""
    marks = ["done" if at < step else "here" if at == step else "" for at in range(1, total + 1)]
    return {"marks": marks, "step": step, "total": total, "label": label, "ended": step > total}


def _css_of(bound: BoundField, public: bool) -> str:
    kind = getattr(bound.field.widget, "input_type", "")
    if kind in {"checkbox", "radio", "hidden"}:
        return ""
    return "field" if public else "inp"


def _row(bound: BoundField, public: bool) -> dict[str, Any]:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    widget.attrs.pop("placeholder", None)  # the label says it, and stays
    many = bool(widget.use_fieldset) and kind in {"checkbox", "radio"}
    ours = _css_of(bound, public)
    css = " ".join(part for part in (ours, widget.attrs.get("class", "")) if part)
    options: list[BoundWidget] = bound.subwidgets if many else []
    return {
        "field": bound,
        "control": bound.as_widget(attrs={"class": css} if css else {}),
        "many": many,
        "tick": kind == "checkbox" and not many,
        "options": options,
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
    }


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of any Django form in the office's look: label, hint, error, control, wired."""
    return _row(bound, public=False)


@register.inclusion_tag("ui/components/public_field.html")
def public_field(bound: BoundField) -> dict[str, Any]:
    """The same for the public site."""
    return _row(bound, public=True)


@register.simple_tag
def form_problems(form: BaseForm) -> list[dict[str, str]]:
    """What is wrong with a form, as rows {text, target} in the order of its fields."""
    rows = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        name = str(bound.label).rstrip(".:?")
        rows += [{"text": f"{name}: {text}", "target": str(target)} for text in bound.errors]
    return rows


@register.filter
def initials(name: str) -> str:
    """Two letters for a person: first and last word."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    return "".join(word[0].upper() for word in ([words[0], words[-1]] if len(words) > 1 else words))


@register.filter
def grouped_code(code: str) -> str:
    """A short code as it is printed: upper case, in groups of five."""
    text = str(code).replace("-", "").upper()
    return "-".join(text[at : at + 5] for at in range(0, len(text), 5))
