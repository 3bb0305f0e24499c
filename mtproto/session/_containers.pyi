# The optional C extension of csrc/; cutting.py is the same in Python.
from mtproto.session.messages import Message

def cut(container: Message, offset: int, count: int, large: int, /) -> list[Message] | None: ...
