"""The whole loop on one page: who listens to which fact.

Facts go up: a room announces what happened, rooms above it act. `gateways.py` beside this file
says which adapter carries which effect outside.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from suluh.foundation.outbox.operations import Subscription
from suluh.newsroom.assets import handlers as assets
from suluh.newsroom.planning import handlers as planning
from suluh.project import notices
from suluh.publishing.delivery import handlers as delivery
from suluh.publishing.ledger import handlers as ledger
from suluh.workspace import handlers as workspace

SUBSCRIPTIONS: Final[Mapping[str, Sequence[Subscription]]] = {
    "CopyCleared": (Subscription("ledger.insert_due", ledger.on_copy_cleared),),
    "CopyRescheduled": (Subscription("ledger.move_due", ledger.on_copy_rescheduled),),
    "CopyTakenBack": (Subscription("ledger.drop_due", ledger.on_copy_taken_back),),
    "StepOpened": (Subscription("notices.step_opened", notices.on_step_opened),),
    "CopyReturned": (Subscription("notices.copy_returned", notices.on_copy_returned),),
    "CommentWritten": (Subscription("notices.comment", notices.on_comment_written),),
    "ActivityClosed": (Subscription("notices.activity_closed", notices.on_activity_closed),),
    "PublicationRefused": (
        Subscription("notices.publication_refused", notices.on_publication_refused),
    ),
    "RegulationCameIntoForce": (
        Subscription("notices.regulation", notices.on_regulation_in_force),
    ),
    "SupplementCameIntoForce": (
        Subscription("notices.supplement", notices.on_supplement_in_force),
    ),
    "DocumentsErased": (Subscription("assets.forget_documents", assets.on_documents_erased),),
    "EditionAppended": (
        Subscription("planning.mark_voiced", planning.on_edition_appended),
        Subscription("workspace.forget_letters", workspace.on_edition_appended),
    ),
    "EffectStopped": (Subscription("delivery.effect_stopped", delivery.on_effect_stopped),),
}
