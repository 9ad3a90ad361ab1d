"""WSGI entry of the office application, with its own settings whatever the parent process used."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.project.settings_office"

from django.core.wsgi import get_wsgi_application

from suluh.project import start

application = get_wsgi_application()
start.check_routes("suluh.project.urls_office")
