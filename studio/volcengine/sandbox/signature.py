"""Verifies Volcengine's request signature, from its documents (6469/1126803, /1126804, /1121980).

canonical request   METHOD \\n URI \\n sorted query \\n ("name:value\\n")* \\n SignedHeaders
                    \\n hex(sha256(body))
string to sign      HMAC-SHA256 \\n X-Date \\n date/region/service/request
                    \\n hex(sha256(canonical request))
key                 HMAC(HMAC(HMAC(HMAC(secret, date), region), service), "request")
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from studio.volcengine.sandbox.envelope import SERVICE, Turned

ALGORITHM = "HMAC-SHA256"
# X-Expires' default: how far X-Date may be off.
WINDOW = timedelta(seconds=900)
MUST_BE_SIGNED = frozenset({"host", "x-date"})

_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=(?P<access_key>[^/,\s]+)/(?P<date>\d{{8}})/(?P<region>[^/,\s]+)"
    r"/(?P<service>[^/,\s]+)/request, ?SignedHeaders=(?P<headers>[a-z0-9;-]+)"
    r", ?Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """An HTTP request as it came; `query` without its mark, header names in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the Authorization header says."""

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str

    @property
    def scope(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/request"


def verify(request: Request, *, secrets: Mapping[str, str], region: str, now: datetime) -> None:
    """Raises Turned unless the holder of keys signed exactly this, just now.

    `secrets` has the secret key of each access key.
    """
    claim = _claim(request)
    moment = _check_time(request, now)
    if claim.access_key not in secrets:
        raise Turned("InvalidAccessKey", "The access key does not exist")
    # A product in one region: the documents leave open whether another is accepted.
    wanted = (moment[:8], region, SERVICE)
    if (claim.date, claim.region, claim.service) != wanted or not _body_is_as_hashed(request):
        raise _mismatch()
    expected = _signature(request, claim, secrets[claim.access_key], moment)
    if not hmac.compare_digest(claim.signature, expected):
        raise _mismatch()


def _mismatch() -> Turned:
    return Turned(
        "SignatureDoesNotMatch", "The request signature calculated does not match the one given"
    )


def _claim(request: Request) -> _Claim:
    match = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    if match is None:
        raise Turned("MissingRequestInfo", "The Authorization header is missing or malformed")
    signed = tuple(match["headers"].split(";"))
    if not MUST_BE_SIGNED <= set(signed) <= set(request.headers):
        raise Turned("MissingRequestInfo", "A header that must be signed or sent is missing")
    return _Claim(
        match["access_key"],
        match["date"],
        match["region"],
        match["service"],
        signed,
        match["signature"],
    )


def _check_time(request: Request, now: datetime) -> str:
    written = request.headers["x-date"]
    try:
        moment = datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Turned("InvalidTimestamp", "X-Date is not YYYYMMDDTHHMMSSZ") from None
    if abs(now - moment) > WINDOW:
        raise Turned("InvalidTimestamp", "X-Date is too far from the present")
    return written


def _body_is_as_hashed(request: Request) -> bool:
    given = request.headers.get("x-content-sha256", "")
    return hmac.compare_digest(given.encode(), hashlib.sha256(request.body).hexdigest().encode())


def _signature(request: Request, claim: _Claim, secret_key: str, moment: str) -> str:
    canonical = "\n".join(
        [
            request.method,
            request.path,
            _canonical_query(request.query),
            "".join(f"{name}:{request.headers[name].strip()}\n" for name in claim.signed_headers),
            ";".join(claim.signed_headers),
            hashlib.sha256(request.body).hexdigest(),
        ]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join([ALGORITHM, moment, claim.scope, digest])
    key = secret_key.encode()
    for part in claim.scope.split("/"):
        key = _hmac(key, part)
    return _hmac(key, to_sign).hex()


def _canonical_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    encoded = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
