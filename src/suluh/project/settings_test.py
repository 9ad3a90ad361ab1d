"""Settings of the tests: a home of their own, quick hashes, the same databases."""

import os
import tempfile

os.environ.setdefault("SULUH_HOME", tempfile.mkdtemp(prefix="suluh-test-"))

from suluh.project.settings_office import *  # noqa: F403 because the home must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
