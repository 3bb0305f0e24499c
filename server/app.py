"""The App: what every handler, verb and background job of one server can reach.

There is one per server and nothing global, so two servers in one process know nothing of each other. What must be
opened and closed (the database, the blobs) is opened by `open_app`; the rest is made here. An App serves nobody by
itself: administration verbs use one on the data folder of a stopped server, and `server.gateway` opens doors to it.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

from mtproto.clock import Clock, Random
from server.access.file_references import FileReferences
from server.access.hashes import AccessHashes
from server.auth import exporting, login_tokens
from server.auth.code_senders import CodeSenders
from server.auth.exporting import Vouchers
from server.auth.keys import KeyRegistry
from server.auth.login_tokens import LoginTokens
from server.auth.password_proofs import PasswordProofs
from server.background import Background
from server.clock import SystemClock
from server.expiring import Expiring
from server.files.media_worker import MediaWorker
from server.files.recent import RecentFiles
from server.files.staging import Staging
from server.gateway.sessions import Sessions
from server.jobs import Jobs
from server.large_packets import LargePackets
from server.ops.config import Config
from server.ops.datadir import DataDir, Keys
from server.ops.metrics import Metrics
from server.previews.fetching import Fetcher
from server.previews.previews import Previews
from server.rpc.dispatch import Dispatcher
from server.rpc.flood import FloodControl
from server.rpc.observe import Observer
from server.rpc.router import Methods, Router
from server.rpc.routers import ROUTERS
from server.schedule import JOBS
from server.starter.shipping import StarterPack
from server.threads import Threads
from server.timers import Timers
from server.turns import Turns
from server.updates.catching_up import CatchingUp
from server.updates.device_hub import DeviceHub
from server.updates.hub import Hub
from storage import migrate, sealing
from storage.bus import Bus, LocalBus
from storage.database import Database
from storage.errors import FullError
from storage.media.blob_folder import FolderBlobs
from storage.media.blobs import Blobs
from storage.sealing import Sealer
from storage.searching import search_index
from storage.sqlite import Durability, SqliteDatabase


class App:
    """What everyone reaches.

    Attributes:
        config: The resolved configuration.
        clock: Wall and monotonic time; nobody looks at another clock.
        random: The operating system's generator, or a test's.
        secrets: The RSA keys and the root secret; `secrets.derive(purpose)` gives 32 bytes for one purpose.
        metrics: What is counted.
        db: Rows.
        bus: Committed events, on their way to whoever listens.
        timers: Deadlines on `clock`.
        turns: Turns of the loop for what holds it for long.
        large_packets: Threads that encrypt and decrypt parts of files.
        file_threads: Threads that write and read them.
        background: Work that nobody waits for.
        sealer: Seals what is secret at rest.
        keys: Authorization keys and who is signed in under them.
        sessions: The live sessions.
        hub: Events and ephemerals to the live sessions of users.
        catching_up: Turns of those who ask for what they missed.
        device_hub: Messages of secret chats to the live sessions of devices.
        flood: How often who may do what.
        hashes: Access hashes.
        references: File references.
        blobs: Contents of files.
        recent_files: Rows of the files that were fetched last.
        staging: Uploads whose parts are coming in.
        images: The worker that makes pictures of pictures.
        starter: The reactions and stickers that come with the server.
        recordings: The worker that looks into sound and video.
        previews: Finds the pages that links lead to.
        dispatcher: Answers requests.
        code_senders: Bring confirmation codes to people.
        password_proofs: Challenges for two-step passwords.
        login_tokens: QR codes that wait to be accepted, and what became of those that did.
        vouchers: Exported authorizations that wait to be imported.
    """

    def __init__(
        self,
        *,
        config: Config,
        secrets: Keys,
        clock: Clock,
        random: Random,
        metrics: Metrics,
        db: Database,
        blobs: Blobs,
        file_threads: Threads,
        bus: Bus,
        routers: Iterable[Router],
    ) -> None:
        self.config = config
        self.clock = clock
        self.random = random
        self.secrets = secrets
        self.metrics = metrics
        self.db = db
        self.bus = bus
        self.timers = Timers(clock)
        self.turns = Turns()
        self.large_packets = LargePackets()
        self.file_threads = file_threads
        self.background = Background()
        self.sealer = Sealer(secrets.derive("sealing"), random)
        self.keys = KeyRegistry(db, self.sealer, clock)
        self.flood = FloodControl(clock, config.flood.factor, config.flood.sign_in_factor)
        self.hashes = AccessHashes(secrets.derive("access hashes"))
        self.references = FileReferences(secrets.derive("file references"))
        self.blobs = blobs
        self.recent_files = RecentFiles()
        self.staging = Staging(self)
        self.images = MediaWorker()
        self.recordings = MediaWorker()
        self.previews = Previews(self, Fetcher())
        self.starter = StarterPack(self)
        self.hub = Hub(self)
        self.device_hub = DeviceHub(self)
        self.catching_up = CatchingUp()
        self.dispatcher = Dispatcher(self, Methods(routers), Observer(metrics))
        self.sessions = Sessions(self, self.dispatcher.request)
        self.code_senders = CodeSenders(self)
        self.password_proofs = PasswordProofs(self)
        self.login_tokens: LoginTokens = Expiring(clock, login_tokens.KNOWN)
        self.vouchers: Vouchers = Expiring(clock, exporting.LIFETIME)


FILE_THREADS = 8
"""They wait for the disk more than they compute; what waits for them is a part or a range each."""

BACKLOG = 5_000
"""Messages indexed in one unit before anybody is served: those of a database from before there was an index."""


@asynccontextmanager
async def open_app(
    config: Config,
    *,
    clock: Clock | None = None,
    random: Random = os.urandom,
    routers: Iterable[Router] = ROUTERS,
) -> AsyncIterator[App]:
    """Open the data folder of a configuration, and close it again.

    Args:
        config: What to open.
        clock: The clock of the machine, unless a test gives another.
        random: The operating system's generator, unless a test gives another.
        routers: The handlers to serve.

    Raises:
        DataDirError: the folder cannot be used, or another process works in it.
        StorageError: the database cannot be opened, was sealed under another root secret, or is of a newer version.
    """
    data_dir = DataDir(config.data_dir)
    data_dir.create()
    with data_dir.locked():
        secrets = data_dir.load_keys(legacy=config.server.legacy_key)
        bus = LocalBus()
        durability = Durability(config.storage.durability)
        async with SqliteDatabase(data_dir.database, bus, durability=durability) as db:
            clock = clock or SystemClock()
            await migrate.up(db, int(clock.now()))
            with suppress(FullError):  # what can be read is, and what waits is indexed when there is room
                await search_index.settle(db, BACKLOG)
            await sealing.verify(db, Sealer(secrets.derive("sealing"), random))
            metrics = Metrics()
            db.on_waited = metrics.database_seconds.observe
            file_threads = Threads(FILE_THREADS, "files")
            blobs = FolderBlobs(data_dir.files, flushed=durability is Durability.FLUSHED, run=file_threads.run)
            app = App(
                config=config,
                secrets=secrets,
                clock=clock,
                random=random,
                metrics=metrics,
                db=db,
                blobs=blobs,
                file_threads=file_threads,
                bus=bus,
                routers=routers,
            )
            await app.staging.open()
            Jobs(app, JOBS).start()
            try:
                yield app
            finally:
                app.timers.close()
                await app.background.close()
                app.large_packets.close()
                app.staging.close()
                file_threads.close()
                blobs.close()
                app.images.close()
                app.recordings.close()
