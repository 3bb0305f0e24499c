"""What is written to be sent later."""

from in_step.cast import Cast

DAY = 86_400
WHEN_ONLINE = 0x7FFFFFFE


async def scheduled(cast: Cast) -> None:
    """One is sent before its time, one changed, one deleted, one repeats, one goes when the other comes online."""
    ada, bob, words = cast.ada, cast.bob, cast.words
    tomorrow = cast.in_seconds(DAY)
    await bob.call("account.updateStatus", offline=True)
    at_once, gone = [await ada.say(bob.id, words(one), schedule_date=tomorrow) for one in ("at once", "never")]
    waits = await ada.say(bob.id, words("later"), schedule_date=tomorrow)
    await ada.say(cast.group, words("every day"), schedule_date=tomorrow, schedule_repeat_period=DAY)
    await ada.edit(bob.id, waits, message=words("later still"), schedule_date=tomorrow + DAY)
    await ada.call("messages.deleteScheduledMessages", peer=ada.peers[bob.id], id=[gone])
    await ada.call("messages.sendScheduledMessages", peer=ada.peers[bob.id], id=[at_once])
    await ada.say(bob.id, words("welcome"), schedule_date=WHEN_ONLINE)
    await bob.call("account.updateStatus", offline=False)
    await bob.client.first.hears(lambda mirror: mirror.has(words("welcome")))
