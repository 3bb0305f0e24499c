"""What is on the screen of the chat in the terminal."""

import asyncio

SECONDS = 60


def screen(app) -> str:
    """What is on the screen, as text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def until(pilot, *wanted: str, gone: str | None = None) -> str:
    """Wait until the screen says something."""
    shown = ""
    try:
        async with asyncio.timeout(SECONDS):
            while True:
                await pilot.pause(0.02)
                shown = screen(pilot.app)
                if all(each in shown for each in wanted) and (gone is None or gone not in shown):
                    return shown
    except TimeoutError:
        raise AssertionError(f"not on the screen: {wanted}, or still there: {gone}\n{shown}") from None
