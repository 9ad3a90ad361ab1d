"""Settings of the public application: no log-in, no session, no office address."""

from suluh.project.settings import *  # noqa: F403 the public side differs in what follows only
from suluh.project.settings import INSTALLED_APPS as OFFICE_APPS

ROOT_URLCONF = "suluh.project.urls_public"
WSGI_APPLICATION = "suluh.project.wsgi_public.application"
INSTALLED_APPS = [
    name
    for name in OFFICE_APPS
    if not name.startswith("allauth")
    and name not in {"django.contrib.sessions", "django.contrib.messages"}
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "suluh.project.middleware.SecurityHeaders",
    "suluh.project.middleware.PlausibleRequests",
    "django.middleware.common.CommonMiddleware",
    "suluh.project.middleware.DeclaredPolicy",
    "suluh.project.middleware.RefusalAsSentence",
]
AUTHENTICATION_BACKENDS = []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
