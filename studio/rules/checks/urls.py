"""The URLs of sources, logos, pushes and the callback.

What the API's page says of types (`live` is RTMP or FLV, `vod` MP4 or FLV, `pic` PNG or
JPEG) and what this product asks on top. No problem repeats a URL: many hold a secret.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from studio.rules import paths
from studio.rules.checks.addresses import Address, is_private, parse, scheme_of
from studio.rules.checks.finding import Findings, error, too_few, too_many, warning
from studio.rules.checks.joins import repeats
from studio.rules.checks.names import UNSEEN, is_blank
from studio.rules.document import MixedRules, Source
from studio.rules.limits import MAX_PUSH_URLS, MAX_URL_LENGTH, MIN_PUSH_URLS
from studio.rules.redaction import BARE_HOST, is_cut_short, is_sealed

WEB_SCHEMES = ("http", "https")
SOURCE_SCHEMES = {"live": ("rtmp", *WEB_SCHEMES), "vod": WEB_SCHEMES, "pic": WEB_SCHEMES}
ANY_SOURCE_SCHEME = ("rtmp", *WEB_SCHEMES)
SUFFIXES = {"vod": ("mp4", "flv"), "pic": ("png", "jpg", "jpeg")}

PUSH_SCHEMES = ("rtmp", "rtmps")
UNDOCUMENTED_PUSH_SCHEMES = ("srt", "rtm")

# Hosts and ports, private ones, that the cloud is known to fetch from.
Reached = frozenset[tuple[str, int | None]]
NOWHERE: Reached = frozenset()


def source_urls(rules: MixedRules) -> Findings:
    for index, source in enumerate(rules.sources):
        path = f"{paths.source(index)}.Url"
        schemes = SOURCE_SCHEMES.get(source.type, ANY_SOURCE_SCHEME)
        yield from _text(path, source.url)
        yield from _address(path, source.url, schemes)
        yield from _playlist(path, source.url)
        yield from _media(path, source)


def logo_urls(rules: MixedRules) -> Findings:
    for index, logo in enumerate(rules.logos or ()):
        path = f"{paths.logo(index)}.Url"
        yield from _text(path, logo.url)
        yield from _address(path, logo.url, WEB_SCHEMES)
        yield from _playlist(path, logo.url)


def private_hosts(rules: MixedRules, reached: Reached) -> Findings:
    """Sources and logos that the cloud cannot fetch, except from the `reached` hosts and ports."""
    for path, url in _fetched_urls(rules):
        address = _readable(url)
        if address and is_private(address.host) and (address.host, address.port) not in reached:
            yield warning(path, "url_private_host", host=address.host)


def _fetched_urls(rules: MixedRules) -> Iterator[tuple[str, str]]:
    for index, source in enumerate(rules.sources):
        yield f"{paths.source(index)}.Url", source.url
    for index, logo in enumerate(rules.logos or ()):
        yield f"{paths.logo(index)}.Url", logo.url


def push_urls(rules: MixedRules) -> Findings:
    for index, url in enumerate(rules.output.urls):
        path = paths.push_url(index)
        yield from _text(path, url)
        if not _is_bare_host(url):
            yield from _address(path, url, PUSH_SCHEMES + UNDOCUMENTED_PUSH_SCHEMES)
        yield from _undocumented_push(path, url)


def push_url_count(rules: MixedRules) -> Findings:
    yield from too_few(paths.PUSH_URLS, len(rules.output.urls), MIN_PUSH_URLS)
    yield from too_many(paths.PUSH_URLS, len(rules.output.urls), MAX_PUSH_URLS)


def callback_url(rules: MixedRules) -> Findings:
    if rules.output.callback is not None:
        path, url = f"{paths.CALLBACK}.Url", rules.output.callback.url
        yield from _text(path, url)
        yield from _address(path, url, WEB_SCHEMES, userinfo=True)


def duplicate_push_urls(rules: MixedRules) -> Findings:
    for index, first in repeats([_identity(url) for url in rules.output.urls]):
        if rules.output.urls[index].strip():
            yield error(
                paths.push_url(index),
                "duplicate_push_url",
                reads=(paths.push_url(first),),
                first=first + 1,
            )


def loops(rules: MixedRules) -> Findings:
    """A source that pulls what the task pushes would show itself in itself, for ever."""
    pushed = {_identity(url): index for index, url in enumerate(rules.output.urls) if url.strip()}
    for index, source in enumerate(rules.sources):
        push = pushed.get(_identity(source.url))
        if push is not None:
            yield error(
                f"{paths.source(index)}.Url",
                "url_loop",
                reads=(paths.push_url(push),),
                push=push + 1,
            )


def _text(path: str, url: str) -> Findings:
    """What can be said of a URL before it is taken apart."""
    if is_sealed(url):
        yield error(path, "locked")
        return
    if is_cut_short(url):
        yield error(path, "veiled")
    elif is_blank(url):
        yield error(path, "blank")
    elif _has_unseen(url):
        yield error(path, "url_characters")
    if len(url) > MAX_URL_LENGTH:
        yield error(path, "too_long", length=len(url), max=MAX_URL_LENGTH)


def _has_unseen(url: str) -> bool:
    if url.isascii():
        return " " in url or not url.isprintable()
    return any(unicodedata.category(character) in UNSEEN for character in url)


def _address(path: str, url: str, schemes: tuple[str, ...], *, userinfo: bool = False) -> Findings:
    if not url.strip() or _has_unseen(url) or is_sealed(url):
        return
    address = parse(url)
    if scheme_of(url) not in schemes:
        yield error(path, "url_scheme", allowed=", ".join(schemes))
    elif address is None:
        yield error(path, "url_malformed")
    if address is not None and address.has_userinfo and not userinfo:
        yield error(path, "url_userinfo")


def _readable(url: str) -> Address | None:
    """The parts of a URL that is whole, in a scheme something can be fetched by."""
    whole = scheme_of(url) in ANY_SOURCE_SCHEME and not _has_unseen(url)
    return parse(url) if whole else None


def _playlist(path: str, url: str) -> Findings:
    """HLS, which the cloud does not take."""
    address = _readable(url)
    if address and address.suffix == "m3u8":
        yield error(path, "url_hls")


def _media(path: str, source: Source) -> Findings:
    """What does not look like the source's type."""
    address = _readable(source.url)
    if address is None or address.suffix == "m3u8" or address.scheme not in WEB_SCHEMES:
        return
    reads = (path.removesuffix("Url") + "Type",)
    if source.type == "live" and address.suffix != "flv":
        yield error(path, "url_live_not_flv", reads=reads)
    fitting = SUFFIXES.get(source.type)
    if fitting and address.suffix and address.suffix not in fitting:
        yield warning(path, "url_suffix", reads=reads, suffix=address.suffix, type=source.type)


def _undocumented_push(path: str, url: str) -> Findings:
    scheme = scheme_of(url)
    if scheme in UNDOCUMENTED_PUSH_SCHEMES:
        yield warning(path, "push_scheme_undocumented", scheme=scheme)
    elif _is_bare_host(url) and not _has_unseen(url):
        yield warning(path, "push_bare_host")


def _is_bare_host(url: str) -> bool:
    """Whether it says where to push to without a scheme, as the API's samples do."""
    return BARE_HOST.match(url) is not None and parse(f"//{url}") is not None


def _identity(url: str) -> Address | str:
    """What makes two URLs the same: case of scheme and host, and a port left open, do not."""
    return parse(url if scheme_of(url) else f"//{url}") or url
