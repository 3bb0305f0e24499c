"""Fetching what people link to: where the server goes, and where it does not (PROTOCOL: previews)."""

from __future__ import annotations

import pytest

from server.previews import fetching
from server.previews.addresses import is_public
from server.previews.fetching import Fetcher, FetchError
from tests.server.previews.site import PUBLIC, Site, site

HTML = ("text/html",)

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_nobodys_business(address: str) -> None:
    """Loopback, private, link-local, documentation, multicast; also inside of other addresses."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    """The internet proper."""
    assert is_public(address)


async def fetch(web: Site, url: str, limit: int = 1_000, *, whole: bool = False) -> fetching.Fetched:
    return await web.fetcher.fetch(url, HTML, limit, whole=whole)


async def test_a_page_comes(rsa_keys: object) -> None:
    """From the address that was judged; with TLS for the name where the link says so."""
    async with site() as web:
        web.answers_with("/a%20b?q=%C3%BC", b"hello", "text/html; charset=latin-1")
        got = await fetch(web, "http://Page.test/a b?q=ü")
        assert (got.body, got.content_type, got.charset) == (b"hello", "text/html", "latin-1")
        assert web.asked == [("page.test", "/a%20b?q=%C3%BC")]
        web.answers_with("/", b"hello")
        await fetch(web, "https://bücher.test")
        assert web.connected == [(PUBLIC, 80, None), (PUBLIC, 443, "xn--bcher-kva.test")]


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_private_address_is_not_connected_to(address: str) -> None:
    """Whatever name leads there; also when only one of several addresses is private, and after a redirect."""
    async with site() as web:
        web.addresses = {"inside.test": [address], "mixed.test": [PUBLIC, address]}
        web.redirects("/jump", "http://inside.test/")
        for url in ("http://inside.test/", "http://mixed.test/", "http://page.test/jump"):
            with pytest.raises(FetchError):
                await fetch(web, url)
        assert web.connected == [(PUBLIC, 80, None)]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://page.test/",
        "file:///etc/passwd",
        "gopher://page.test/",
        "http://page.test:22/",
        "http://page.test:6379/",
        "https://page.test:80/",
        "http://page.test:99999/",
        "http://user:password@page.test/",
        "http:///path",
        "http://page.test/\r\nX: y",
        "http://[::1",
        "javascript:alert(1)",
        "",
    ],
)
async def test_what_is_no_address_of_a_page(url: str) -> None:
    """Other schemes, ports, credentials, line breaks."""
    async with site() as web:
        with pytest.raises(FetchError):
            await fetch(web, url)
        assert web.connected == []


async def test_literal_and_odd_addresses_go_the_same_way() -> None:
    """The system's own resolver turns every form of a loopback address into one, and that is refused."""
    for host in ("127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"):
        with pytest.raises(FetchError):
            await Fetcher().fetch(f"http://{host}/", HTML, 1_000, whole=False)


async def test_redirects_have_an_end() -> None:
    """Five, relative ones too; never to another scheme."""
    async with site() as web:
        for step in range(5):
            web.redirects(f"/{step}", str(step + 1))
        web.answers_with("/5", b"there")
        assert (await fetch(web, "http://page.test/0")).url == "http://page.test/5"
        web.redirects("/loop", "/loop")
        web.redirects("/file", "file:///etc/passwd")
        for path in ("loop", "file"):
            with pytest.raises(FetchError):
                await fetch(web, f"http://page.test/{path}")
        assert len(web.asked) == 6 + 6 + 1


async def test_only_so_much_is_read() -> None:
    """The beginning of a page will do; of a picture it will not."""
    async with site() as web:
        web.answers_with("/", b"x" * 1_000_000)
        assert (await fetch(web, "http://page.test/")).body == b"x" * 1_000
        with pytest.raises(FetchError, match="too large"):
            await fetch(web, "http://page.test/", whole=True)


async def test_answers_that_are_no_use() -> None:
    """Another type, another status, compressed, no HTTP, endless headers, nothing."""
    async with site() as web:
        web.answers_with("/type", b"x", "application/pdf")
        web.answers_with("/status", b"x", status="500 No")
        web.answers_with("/gzip", b"x", more="Content-Encoding: gzip\r\n")
        web.answers["/garbage"] = b"SSH-2.0-OpenSSH\r\n\r\n"
        web.answers["/headers"] = b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000
        web.answers["/cut"] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nx"
        web.answers["/nothing"] = b""
        for path in ("type", "status", "gzip", "garbage", "headers", "cut", "nothing", "missing"):
            with pytest.raises(FetchError):
                await fetch(web, f"http://page.test/{path}")


async def test_a_site_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds, here a fraction of one, for everything together."""
    monkeypatch.setattr(fetching, "SECONDS", 0.05)

    async def silent(host: str, port: int) -> list[str]:
        await __import__("asyncio").Event().wait()
        return []

    with pytest.raises(FetchError):
        await Fetcher(silent).fetch("http://page.test/", HTML, 1_000, whole=False)
