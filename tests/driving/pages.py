"""Every page that a person can come to, found as they find them: by the links that lead there."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

LINK = re.compile(r"""<a\s[^>]*?\bhref="([^"#]+)""")


def pages(person: BrowserContext, *begin: str) -> dict[str, str]:
    """For each name of `urls.py` an address that answers with a page, from these on."""
    found: dict[str, str] = {}
    ahead, met = list(begin), {""}
    while ahead:
        address = ahead.pop(0)
        name = name_of(address)
        if name in met or not is_beside(address, begin[0]):
            continue
        met.add(name)
        answer = person.request.get(address)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        # Where one is led elsewhere, it is that page's address.
        if answer.status == HTTPStatus.OK and is_page:
            found.setdefault(name_of(answer.url), answer.url)
            ahead += [urljoin(answer.url, unescape(link)) for link in LINK.findall(answer.text())]
    return found


def is_beside(address: str, other: str) -> bool:
    """Whether both are of the same studio."""
    return urlsplit(address)[:2] == urlsplit(other)[:2]


def name_of(address: str) -> str:
    """As it stands in `urls.py`; empty of an address that no page has."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""
