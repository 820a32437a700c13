"""Opaque credentials: `ysk_<keyid>_<secret>_<checksum>` for API keys, `yss_…`, `ysi_…`, `ysu_…` for others."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest, digest
from zlib import crc32

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEY_ID_LENGTH = 16
SECRET_LENGTH = 43  # 62**43 is a little over 2**256
CHECKSUM_LENGTH = 6


class TokenKind(StrEnum):
    """What a token opens; the value is its prefix."""

    API_KEY = "ysk"
    SESSION = "yss"
    INVITATION = "ysi"
    UPLOAD_LINK = "ysu"


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart: `key_id` finds the row, `secret` proves it."""

    kind: TokenKind
    key_id: str
    secret: str

    def text(self) -> str:
        """Write the token as its holder sends it."""
        body = f"{self.kind}_{self.key_id}_{self.secret}"
        return f"{body}_{_checksum(body)}"

    def hashed(self, pepper: str) -> str:
        """Give what is stored instead of the secret: HMAC-SHA256 under the installation's pepper, in hex."""
        return digest(pepper.encode(), f"{self.kind}:{self.key_id}:{self.secret}".encode(), sha256).hex()

    def proves(self, stored: str, pepper: str) -> bool:
        """Compare in constant time with what is stored."""
        return compare_digest(self.hashed(pepper), stored)


def new_token(kind: TokenKind) -> Token:
    """Make a token from the system's random source."""
    return Token(kind=kind, key_id=_random(KEY_ID_LENGTH), secret=_random(SECRET_LENGTH))


def parse_token(text: str) -> Token | None:
    """Take a token apart; None for anything that cannot be one (the checksum spares the database a look-up)."""
    parts = text.split("_")
    if len(parts) != 4 or parts[0] not in set(TokenKind):  # noqa: PLR2004 - four parts
        return None
    kind, key_id, secret, checksum = parts
    if len(key_id) != KEY_ID_LENGTH or len(secret) != SECRET_LENGTH or not text.isascii():
        return None
    if not compare_digest(checksum, _checksum(f"{kind}_{key_id}_{secret}")):
        return None
    return Token(kind=TokenKind(kind), key_id=key_id, secret=secret)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _checksum(body: str) -> str:
    number, digits = crc32(body.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        digits += ALPHABET[rest]
    return digits
