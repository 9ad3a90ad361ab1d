"""WSGI entry of the public application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suluh.project.settings_public")

from django.core.wsgi import get_wsgi_application  # noqa: E402 after the settings are named

application = get_wsgi_application()
