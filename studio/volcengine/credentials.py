"""An account at a cloud, as requests are signed for it: which endpoint, with which keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# The only endpoint and region in the service's table (docs/6469/1126802).
ENDPOINT = "https://live.volcengineapi.com"
REGION = "cn-north-1"

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """One account at one endpoint. `url` is scheme, host and port, nothing more.

    Raises ValueError, naming no key, when the parts can not make a signed request.
    """

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    url: str = ENDPOINT
    region: str = REGION
    sandbox: bool = False

    def __post_init__(self) -> None:
        if not _is_header_word(self.access_key) or not self.secret_key:
            raise ValueError("The access key and the secret key must both be given, as issued")
        if not _is_header_word(self.region):
            raise ValueError("The region is missing or not one word")
        _checked_endpoint(self.url)

    @property
    def scheme(self) -> str:
        return urlsplit(self.url).scheme

    @property
    def hostname(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or _DEFAULT_PORTS[self.scheme]

    @property
    def host(self) -> str:
        """As the Host header has it: the port only where it is not the scheme's own."""
        name = f"[{self.hostname}]" if ":" in self.hostname else self.hostname
        return name if self.port == _DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def keys(self) -> set[str]:
        """What no text may hold that the cloud says."""
        return {self.access_key, self.secret_key}

    @property
    def identity(self) -> str:
        """Names this cloud and account on records and pages, without any secret."""
        if self.sandbox:
            return "sandbox"
        fingerprint = hashlib.sha256(self.access_key.encode()).hexdigest()[:8]
        return f"{self.hostname}:{self.port} …{fingerprint}"


def _is_header_word(text: str) -> bool:
    """Whether the text can stand in the credential of an Authorization header."""
    return bool(text) and text.isascii() and text.isprintable() and not set(text) & set(" ,/")


def _checked_endpoint(url: str) -> None:
    """Raise ValueError unless `url` is http(s)://host[:port]."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("The endpoint is not a URL") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or port == 0:
        raise ValueError("The endpoint must be http:// or https:// and a host")
    if "@" in parts.netloc or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("The endpoint is scheme, host and port, nothing more")
