"""Every router there is. A domain's handlers are served from the moment its router stands here."""

from __future__ import annotations

from server.auth import (
    account_life,
    devices,
    exporting,
    login_email,
    login_tokens,
    password_email,
    recovery,
    reported_codes,
    sign_in,
    takeout,
    temporary_keys,
    two_step,
)
from server.chats import admins as chat_admins
from server.chats import editing as chat_editing
from server.chats import entering, founding, invites, join_requests, leaving
from server.chats import looking as chat_looking
from server.dialogs import archive, dialogs, drafts, peer_settings, saved_pins
from server.dialogs import folders as filters
from server.dialogs import pinned as pinned_dialogs
from server.dialogs import saved as saved_dialogs
from server.files import chat_photos, downloading, media, ringtones, saving, web_files
from server.messages import (
    auto_delete,
    clearing,
    contents,
    deleting,
    editing,
    forwarding,
    history,
    mentions,
    notices,
    pins,
    protection,
    read_dates,
    reading,
    scheduling,
    sending,
    small_reads,
    typing,
)
from server.polls import answers as poll_answers
from server.polls import unread as unread_poll_votes
from server.polls import voting as polls
from server.previews import asking
from server.reactions import available as available_reactions
from server.reactions import lists as reaction_lists
from server.reactions import reacting as reactions
from server.reactions import tags as reaction_tags
from server.reactions import unread as unread_reactions
from server.reactions import used as used_reactions
from server.rpc.router import Router
from server.search import everywhere as search_everywhere
from server.search import results as search_results
from server.search import searching
from server.secretchats import beginning, dh_config, ending, receiving
from server.secretchats import files as secret_files
from server.secretchats import sending as secret_sending
from server.startup import absent, app_config, colors, config, countries, langpack, support, timezones
from server.stickers import (
    attached,
    creating,
    emoji_groups,
    emoji_keywords,
    featured,
    installing,
    keeping,
    sticker_search,
)
from server.todo import completing as todo
from server.updates import state
from server.users import (
    adding,
    address_book,
    appearance,
    auto_save,
    birthday_suggestions,
    birthdays,
    blocking,
    contact_links,
    contact_photos,
    device_settings,
    finding,
    full_user,
    global_privacy,
    importing,
    looking,
    music,
    notice_choices,
    notifications,
    photos,
    presence,
    privacy,
    profile,
    push_devices,
    reports,
    top_peers,
    usernames,
)
from server.wallpapers import chat_themes, chat_wallpapers
from server.wallpapers import keeping as wallpapers

ROUTERS: tuple[Router, ...] = (
    absent.router,
    account_life.router,
    adding.router,
    address_book.router,
    app_config.router,
    appearance.router,
    archive.router,
    asking.router,
    attached.router,
    auto_delete.router,
    auto_save.router,
    available_reactions.router,
    beginning.router,
    birthday_suggestions.router,
    birthdays.router,
    blocking.router,
    chat_admins.router,
    chat_editing.router,
    chat_looking.router,
    chat_photos.router,
    chat_themes.router,
    chat_wallpapers.router,
    clearing.router,
    colors.router,
    config.router,
    contact_links.router,
    contact_photos.router,
    contents.router,
    countries.router,
    creating.router,
    deleting.router,
    device_settings.router,
    devices.router,
    dh_config.router,
    dialogs.router,
    downloading.router,
    drafts.router,
    editing.router,
    emoji_groups.router,
    emoji_keywords.router,
    ending.router,
    entering.router,
    exporting.router,
    featured.router,
    filters.router,
    finding.router,
    forwarding.router,
    founding.router,
    full_user.router,
    global_privacy.router,
    history.router,
    importing.router,
    installing.router,
    invites.router,
    join_requests.router,
    keeping.router,
    langpack.router,
    leaving.router,
    login_email.router,
    login_tokens.router,
    looking.router,
    media.router,
    mentions.router,
    music.router,
    notice_choices.router,
    notices.router,
    notifications.router,
    password_email.router,
    peer_settings.router,
    photos.router,
    pinned_dialogs.router,
    pins.router,
    poll_answers.router,
    polls.router,
    presence.router,
    privacy.router,
    profile.router,
    protection.router,
    push_devices.router,
    reaction_lists.router,
    reaction_tags.router,
    reactions.router,
    read_dates.router,
    reading.router,
    receiving.router,
    recovery.router,
    reported_codes.router,
    reports.router,
    ringtones.router,
    saved_dialogs.router,
    saved_pins.router,
    saving.router,
    scheduling.router,
    search_everywhere.router,
    search_results.router,
    searching.router,
    secret_files.router,
    secret_sending.router,
    sending.router,
    sign_in.router,
    small_reads.router,
    state.router,
    sticker_search.router,
    support.router,
    takeout.router,
    temporary_keys.router,
    timezones.router,
    todo.router,
    top_peers.router,
    two_step.router,
    typing.router,
    unread_poll_votes.router,
    unread_reactions.router,
    used_reactions.router,
    usernames.router,
    wallpapers.router,
    web_files.router,
)
