"""WSGI entry of the public application."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.project.settings_public"  # whatever the parent process used

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
