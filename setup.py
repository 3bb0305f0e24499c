"""The metadata lives in setup.cfg; this file exists for what setup.cfg cannot say: the optional compiled part.

Where there is no C compiler, the build goes on without it and the plain Python codec does all the work.
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
        )
    ]
)
