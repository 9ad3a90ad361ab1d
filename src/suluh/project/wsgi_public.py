"""WSGI entry of the public application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suluh.project.settings_public")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
