"""Where the mail goes: read from one address, `smtp://user:password@host:587?starttls=yes`."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused

BAD_URL = _("The mail server's address is not one: write smtp://user:password@host:port.")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`security` is 'none', 'starttls' or 'tls'. `hello` is the name we greet with."""

    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: str = ""
    hello: str = "localhost"

    @classmethod
    def from_url(cls, url: str, hello: str = "localhost") -> "SmtpServer":
        """Read an address. Raises Refused: bad_smtp_url.

        `smtps:` means TLS from the start; `smtp:` with a user means STARTTLS unless the address
        says `?starttls=no`, so that a password never travels in the clear by oversight.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise Refused("bad_smtp_url", BAD_URL)
        asked = parse_qs(parts.query).get("starttls", [""])[-1]
        plain = asked == "no" or (not asked and not parts.username)
        security = "tls" if parts.scheme == "smtps" else "none" if plain else "starttls"
        usual = {"tls": 465, "starttls": 587, "none": 25}[security]
        return cls(
            host=parts.hostname,
            port=parts.port or usual,
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            hello=hello,
        )
