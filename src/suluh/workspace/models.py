"""What a person keeps for themselves: views of lists, letters wanted; which units were told."""

from django.db import models

from suluh.kernel.ids import new_row_key


class SavedView(models.Model):
    """A list with its filters, under a name of one's own. `query` is what follows the '?'."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    person = models.ForeignKey("org.Person", models.CASCADE, related_name="+")
    place = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place", "name"], name="workspace_one_view_of_a_name"
            )
        ]
        indexes = [models.Index(fields=["person", "place"], name="workspace_views")]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"


class Reminding(models.Model):
    """Which letters somebody wants, and the local day whose morning was looked at last."""

    person = models.OneToOneField("org.Person", models.CASCADE, primary_key=True, related_name="+")
    is_wanted = models.BooleanField(default=True)
    wants_day = models.BooleanField(default=True)
    last_date = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.last_date}"


class DayLetter(models.Model):
    """The last day of which a unit's people were written what it had published."""

    unit = models.OneToOneField("org.Unit", models.CASCADE, primary_key=True, related_name="+")
    last_date = models.DateField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.last_date}"
