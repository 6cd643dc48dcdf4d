"""Which addresses are public. An allow-list: what is not surely public is refused.

From IANA's special-purpose registries for IPv4 and IPv6, and the metadata services of
clouds that sit at addresses which look public.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

SPECIAL_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own; Volcengine's and Alibaba's metadata live there
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's wire server
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)

# Outside of it lie ::1, fe80::, fc00::, ff00::, ::/96, 64:ff9b::, 5f00:: and fec0::.
GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries any IPv4 address
        "2620:4f:8000::/48",
        "3ffe::/16",
        "3fff::/20",
    )
)
ISATAP_MARKS = frozenset({0x0000_5EFE, 0x0200_5EFE})


def is_public(text: str) -> bool:
    """Whether the address, as `getaddrinfo` writes it, is plain global unicast."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if not address.is_global:
        return False
    return _is_public_v4(address) if isinstance(address, IPv4Address) else _is_public_v6(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in block for block in SPECIAL_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    if address not in GLOBAL_UNICAST_V6:
        return False
    if any(address in block for block in SPECIAL_V6):
        return False
    return _isatap_mark(address) not in ISATAP_MARKS


def _isatap_mark(address: IPv6Address) -> int:
    """The middle bits that say "an IPv4 address follows" in a tunnel's interface."""
    return (int(address) >> 32) & 0xFFFF_FFFF
