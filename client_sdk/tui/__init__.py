"""The chat in the terminal: `client_sdk.tui.app.run(client)`.

chats, window, words, markup, people, pictures    what is shown, without a screen
chat_list, conversation, message_view, composer   the parts of the screen
pane, app                                         one chat, and all of them: what keys and updates do
screens                                           what opens above: help, search, questions
"""
