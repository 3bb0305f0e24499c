"""The exchange recorded on core.telegram.org/mtproto/samples-auth_key replays byte for byte, in both roles.

What the page does not publish, and what stands in for it here:

- The temp_key of RSA_PAD: our encrypted_data differs from the recorded one, and it alone is left out of the comparison.
- The server's private RSA key and its a: the results of the server's three computations are the published values
  (the inner data, g_a, auth_key).
"""

import pytest

from mtproto.crypto import RsaPublicKey, dh
from mtproto.exchange import ClientExchange, Compute, Done, Send, ServerExchange, ServerKeys
from tests.mtproto.exchange.pair import DC_IDS, Tape, work
from tests.mtproto.exchange.sample import SAMPLE, body_of
from tests.support.clock import ManualClock

PRODUCTION_KEY = b"""\
-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEA6LszBcC1LGzyr992NzE0ieY+BSaOW622Aa9Bd4ZHLl+TuFQ4lo4g
5nKaMBwK/BIb9xUfg0Q29/2mgIR6Zr9krM7HjuIcCzFvDtr+L0GQjae9H0pRB2OO
62cECs5HKhT5DZ98K33vmWiLowc621dQuwKWSQKjWf50XYFw42h21P2KXUGyp2y/
+aEyZ+uVgLLQbRA1dEjSDZ2iGRy12Mk5gpYc397aYp438fsJoHIgJ2lgMv5h7WY9
t6N/byY9Nw9p21Og3AoXSL2q/2IJ1WRUhebgAdGVMlV1fkuOQoEzR7EdpqtQD9Cs
5+bfo3Nhmcyvk5ftB0WkJ9z6bNZ7yxrP8wIDAQAB
-----END RSA PUBLIC KEY-----
"""
"""The key the recorded client chose, 85FD64DE851D9DD0 (core.telegram.org/api/obtaining_api_id)."""

INNER_DATA = SAMPLE["p_q_inner_data_dc"]
NONCE, SERVER_NONCE, NEW_NONCE = INNER_DATA[32:48], INNER_DATA[48:64], INNER_DATA[64:96]
P, Q = INNER_DATA[17:21], INNER_DATA[25:29]
SERVER_TIME = 0x65C53D51
SALT = bytes(a ^ b for a, b in zip(NEW_NONCE[:8], SERVER_NONCE[:8], strict=True))


class RecordedKeys(ServerKeys):
    """The three keys that the recorded server offered."""

    @property
    def fingerprints(self) -> list[int]:
        offered = body_of("resPQ")[-24:]
        return [int.from_bytes(offered[at : at + 8], "little", signed=True) for at in (0, 8, 16)]

    def opening(self, *_: object) -> Compute:
        return Compute(bytes, ())


def test_client_role() -> None:
    random = Tape(
        NONCE,
        NEW_NONCE,
        SAMPLE["random_padding_bytes"],
        b"temp_key is not on the page.....",
        SAMPLE["b"],
        SAMPLE["padding"],
    )
    clock = ManualClock(SERVER_TIME - 7.5)
    client = ClientExchange([RsaPublicKey.from_pem(PRODUCTION_KEY)], 2, None, clock, random)

    assert client.start() == Send(body_of("req_pq_multi"))

    step = work(client, client.receive(body_of("resPQ")))
    assert isinstance(step, Send)
    assert step.body[:-256] == body_of("req_DH_params")[:-256]

    step = work(client, client.receive(body_of("server_DH_params_ok")))
    assert step == Send(body_of("set_client_DH_params"))
    assert client.time_offset == 7.5

    done = client.receive(body_of("dh_gen_ok"))
    assert isinstance(done, Done)
    assert done.auth_key.data == SAMPLE["auth_key"]
    assert done.salt.to_bytes(8, "little", signed=True) == SALT
    assert random.at_end()


@pytest.mark.rows("H13", "H14")
def test_server_role(keys: ServerKeys) -> None:
    random = Tape(SERVER_NONCE, *map(_draw_of_prime, (P, Q)), bytes(256), SAMPLE["answer_padding"])
    recorded = RecordedKeys(keys.main)
    server = ServerExchange(recorded, DC_IDS, ManualClock(SERVER_TIME + 0.25), random)

    assert server.receive(body_of("req_pq_multi")) == Send(body_of("resPQ"))

    assert isinstance(server.receive(body_of("req_DH_params")), Compute)
    assert isinstance(server.resume(INNER_DATA + SAMPLE["random_padding_bytes"]), Compute)
    g_a = int.from_bytes(SAMPLE["g_a"])
    assert server.resume(g_a) == Send(body_of("server_DH_params_ok"))

    step = server.receive(body_of("set_client_DH_params"))
    assert isinstance(step, Compute)
    g_b = step.args[0]
    assert pow(3, int.from_bytes(SAMPLE["b"]), dh.PRIME) == g_b

    done = server.resume(SAMPLE["auth_key"])
    assert isinstance(done, Done)
    assert done.auth_key.data == SAMPLE["auth_key"]
    assert done.salt.to_bytes(8, "little", signed=True) == SALT
    assert (done.expires_at, done.dc_id) == (None, 2)

    assert server.stored() == Send(body_of("dh_gen_ok"))
    assert random.at_end()


def _draw_of_prime(prime: bytes) -> bytes:
    """Four random bytes from which `pq.generate` comes to this prime: the 30 bits below it, shifted to the front."""
    return ((int.from_bytes(prime) - 1) % (1 << 30) << 2).to_bytes(4, "big")
