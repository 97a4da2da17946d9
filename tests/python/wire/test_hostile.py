"""Peers that mean harm: nothing dies, memory stays bounded, and whoever signs is served."""

import random
import stat
import struct
import time

import psutil
import zmq
from conversation import DELIMITER, Conversation
from test_connections import command, greeting, raw, signed, works

PORTS = ["shell_port", "control_port", "stdin_port", "hb_port", "iopub_port"]


def ready(port):
    kind = {"iopub_port": b"SUB", "hb_port": b"REQ"}.get(port, b"DEALER")
    return command(b"READY", b"\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind)


def memory(talk):
    return psutil.Process(talk.kernel.process.pid).memory_info().rss


def test_a_message_that_is_played_back_is_dropped():
    with Conversation() as talk:
        cell, frames = talk.frames("execute_request", {"code": "let n = 1;"})
        talk.shell.send_multipart(frames)
        talk.hears(cell, "execute_input")
        talk.replies(cell, status="ok")
        for _ in range(3):
            talk.shell.send_multipart(frames)
            talk.control.send_multipart(frames)
        talk.kernel.said("dropped a message on shell: it has come before")
        talk.kernel.said("dropped a message on control: it has come before")
        works(talk)


def test_random_bytes_on_every_port():
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    with Conversation() as talk:
        for port in PORTS:
            for start in [b"", greeting(), greeting() + ready(port)]:
                for _ in range(20):
                    other = raw(talk, port)
                    try:
                        other.sendall(start + chance.randbytes(chance.choice([1, 10, 100, 1000, 100_000])))
                    except ConnectionError:
                        pass  # It has been shown the door.
                    other.close()
        works(talk)
        assert memory(talk) < 60e6


def test_a_message_cut_short_anywhere():
    with Conversation() as talk:
        _, frames = talk.frames("execute_request", {"code": "1"})
        whole = b"".join(
            struct.pack(">BQ", 2 | (i + 1 < len(frames)), len(frame)) + frame for i, frame in enumerate(frames)
        )
        start = greeting() + ready("shell_port")
        for port in ["shell_port", "control_port", "stdin_port"]:
            for end in range(0, len(whole), 7):
                other = raw(talk, port)
                other.sendall(start + whole[:end])
                other.close()
        works(talk)


def test_a_frame_that_claims_a_terabyte():
    with Conversation() as talk:
        before = memory(talk)
        crowd = []
        for port in PORTS:
            for size in [1 << 40, (1 << 28) - 1]:
                other = raw(talk, port)
                other.sendall(greeting() + ready(port) + struct.pack(">BQ", 2, size) + b"x" * 1000)
                crowd.append(other)
        works(talk)
        assert memory(talk) - before < 20e6
        for other in crowd:
            other.close()


def test_what_strangers_may_make_it_hold_is_bounded():
    """All that was not checked yet, from whomever: 512 MB. Each sends 255 MB of a message that never ends."""
    with Conversation() as talk:
        crowd = []
        for port in ["shell_port", "control_port", "stdin_port"] * 2:
            other = raw(talk, port)
            other.settimeout(30)
            crowd.append(other)
            try:
                other.sendall(greeting() + ready(port) + struct.pack(">BQ", 2, (1 << 28) - 1))
                for _ in range(255):
                    other.sendall(b"x" * (1 << 20))
            except ConnectionError:
                pass  # It was too much.
        assert memory(talk) < 1.2e9
        for other in crowd:
            other.close()
        time.sleep(0.5)
        works(talk)
        assert memory(talk) < 200e6


def test_ten_clients_come_and_go_while_a_cell_floods_and_one_never_reads():
    with Conversation() as talk:
        stalled = raw(talk, "iopub_port")
        stalled.sendall(greeting() + ready("iopub_port") + b"\0\1\1")
        time.sleep(0.2)
        cell = talk.execute("for i in 0..200000 { print(`line ${i} of a flood that is long enough to hurt`) }")
        talk.hears(cell, "execute_input")
        text, n, others = [], 0, []
        while True:
            message = talk.next_about(cell)
            if message.kind != "stream":
                break
            text.append(message.content["text"])
            n += 1
            if n % 20 == 0:
                kind, port = [(zmq.DEALER, "shell_port"), (zmq.SUB, "iopub_port"), (zmq.DEALER, "control_port")][n // 20 % 3]
                other = talk.context.socket(kind)
                other.linger = 0
                if kind == zmq.SUB:
                    other.subscribe(b"")
                other.connect(talk.kernel.address(port))
                others.append(other)
                if len(others) > 10:
                    others.pop(0).close()
        whole = "".join(f"line {i} of a flood that is long enough to hurt\n" for i in range(200_000))
        assert "".join(text) == whole
        talk.ended.add(cell)
        talk.replies(cell, status="ok")
        # Each subscriber's queue is bounded at 8 MB, plus what is on its way.
        assert memory(talk) < 200e6
        stalled.close()
        for other in others:
            other.close()
        works(talk)


def test_unsigned_floods_do_not_keep_the_signed_waiting():
    with Conversation() as talk:
        for _ in range(5000):
            talk.shell.send_multipart([DELIMITER, b"0" * 64, b"{}", b"{}", b"{}", b"{}"])
        works(talk)


def test_deeply_nested_json_is_survived():
    with Conversation() as talk:
        deep = b"[" * 100_000 + b"]" * 100_000
        talk.shell.send_multipart(signed(talk, deep, b"{}", b"{}", b"{}"))
        talk.shell.send_multipart(signed(talk, b'{"msg_type": "execute_request", "msg_id": "x"}', b"{}", b"{}", deep))
        works(talk)


def test_files_are_the_owners_alone():
    with Conversation() as talk:
        works(talk)
        cell = talk.execute("1;")
        talk.hears(cell, "execute_input")
        talk.replies(cell, status="ok")
        history = list(talk.kernel.data.glob("history.sqlite*"))
        assert history
        for file in [talk.kernel.file, *history]:
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_sockets_of_files_are_the_owners_alone():
    with Conversation(transport="ipc") as talk:
        works(talk)
        for n in range(1, 6):
            mode = stat.S_IMODE((talk.kernel.file.parent / f"socket-{n}").stat().st_mode)
            assert mode == 0o600


def test_it_listens_where_the_file_says_and_nowhere_else():
    with Conversation() as talk:
        works(talk)
        front = psutil.Process(talk.kernel.process.pid)
        of_all = [c for p in [front, *front.children(recursive=True)] for c in p.net_connections("inet")]
        listening = {(c.laddr.ip, c.laddr.port) for c in of_all if c.status == psutil.CONN_LISTEN}
        assert listening == {("127.0.0.1", talk.kernel.connection[port]) for port in PORTS}
