"""WSGI entry of the office application."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.project.settings"  # whatever the parent process used

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
