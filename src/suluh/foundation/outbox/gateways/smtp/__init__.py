"""Mail through one SMTP server. Blind: nobody can ask it what became of a message."""

from suluh.foundation.outbox.gateways.smtp.gateway import SmtpGateway
from suluh.foundation.outbox.gateways.smtp.server import SmtpServer

__all__ = ["SmtpGateway", "SmtpServer"]
