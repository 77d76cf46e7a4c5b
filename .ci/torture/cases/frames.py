"""Peers that shake hands and then break the framing."""

from judge import case, each, expect
from kernels import steady
from zmtp import COMMAND, LONG, MORE, Peer, command, frame

ROOM = 200  # megabytes that the kernel may grow by


@each(
    {
        "2_62": frame(b"", LONG, 1 << 62),
        "2_63": frame(b"", LONG, 1 << 63),
        "1TB": frame(b"x" * 1000, LONG, 1 << 40),
        "20GB": frame(b"x" * 1000, LONG, 20 << 30),
        "reserved_flags": frame(b"x", 0xF8),
        "more_command": frame(b"\x04PING\0\0", COMMAND | MORE),
        "100k_parts": frame(b"", MORE) * 100_000,
    }
)
def frame_bad(kernel, variant):
    """the peer is dropped, nothing is allocated"""
    before = kernel.rss()
    for channel in ("shell", "control", "stdin", "hb"):
        with Peer(kernel, channel) as peer:
            peer.handshake().send(variant)
            expect(peer.dropped(), f"not hung up on {channel}")
    grown = kernel.rss() - before
    expect(grown < ROOM, f"{grown:.0f} MB more than before")
    return f"4 of 4 hung up, {grown:+.0f} MB"


@case
def frame_unknown_command(kernel):
    """swallowed: the connection goes on, nothing of it is a message"""
    with Peer(kernel, "hb") as peer:
        peer.handshake(b"REQ").send(command(b"\x07TORTURE") + frame(b"", MORE) + frame(b"beat"))
        got = [peer.read_frame(), peer.read_frame()]
        expect(got == [(MORE, b""), (0, b"beat")], f"{got}")


@each({"mid_frame": frame(b"half", 0, 200), "mid_multipart": frame(b"<IDS|MSG>", MORE) + frame(b"", MORE)})
def frame_vanish(kernel, variant):
    """50 peers that vanish: no descriptor kept"""
    before = kernel.descriptors()
    for i in range(50):
        with Peer(kernel, ("shell", "control")[i % 2]) as peer:
            peer.handshake().send(variant)
    after = steady(kernel.descriptors, before)
    expect(after <= before, f"{before} descriptors before, {after} after")
    return f"{before} -> {after} descriptors"


@case
def frame_junk_to_iopub(kernel):
    """200 messages that are no subscriptions: dropped, or the peer is"""
    with Peer(kernel, "iopub") as peer:
        peer.handshake(b"SUB").send(frame(b"\x01") + frame(b"junk", MORE) * 100 + frame(b"\x07junk") * 100)
        kernel.check()


@case
def frame_hb_without_delimiter(kernel):
    """the heartbeat goes on for others"""
    with Peer(kernel, "hb") as peer:
        peer.handshake().send(frame(b"no delimiter") * 3)
        with kernel.client(channels=("hb",)) as c:
            c.sockets["hb"].send(b"beat")
            expect(c.sockets["hb"].poll(2000), "no echo within 2 s")
