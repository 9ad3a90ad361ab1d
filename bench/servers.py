"""The peers of `bench page`: nginx with a plain file, and a site of `wagtail start`."""

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.harness import TREE, CannotRunError
from proofs.house import free_port_pair

WAGTAIL = "8.0.1"
PLACE = TREE / "out" / "wagtail"
ARTICLES = 200
NGINX = """{user} daemon off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000; charset utf-8;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  types {{ text/html html; text/css css; application/json json; }}
  server {{ listen 127.0.0.1:{port}; root {root}; index index.html; {more} }}
}}
"""
HEADERS = """add_header X-Content-Type-Options nosniff always;
  add_header X-Frame-Options DENY always; add_header Referrer-Policy same-origin always;"""
MODELS = """from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page


class ArticlePage(Page):
    lead = models.TextField(blank=True)
    body = StreamField(
        [("text", blocks.RichTextBlock()), ("quote", blocks.BlockQuoteBlock())],
    )
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        siblings = self.get_siblings(inclusive=False).live().order_by("-first_published_at")
        context["siblings"] = siblings[:5]
        return context
"""
TEMPLATE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<nav>{% for one in page.get_ancestors %}
<a href="{% pageurl one %}">{{ one.title }}</a>
{% endfor %}</nav><article><h1>{{ page.title }}</h1><p>{{ page.lead }}</p>
{% for block in page.body %}{% include_block block %}{% endfor %}</article>
<ul>{% for one in siblings %}
<li><a href="{% pageurl one %}">{{ one.title }}</a></li>{% endfor %}</ul>
{% endblock %}
"""
SETTINGS = """from .base import *
DEBUG = False
SECRET_KEY = "for measuring only"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS += ["article"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING = {"version": 1, "disable_existing_loggers": True}
DATABASES["default"]["OPTIONS"] = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000;"
}
"""
FILL = """from article.models import ArticlePage
from wagtail.models import Page, Site
home = Site.objects.get(is_default_site=True).root_page
words = "Petugas membuka pintu air sebelum hujan turun di muara. " * 8
for at in range({count}):
    blocks = [("text", "<p>%s %s</p>" % (words, part)) for part in range(8)]
    page = ArticlePage(title="Kabar %s" % at, slug="kabar-%s" % at, lead=words[:120],
                       body=[*blocks, ("quote", "Air dijaga bersama.")])
    home.add_child(instance=page)
"""


@dataclass
class Server:
    """A running web server and its process."""

    name: str
    version: str
    port: int
    pid: int


def nginx() -> str:
    """Return where nginx is."""
    found = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(found).exists():
        raise CannotRunError("nginx is not installed: apt install nginx-light")
    return found


@contextmanager
def served(command: list[str], port: int, **more: object) -> Iterator[int]:
    """Run a server until it is no longer needed; yields its process number."""
    server = subprocess.Popen(command, **more)  # type: ignore[call-overload]
    try:
        until = time.monotonic() + 40
        while not answers(port):
            if time.monotonic() > until or server.poll() is not None:
                raise CannotRunError(f"{command[0]} does not answer on port {port}")
            time.sleep(0.05)
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)


def answers(port: int) -> bool:
    """Say whether anything answers."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    return True


@contextmanager
def nginx_for(root: Path, folder: Path, more: str = "") -> Iterator[Server]:
    """Serve a folder by nginx, with one worker."""
    port = free_port_pair()
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "nginx.conf"
    user = "" if os.geteuid() else "user root;"  # else its worker may not read our folder
    config.write_text(NGINX.format(folder=folder, port=port, root=root, more=more, user=user))
    said = subprocess.run([nginx(), "-v"], capture_output=True, text=True, check=True).stderr
    with served([nginx(), "-e", f"{folder}/error.log", "-c", str(config)], port) as pid:
        yield Server("nginx", said.partition("/")[2].strip(), port, pid)


def wagtail_site() -> Path:
    """Return a vanilla site with articles, made once under out/ in a venv of its own."""
    site, python = PLACE / "site", PLACE / "bin" / "python"
    if not (PLACE / "bin" / "wagtail").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        wanted = [f"wagtail=={WAGTAIL}", "granian"]
        subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True)
    if (site / "filled").exists():
        return site
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    subprocess.run([str(PLACE / "bin" / "wagtail"), "start", "vanilla", str(site)], check=True,
                   capture_output=True)  # fmt: skip
    app = site / "article"
    (app / "templates" / "article").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "models.py").write_text(MODELS)
    (app / "templates" / "article" / "article_page.html").write_text(TEMPLATE)
    (site / "vanilla" / "settings" / "bench.py").write_text(SETTINGS)
    (site / "fill.py").write_text(FILL.format(count=ARTICLES))
    for words in (["makemigrations", "article"], ["migrate"]):
        _manage(site, python, *words)
    _manage(site, python, "shell", "-c", "exec(open('fill.py').read())")
    (site / "filled").touch()
    return site


def _manage(site: Path, python: Path, *words: str) -> None:
    done = subprocess.run(
        [str(python), "manage.py", *words, "--settings", "vanilla.settings.bench"],
        cwd=site, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotRunError(f"wagtail: {words[0]}: {done.stderr[-800:]}")


@contextmanager
def wagtail() -> Iterator[Server]:
    """Serve the vanilla site by Granian with two workers."""
    site, port = wagtail_site(), free_port_pair()
    command = [
        str(PLACE / "bin" / "python"), "-m", "granian", "--interface", "wsgi", "--workers", "2",
        "--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port), "--no-access-log",
        "--log-level", "error", "vanilla.wsgi:application",
    ]  # fmt: skip
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "vanilla.settings.bench",
        "PYTHONPATH": str(site),
    }
    with served(command, port, cwd=site, env=told) as pid:
        yield Server("wagtail start", WAGTAIL, port, pid)
