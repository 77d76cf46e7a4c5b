"""The cases, in the order in which they run: what is sent, who sends it, what
comes back, what cells do, how kernels start and end."""

from cases import (  # noqa: F401
    replies,
    signatures,
    malformed,
    unusual,
    handshakes,
    frames,
    peers,
    heartbeat,
    curve,
    figures,
    output,
    slow,
    comms,
    control,
    stdin,
    secrecy,
    worker,
    start,
    end,
    soak,
)
