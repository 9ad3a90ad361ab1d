"""Settings of the office's web process: the rich editor's parts beside everything else.

Wagtail is loaded here and nowhere else: not by the public application, the worker or a command.
Its tables are never made and never read (`wagtail_tables.NoTables`).
"""

from suluh.project.settings import *  # noqa: F403 the office differs in what follows only
from suluh.project.settings import INSTALLED_APPS as EVERYWHERE
from suluh.project.wagtail_tables import LABELS

INSTALLED_APPS = [
    *EVERYWHERE,
    "wagtail",
    "wagtail.admin",
    "wagtail.users",
    "modelsearch",
    "taggit",
]
MIGRATION_MODULES = dict.fromkeys(LABELS)
DATABASE_ROUTERS = ["suluh.project.wagtail_tables.NoTables"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
