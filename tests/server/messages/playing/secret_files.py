"""Commands about files in secret chats: uploaded, sent again, fetched by either end, and by nobody else."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.files.uploading import get, upload
from tests.server.messages.playing.encrypting import Encrypting, some_device
from tests.server.messages.playing.player import fresh, which, who
from tests.server.messages.playing.secrets import PHONE, Said

messages = functions.messages


class SecretFiles(Encrypting):
    """Commands about files in secret chats."""

    @rule(user=who, device=some_device, number=which, again=st.booleans())
    def send_file_secretly(self, user: int, device: int, number: int, again: bool) -> None:
        """A new one, or one that this end has been given before."""
        one, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        known, allowed = list(self.game.secret_end(own).files.values()), self.may_say(own, chat)
        content = b"secret %d" % next(fresh)
        given: types.TypeInputEncryptedFile
        if again and known:
            file = known[number % len(known)]
            given = types.InputEncryptedFile(id=file.id, access_hash=file.access_hash)
        else:
            raw = self.do(upload(one if device == PHONE else one.tablet, content))
            given = types.InputEncryptedFileUploaded(id=raw.id, parts=1, md5_checksum="", key_fingerprint=7)
        said = Said(chat.chat_id, next(fresh), next(fresh).to_bytes(40, "big"))
        request = messages.SendEncryptedFile(
            peer=self.named(one, chat), random_id=said.random_id, data=said.data, file=given
        )
        answer = self.call_with(own, request, allowed=allowed)
        if allowed:
            self.model.secrets.files.setdefault(answer.file.id, content)
            self.game.secret_end(own).files[answer.file.id] = answer.file
            self.model.secrets.send(
                chat.other(own), Said(said.chat_id, said.random_id, said.data, answer.file.id), self.model.now
            )

    @rule(user=who, device=some_device, number=which)
    def fetch_secret_file(self, user: int, device: int, number: int) -> None:
        """What this end was sent or has sent, while all its chats go on."""
        one, own = self.end(user, device)
        known = list(self.game.secret_end(own).files.values())
        if not known or any(chat.over for chat in self.model.secrets.chats.values()):
            return
        file = known[number % len(known)]
        where = types.InputEncryptedFileLocation(id=file.id, access_hash=file.access_hash)
        fetched = self.do((one if device == PHONE else one.tablet)(get(where)))
        assert fetched.bytes == self.model.secrets.files[file.id]
