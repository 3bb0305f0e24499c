"""The relay of end-to-end encrypted chats (core.telegram.org/api/end-to-end): who may, to which device, in what order.

What is said is not for the server to read: the bytes go through as they came.
"""
