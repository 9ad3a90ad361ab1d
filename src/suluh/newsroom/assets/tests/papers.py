"""Documents made on the spot: a plain PDF, one for every trick, and tables."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

TABLE = b"Desa;Rumah;Perubahan\nKarangjati;812;-3,5\nWiratan;468;+2%\n"


def pdf(change=None, pages=1, **save) -> bytes:
    """Return a PDF of empty pages; `change` may put anything into it."""
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.docinfo["/Author"] = "Biro Humas"
        if change:
            change(made)
        out = io.BytesIO()
        made.save(out, deterministic_id=not save, **save)
    return out.getvalue()


def _action(kind, **more):
    return Dictionary(S=Name(kind), **more)


def _opens(action):
    def change(made):
        made.Root.OpenAction = action

    return change


def _names(**trees):
    def change(made):
        made.Root.Names = Dictionary(**{key: Dictionary(Names=Array([])) for key in trees})

    return change


def _annotation(kind, **more):
    def change(made):
        note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=[0, 0, 9, 9], **more)
        made.pages[0].Annots = made.make_indirect(Array([made.make_indirect(note)]))

    return change


def _attached(made):
    made.attachments["rahasia.exe"] = b"MZ\x90"


def _unused(made):
    """A script that no page reaches, in an object of its own."""
    made.Root.Metadata2 = made.make_indirect(
        Dictionary(Deep=Array([Dictionary(Deeper=_action("/JavaScript", JS=String("x")))]))
    )


def _elsewhere(made):
    stream = made.make_stream(b"")
    stream.F = String("/etc/passwd")
    made.pages[0].Contents = stream


def _program_form(made):
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))


def _on_close(made):
    made.pages[0].AA = Dictionary(C=_action("/Named", N=Name.Print))


def _next(made):
    made.Root.OpenAction = _action(
        "/Named", N=Name.NextPage, Next=_action("/Launch", F=String("x"))
    )


HOSTILE = {
    "script at the start": (_opens(_action("/JavaScript", JS=String("app.alert(1)"))), "runs"),
    "scripts by name": (_names(JavaScript=1), "runs"),
    "script that nothing reaches": (_unused, "runs"),
    "starts a program": (_opens(_action("/Launch", F=String("cmd.exe"))), "runs"),
    "starts one after another": (_next, "runs"),
    "sends a form": (_annotation("/Link", A=_action("/SubmitForm", F=String("https://x"))), "runs"),
    "other file": (_annotation("/Link", A=_action("/GoToR", F=String("a.pdf"))), "runs"),
    "script as a link": (
        _annotation("/Link", A=_action("/URI", URI=String("javascript:1"))),
        "runs",
    ),
    "file as a link": (_annotation("/Link", A=_action("/URI", URI=String("file:///etc"))), "runs"),
    "acts when left": (_on_close, "runs"),
    "attached program": (_attached, "hides"),
    "film": (_annotation("/RichMedia"), "hides"),
    "attached by a note": (_annotation("/FileAttachment"), "hides"),
    "form of a program": (_program_form, "hides"),
    "bytes in another file": (_elsewhere, "hides"),
}


def locked() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="x", user="rahasia"))


def with_link() -> bytes:
    return pdf(_annotation("/Link", A=_action("/URI", URI=String("https://contoh.example/"))))
