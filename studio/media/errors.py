"""What can go wrong outside, in stable words.

    MediaError
     ├── Refused      the URL was not fetched: where it points, or what answered there
     └── BadPicture   something was fetched, but no picture came of it

The words are for the log and for one translated sentence each; they never change their
meaning. `address`, `dns`, `dns_timeout`, `connect` and `peer_changed` say what our network
looks like from inside: whoever is not an operator is told one sentence for the five of them,
or the form becomes a port scanner.
"""

from __future__ import annotations

from typing import Literal, get_args

UrlCode = Literal[
    "url_length",  # empty, or longer than the API takes
    "url_chars",  # spaces, control or invisible characters, backslashes
    "url_parse",  # not a URL
    "scheme",  # not http or https, nor rtmp where a live stream is meant
    "rtmps",  # RTMP within TLS, which we do not speak
    "userinfo",  # a name or password in front of the host
    "no_host",
    "host_chars",  # not a host name
    "host_ip",  # an address in any spelling but the plain one
    "single_label",  # a name without a dot: a neighbour's
    "internal_name",  # localhost, .local, .internal …
    "port",  # neither 80, 443 nor 1024 and above
]
NetworkCode = Literal[
    "dns",  # the name has no address
    "dns_timeout",
    "address",  # an address that is not public
    "connect",  # nobody answers there
    "peer_changed",  # the connection ended up at another address
    "deadline",  # all together took too long
]
AnswerCode = Literal[
    "tls",  # the certificate is not valid for this name
    "downgrade",  # a redirect from https to http
    "redirect_empty",  # a redirect to nowhere
    "too_many_redirects",
    "unauthorized",  # 401
    "forbidden",  # 403
    "not_found",  # 404
    "gone",  # 410
    "server_error",  # 5xx
    "status",  # any other answer that says there is nothing for us
    "silent",  # connected, and then not a word, or none behind the headers
    "encoding",  # compressed although we asked for plain bytes, in a way we do not undo
    "too_big",
    "http",  # not HTTP
    "range",  # another part of the file than was asked for
    "rtmp",  # not RTMP
    "rtmp_refused",  # the server does not let us play: no such stream, or a key is wanted
    "read",  # the answer broke off
]
PictureCode = Literal[
    "too_big",
    "not_an_image",
    "unsupported_format",  # a picture, but neither PNG nor JPEG
    "not_a_video",  # neither MP4 nor FLV
    "playlist",  # the names of videos: HLS
    "unsupported_codec",
    "encrypted",  # with a key that we do not have
    "no_picture",  # a video without one, as far as we read
    "sound_alone",  # the same, and there is sound
    "too_many_pixels",
    "truncated",
    "corrupt",
    "too_slow",
    "too_much_memory",
    "no_screen_colours",  # what was to have a screen's does not say how to bring its own to them
    "decoder_died",
]

PICTURE_CODES: frozenset[PictureCode] = frozenset(get_args(PictureCode))
CODES: frozenset[str] = PICTURE_CODES.union(
    get_args(UrlCode), get_args(NetworkCode), get_args(AnswerCode)
)


class MediaError(Exception):
    """No picture came of it; `code` is one of CODES, `detail` is for the log.

    Neither ever holds a part of the URL: it may be a secret.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.code = code
        self.detail = detail


class Refused(MediaError):
    """The URL was not fetched."""

    def __init__(self, code: UrlCode | NetworkCode | AnswerCode, detail: str = "") -> None:
        super().__init__(code, detail)


class BadPicture(MediaError):
    """The bytes are no picture that we show."""

    def __init__(self, code: PictureCode, detail: str = "") -> None:
        super().__init__(code, detail)
