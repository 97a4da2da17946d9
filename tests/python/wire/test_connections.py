"""Peers that come, go, reconnect, forge, garble and stall."""

import json
import socket
import struct
import time

import zmq
from conversation import DELIMITER, Conversation, Message


def works(talk):
    cell = talk.execute("20 + 1", store_history=False)
    talk.hears(cell, "execute_input")
    talk.hears(cell, "execute_result", data={"text/plain": "21"})
    talk.replies(cell, status="ok")


def test_the_first_message_is_a_welcome():
    with Conversation(welcome=False) as talk:
        first = talk.receive(talk.iopub)
        assert first.kind == "iopub_welcome" and first.before == [b""]
        assert first.content == {"subscription": ""} and first.parent == {}
        works(talk)


def test_every_subscriber_is_welcomed_even_in_a_flood():
    with Conversation() as talk:
        cell = talk.execute("loop { print(`a line among very many`) }")
        talk.hears(cell, "execute_input")
        for topic in ["", "stream"] * 5:
            late = talk.context.socket(zmq.SUB)
            late.linger = 0
            late.subscribe(topic.encode())
            late.connect(talk.kernel.address("iopub_port"))
            first = talk.receive(late)
            assert first.kind == "iopub_welcome", first
            assert first.content == {"subscription": topic}
            assert first.before == [topic.encode()]
            assert talk.receive(late).kind == "stream"
            late.close()
        talk.ask("shutdown_request", talk.control)
        talk.kernel.process.wait(3)
        quiet(talk)


def test_a_subscriber_hears_only_its_topics():
    with Conversation() as talk:
        narrow = talk.context.socket(zmq.SUB)
        narrow.linger = 0
        narrow.subscribe(b"execute_")
        narrow.connect(talk.kernel.address("iopub_port"))
        assert talk.receive(narrow).kind == "iopub_welcome"
        works(talk)
        assert [talk.receive(narrow).kind for _ in range(2)] == ["execute_input", "execute_result"]
        assert not narrow.poll(100)


def test_a_subscriber_that_stalls_costs_the_others_nothing():
    with Conversation() as talk:
        import psutil

        stalled = raw(talk, "iopub_port")
        stalled.sendall(greeting() + command(b"READY", b"\x0bSocket-Type\0\0\0\x03SUB") + b"\0\1\1")
        time.sleep(0.2)
        cell = talk.execute('let s = "0123456789"; for i in 0..5 { s += s; } for i in 0..100000 { print(s) }')
        talk.hears(cell, "execute_input")
        line = "0123456789" * 32 + "\n"
        talk.hears(cell, "stream", text=line * 100_000)
        talk.replies(cell, status="ok")
        resident = psutil.Process(talk.kernel.process.pid).memory_info().rss
        assert resident < 100e6, f"the front process takes {resident / 1e6} MB"
        stalled.close()
        works(talk)


def test_a_client_that_reconnects_gets_its_replies():
    with Conversation() as talk:
        works(talk)
        for _ in range(5):
            cell = talk.execute("sleep(0.1); 20 + 1", store_history=False)
            talk.hears(cell, "execute_input")
            talk.shell.close()
            talk.shell = talk.connect(zmq.DEALER, "shell_port")
            talk.hears(cell, "execute_result")
            talk.replies(cell, status="ok")
            works(talk)


def test_clients_come_and_go():
    with Conversation() as talk:
        for _ in range(30):
            with Conversation(talk.kernel) as other:
                asked = other.ask("kernel_info_request")
                other.replies(asked, status="ok")
                talk.idle(asked)
        works(talk)


def test_two_clients_get_their_own_replies():
    with Conversation() as one, Conversation(one.kernel) as two:
        first, second = one.execute("1", store_history=False), two.execute("2", store_history=False)
        for talk in (one, two):
            for cell, value in [(first, "1"), (second, "2")]:
                talk.hears(cell, "execute_input", code=value)
                talk.hears(cell, "execute_result", data={"text/plain": value})
                talk.idle(cell)
        one.replies(first, status="ok")
        two.replies(second, status="ok")


def test_a_bad_signature_is_dropped():
    with Conversation() as talk:
        for signature in [b"", b"0" * 64, b"\xff" * 64, b"x"]:
            _, frames = talk.frames("execute_request", {"code": "1"})
            frames[1] = signature
            talk.shell.send_multipart(frames)
            talk.control.send_multipart(frames)
        talk.kernel.said("dropped a message on shell: its signature is wrong")
        talk.kernel.said("dropped a message on control: its signature is wrong")
        works(talk)


def test_malformed_messages_are_survived():
    with Conversation() as talk:
        _, good = talk.frames("kernel_info_request", {})
        for frames in [
            [b""],
            [b"one frame"],
            [DELIMITER],
            good[:4],
            [b""] * 50,
            [b"\xff" * 1000] * 3,
            signed(talk, b"{", b"{}", b"{}", b"{}"),
            signed(talk, b"\xff\xfe", b"{}", b"{}", b"{}"),
            signed(talk, b"[]", b"{}", b"{}", b"{}"),
            signed(talk, b'{"msg_type": 3}', b"{}", b"{}", b"{}"),
            signed(talk, b'{"msg_type": "execute_request"}', b"{}", b"{}", b"{"),
        ]:
            for channel in (talk.shell, talk.control, talk.stdin):
                channel.send_multipart(frames)
        talk.kernel.said("dropped a malformed message on shell")
        works(talk)


def test_content_of_another_form_is_survived():
    with Conversation() as talk:
        for content in [b"[]", b"null", b"3", b'{"code": 3, "silent": "no", "user_expressions": []}']:
            header = {"msg_id": f"odd {content}", "msg_type": "execute_request", "session": "s"}
            talk.shell.send_multipart(signed(talk, json.dumps(header).encode(), b"{}", b"{}", content))
            talk.hears(header["msg_id"], "execute_input", code="")
            talk.replies(header["msg_id"], status="ok")
        works(talk)


def test_unknown_message_types_are_logged_and_survived():
    with Conversation() as talk:
        for channel in (talk.shell, talk.control):
            asked = talk.ask("teapot_request", channel)
            talk.idle(asked)
        talk.kernel.said("unknown type on Shell: teapot_request")
        talk.kernel.said("unknown type on Control: teapot_request")
        works(talk)


def test_the_heartbeat_echoes_while_a_cell_runs():
    with Conversation() as talk:
        cell = talk.execute("loop {}")
        talk.hears(cell, "execute_input")
        heart = talk.connect(zmq.REQ, "hb_port")
        for beat in [b"ping", b"", b"x" * 1000]:
            heart.send(beat)
            assert heart.poll(1000) and heart.recv() == beat
        talk.ask("shutdown_request", talk.control)
        talk.kernel.process.wait(3)
        quiet(talk)


def test_a_giant_frame_header_closes_only_its_connection():
    with Conversation() as talk:
        ready = command(b"READY", b"\x0bSocket-Type\0\0\0\x06DEALER")
        for port in ["shell_port", "control_port", "stdin_port", "hb_port", "iopub_port"]:
            kind = ready if port != "iopub_port" else command(b"READY", b"\x0bSocket-Type\0\0\0\x03SUB")
            for size in [1 << 29, 1 << 35, 1 << 62, (1 << 64) - 1]:
                for handshake in [greeting() + kind, greeting()]:
                    attacker = raw(talk, port)
                    attacker.sendall(handshake + b"\x02" + struct.pack(">Q", size) + b"x" * 100)
                    attacker.settimeout(5)
                    while attacker.recv(1000):
                        pass
                    attacker.close()
        works(talk)


def test_noise_instead_of_a_handshake_is_survived():
    with Conversation() as talk:
        for noise in [b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3, b"\0" * 200, b"\xff" * 200, b"", b"\xff"]:
            for port in ["shell_port", "hb_port", "iopub_port"]:
                other = raw(talk, port)
                other.sendall(noise)
                other.close()
        works(talk)


def test_many_idle_connections_do_not_lock_clients_out_of_other_sockets():
    with Conversation() as talk:
        crowd = [raw(talk, "stdin_port") for _ in range(200)]
        works(talk)
        for other in crowd:
            other.close()


def test_comms_are_closed_politely():
    with Conversation() as talk:
        opened = talk.ask("comm_open", comm_id="c1", target_name="jupyter.widget", data={})
        talk.hears(opened, "comm_close", comm_id="c1", data={})
        talk.idle(opened)
        for kind in ["comm_msg", "comm_close"]:
            talk.idle(talk.ask(kind, comm_id="c1", data={}))
        talk.replies(talk.ask("comm_info_request"), _kind="comm_info_reply", status="ok", comms={})
        works(talk)


# ---- ZMTP by hand


def raw(talk, port):
    return socket.create_connection((talk.kernel.connection["ip"], talk.kernel.connection[port]))


def greeting():
    return b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48


def command(name, body):
    whole = bytes([len(name)]) + name + body
    return b"\x04" + bytes([len(whole)]) + whole


def signed(talk, *parts):
    import hashlib
    import hmac

    from conversation import KEY

    signature = hmac.new(KEY, b"".join(parts), hashlib.sha256).hexdigest().encode()
    return [DELIMITER, signature, *parts]


def quiet(talk):
    """Takes what a kernel that was ended in mid-cell has said."""
    for channel in (talk.iopub, talk.control, talk.shell):
        while channel.poll(50):
            Message(channel.recv_multipart())
    talk.pending.clear()
