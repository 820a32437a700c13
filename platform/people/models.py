"""People and how they get in: rows of the shared schema, of which an agency's role reaches only its own."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now
from uuid_utils.compat import uuid7

from agencies.models import Agency
from people.roles import Role
from people.tokens import TokenKind

ROLE_CHOICES = [(role.value, role.value) for role in Role]


class User(AbstractBaseUser):
    """A person, known by e-mail over all agencies. No agency's role can read this table."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BaseUserManager()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="one_user_per_email", violation_error_message="E-mail taken."),
        )

    def __str__(self) -> str:
        return self.email


class Membership(models.Model):
    """A person's place in one agency; name and e-mail are copied, since an agency cannot read users."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    brand_roles = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), default=list)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "user"], condition=models.Q(removed_at=None), name="one_membership_per_agency"
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="membership_role"),
        )

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"


class Invitation(models.Model):
    """An open door for one e-mail. Its id becomes the membership's, so that brand access can be granted beforehand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    invited_by = models.CharField(max_length=200)
    key_id = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    token: str = ""  # set on a row that was just made, to be shown this once; never stored

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "agency",
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
                violation_error_message="This e-mail has an open invitation already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"


class Credential(models.Model):
    """A session or an API key of one membership. The secret is shown once and stored as its HMAC."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(
        max_length=3, choices=[(TokenKind.API_KEY.value, "API key"), (TokenKind.SESSION.value, "session")]
    )
    key_id = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="credentials")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="credentials")
    name = models.CharField(max_length=200, blank=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    token: str = ""  # set on a row that was just made, to be shown this once; never stored

    def __str__(self) -> str:
        return f"{self.kind}_{self.key_id}"


class LoginAttempts(models.Model):
    """Failed log-ins of one e-mail or one address in one window: what the throttle counts."""

    key = models.CharField(max_length=64, primary_key=True)
    window_started_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "login attempts"

    def __str__(self) -> str:
        return f"{self.failures} since {self.window_started_at}"
