from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "suluh.workspace"
    label = "workspace"
