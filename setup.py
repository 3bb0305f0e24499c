"""The metadata lives in setup.cfg; this file exists for what setup.cfg cannot say: optional compiled parts."""

from setuptools import setup

setup()
