from suluh.foundation.accounts.routes import BOTH, WRITE, decision, route, staff
from suluh.foundation.accounts.rules import Action
from suluh.newsroom.editorial.editor import views as editor
from suluh.newsroom.editorial.views import (
    comments,
    early,
    files,
    importing,
    pictures,
    review,
    schedule,
    stories,
    submission,
    versions,
    writing,
)

READ = staff(Action.READ_STORY)
READ_BOTH = staff(Action.READ_STORY, methods=BOTH)
FORM = staff(Action.WRITE_STORY, methods=BOTH)
SUBMIT = staff(Action.SUBMIT_STORY, methods=BOTH)
SIGN = decision(Action.READ_STORY)
SCHEDULE = decision(Action.SCHEDULE_STORY)
EARLY = decision(Action.GRANT_EARLY_READING)
STORY = "naskah/<str:content_id>/"
COPY = "telaah/<uuid:copy_id>/"

urlpatterns = [
    route("naskah/", stories.stories, READ, name="stories"),
    route("naskah/unduh.csv", stories.stories_csv, READ, name="stories_csv"),
    route("naskah/baru/", stories.new, FORM, name="story_new"),
    route("naskah/impor/", importing.upload, FORM, name="story_import"),
    route(STORY, stories.story, READ, name="story"),
    route(STORY + "fakta/", stories.facts, FORM, name="story_facts"),
    route(STORY + "komentar/baru/", comments.new, READ_BOTH, name="comment_new"),
    route(STORY + "komentar/<uuid:comment_id>/", comments.thread, READ_BOTH, name="comment"),
    route(STORY + "gambar/", pictures.add, FORM, name="story_add_picture"),
    route(STORY + "gambar/<int:number>/", pictures.describe, FORM, name="story_figure"),
    route(
        STORY + "gambar/<int:number>/lepas/", pictures.remove,
        staff(Action.WRITE_STORY, methods=WRITE), name="story_remove_figure",
    ),
    route(STORY + "gambar/<str:digest>.jpg", pictures.of_story, READ, name="story_picture"),
    route(STORY + "berkas/", files.attach, FORM, name="story_add_file"),
    route(STORY + "berkas/<int:number>/", files.name, FORM, name="story_file"),
    route(
        STORY + "berkas/<int:number>/lepas/", files.remove,
        staff(Action.WRITE_STORY, methods=WRITE), name="story_remove_file",
    ),
    route(STORY + "berkas/<str:file_digest>", files.of_story, READ, name="story_file_bytes"),
    route(STORY + "ajukan/", submission.submit, SUBMIT, name="story_submit"),
    route(
        STORY + "tarik/", submission.withdraw, decision(Action.WITHDRAW_STORY),
        name="story_withdraw",
    ),
    route(STORY + "<str:locale>/baca/", comments.reading, READ, name="story_reading"),
    route(STORY + "<str:locale>/versi/", versions.compare, READ, name="story_versions"),
    route(
        STORY + "<str:locale>/versi/<int:number>/", versions.take,
        staff(Action.WRITE_STORY, methods=WRITE), name="story_take_version",
    ),
    route(STORY + "<str:locale>/editor/", editor.write, FORM, name="story_editor"),
    route(
        STORY + "<str:locale>/editor/kata-sendiri/", editor.settle,
        staff(Action.WRITE_STORY, methods=WRITE), name="story_unsaved",
    ),
    route(STORY + "<str:locale>/", writing.text, READ_BOTH, name="story_text"),
    route(COPY, review.review, READ, name="review"),
    route(COPY + "gambar/<str:digest>.jpg", pictures.of_copy, READ, name="review_picture"),
    route(COPY + "berkas/<str:file_digest>", files.of_copy, READ, name="review_file"),
    route(COPY + "setujui/<str:step>/", review.sign, SIGN, name="review_sign"),
    route(COPY + "kembalikan/<str:step>/", review.send_back, SIGN, name="review_return"),
    route(COPY + "ambil/", review.take_back, SUBMIT, name="review_take_back"),
    route(COPY + "jadwal/", schedule.schedule, SCHEDULE, name="review_schedule"),
    route(COPY + "pembaca-awal/", early.grant, EARLY, name="early_grant"),
    route(
        COPY + "pembaca-awal/<uuid:reader_id>/cabut/", early.revoke,
        decision(Action.GRANT_EARLY_READING, methods=WRITE), name="early_revoke",
    ),
]  # fmt: skip
