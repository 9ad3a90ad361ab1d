"""Settings of the public application: no log-in, no session, no office address."""

from suluh.project.settings import *  # noqa: F403 the public side differs in what follows only

ROOT_URLCONF = "suluh.project.urls_public"
WSGI_APPLICATION = "suluh.project.wsgi_public.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "suluh.project.middleware.SecurityHeaders",
    "django.middleware.common.CommonMiddleware",
    "suluh.project.middleware.DeclaredPolicy",
    "suluh.project.middleware.RefusalAsSentence",
]
