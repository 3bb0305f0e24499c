"""Which addresses a server may be sent to by what people write: public ones alone.

A link can name anything that the server can reach: its own loopback, the network behind it, the metadata service of a
cloud. So what a name resolves to is judged, and the connection goes to the very address that was judged.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet, also where it carries another one inside."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved
        for one in (address, *_inside(address))
        if not _only_carries(one)
    )


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def _only_carries(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is another form of the IPv4 address in it, which is judged instead."""
    return isinstance(address, IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64)
