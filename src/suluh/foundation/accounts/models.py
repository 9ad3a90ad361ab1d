"""Accounts and grants. A person (org) may exist without an account."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q

from suluh.foundation.accounts import rules
from suluh.kernel.ids import new_row_key


class UserManager(BaseUserManager["User"]):
    """Makes users by address; Django's commands call it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A way to sign in, of one person."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    person = models.OneToOneField("org.Person", models.PROTECT, related_name="+")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    locale = models.CharField(max_length=5, default="id")
    theme = models.CharField(max_length=10, default="system")
    density = models.CharField(max_length=10, default="compact")
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.email


class RoleGrant(models.Model):
    """A role in a unit and everything below it, from one date to before another."""

    id = models.UUIDField(primary_key=True, default=new_row_key, editable=False)
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=rules.role_choices)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "from_date"], name="accounts_one_grant"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")),
                name="accounts_grant_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.unit_id}"
