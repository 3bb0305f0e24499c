"""TDLib behind a pipe, in a process of its own: JSON lines of requests on stdin, JSON lines of everything on stdout.

Usage: tdlib_pipe.py LIBRARY, with the library that sends every connection to the server under test preloaded. What
TDLib finds wrong with a server's answers it says on stderr.
"""

import ctypes
import os
import sys
import threading


def main() -> None:
    td = ctypes.CDLL(sys.argv[1])
    td.td_receive.argtypes, td.td_receive.restype = [ctypes.c_double], ctypes.c_char_p
    td.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 1}')
    client = td.td_create_client_id()
    td.td_send(client, b'{"@type": "getOption", "name": "version"}')

    def send() -> None:
        for line in sys.stdin.buffer:
            td.td_send(client, line)
        td.td_send(client, b'{"@type": "close"}')

    threading.Thread(target=send, daemon=True).start()
    while (event := td.td_receive(120.0)) is not None:
        sys.stdout.buffer.write(event + b"\n")
        sys.stdout.buffer.flush()
        if b'"authorizationStateClosed"' in event:
            break
    os._exit(0)  # the other thread may still be reading: the interpreter cannot end around that


main()
