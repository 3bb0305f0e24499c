"""A conformance walk through the protocol, against any server: `chappe-cli selftest`.

    step      what a step is, and its verdict
    link      raw access to a server: every field of a packet can be wrong on purpose
    lab       what the steps of one walk share: the server, a key, an account
    walk      the steps in their order

The files of steps follow the documentation: `transports`, `exchange`, `envelope`, `calls`, `secrecy`, `messages`,
`service`, `delivery`, `account`. A step is one function of some lines that raises a Fault where the server departs from
the page it cites. Rules of this package:

- What the server must do is waited for, with a deadline; what it must not do is ruled out by what comes instead, so
  that a sound server is walked in seconds.
- Little stays behind: the permanent key is destroyed in the end, the temporary ones end by themselves within an hour.
"""

from __future__ import annotations
