"""The metadata lives in setup.cfg; this file exists for what setup.cfg cannot say: the optional compiled parts.

Where there is no C compiler, the build goes on without them: plain Python reads, writes and computes all that is
said, and cryptg encrypts.
"""

from __future__ import annotations

from glob import glob

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "mtproto.tl._native",
            sources=sorted(glob("mtproto/tl/csrc/*.c")),
            depends=["mtproto/tl/csrc/native.h"],
            extra_compile_args=["-std=c11"],
            optional=True,
        ),
        Extension(
            "mtproto.session._native",
            sources=sorted(glob("mtproto/session/csrc/*.c")),
            depends=["mtproto/session/csrc/native.h"],
            extra_compile_args=["-std=c11", "-fvisibility=hidden"],
            optional=True,
        ),
        Extension(
            "mtproto.crypto._ige",
            sources=["mtproto/crypto/csrc/ige.c"],
            depends=sorted(glob("mtproto/crypto/csrc/*.h")),
            extra_compile_args=["-std=c11"],
            optional=True,
        ),
        Extension(
            "storage.sqlite._flushing",
            sources=["storage/sqlite/csrc/flushing.c"],
            extra_compile_args=["-std=c11"],
            optional=True,
        ),
        Extension(
            "storage.media._writing",
            sources=["storage/media/csrc/writing.c"],
            extra_compile_args=["-std=c11"],
            optional=True,
        ),
        Extension(
            "mtproto.crypto._pq",
            sources=["mtproto/crypto/csrc/pq.c"],
            extra_compile_args=["-std=c11"],
            optional=True,
        ),
    ]
)
