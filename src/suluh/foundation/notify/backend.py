"""Django's mail (allauth's reset and warnings) leaves like every other effect: through a row."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from suluh.foundation.notify import operations
from suluh.kernel import clock
from suluh.kernel.ids import new_row_key


class OutboxBackend(BaseEmailBackend):
    """Turns messages into effects of the mail lane."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Plan one letter per recipient. Every call is a letter of its own, hence the new key."""
        for message in email_messages:
            for address in message.recipients():
                letter = operations.Letter(address, str(message.subject), str(message.body))
                operations.plan_mail(letter, key=f"account:{new_row_key()}", now=clock.now())
        return len(email_messages)
