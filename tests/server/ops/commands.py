"""The command line in this process, for tests that need no process of their own."""

import json

from typer.testing import CliRunner

from server.ops.cli.main import build


class Chappe:
    """The command line on one data folder."""

    def __init__(self, data_dir):
        self.data_dir = data_dir

    def __call__(self, *words, code=0, data_dir=None):
        """What it prints, as JSON; it must exit with `code`."""
        done = CliRunner().invoke(build(), [*words, "--json", "--data-dir", str(data_dir or self.data_dir)])
        assert done.exit_code == code, done.output
        return json.loads(done.stdout if code == 0 else done.stderr)

    def findings(self, *options, code=0):
        """What the doctor finds, by name of the look."""
        done = CliRunner().invoke(build(), ["doctor", *options, "--json", "--data-dir", str(self.data_dir)])
        assert done.exit_code == code, done.output
        return {found["name"]: found for found in json.loads(done.stdout)}

    def text(self, *words, code=0):
        """What a person sees."""
        done = CliRunner().invoke(build(), [*words, "--data-dir", str(self.data_dir)])
        assert done.exit_code == code, done.output
        return done.output
