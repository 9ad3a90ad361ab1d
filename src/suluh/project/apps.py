from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "suluh.project"
    label = "project"

    def ready(self) -> None:
        from suluh.project import checks  # noqa: F401, PLC0415 registers the start-up checks
