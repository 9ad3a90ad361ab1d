"""The renderer that gives any Django form the office's look: `default_renderer = HouseRenderer`."""

from django.forms.renderers import DjangoTemplates


class HouseRenderer(DjangoTemplates):
    """Renders `{{ form }}` and `{{ field.as_field_group }}` with the components of this room."""

    form_template_name = "ui/components/form_fields.html"
    field_template_name = "ui/components/as_field_group.html"
