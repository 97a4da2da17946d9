"""A kernel and a client that talks to it in raw ZeroMQ, so that a test reads as a transcript.

    with Conversation() as talk:
        cell = talk.execute("1 + 1")
        talk.hears(cell, "execute_input", code="1 + 1", execution_count=1)
        talk.hears(cell, "execute_result", data={"text/plain": "2"}, execution_count=1)
        talk.replies(cell, status="ok", execution_count=1)

`busy` comes before the first and `idle` after the last thing heard of a request; both are checked without being spelled
out. Whatever IOPub or a reply socket holds at the end of the `with` block and nobody asserted fails the test.
"""

import hashlib
import hmac
import json
import os
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import zmq

DELIMITER = b"<IDS|MSG>"
PATIENCE = 10  # seconds for anything to come
KEY = b"a key for tests"


def binary():
    """The program under test."""
    given = os.environ.get("RHAIBOOK")
    if given:
        return given
    root = Path(__file__).resolve().parents[3]
    return str(root / "target" / "debug" / ("rhaibook.exe" if os.name == "nt" else "rhaibook"))


class Kernel:
    """A kernel process with its connection file, in a directory of its own."""

    def __init__(self, transport="tcp", environment=(), data=None, options=()):
        self.directory = tempfile.TemporaryDirectory(prefix="rhaibook-test-")
        here = Path(self.directory.name)
        self.connection = {
            "transport": transport,
            "ip": "127.0.0.1" if transport == "tcp" else str(here / "socket"),
            "key": KEY.decode(),
            "signature_scheme": "hmac-sha256",
        }
        names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]
        ports = free_ports(len(names)) if transport == "tcp" else range(1, 6)
        self.connection |= dict(zip(names, ports))
        self.file = here / "connection.json"
        self.file.write_text(json.dumps(self.connection))
        self.log = here / "stderr"
        self.data = Path(data) if data else here / "data"
        self.environment = {**os.environ, "RHAIBOOK_DATA_DIR": str(self.data), **dict(environment)}
        self.arguments = [binary(), "kernel", "--connection-file", str(self.file), *options]
        self.start()

    def start(self):
        """Starts the process, for the first time or again."""
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.arguments, stdin=subprocess.DEVNULL, stderr=log, env=self.environment
            )

    def address(self, port):
        number, place = self.connection[port], self.connection["ip"]
        return f"tcp://{place}:{number}" if self.connection["transport"] == "tcp" else f"ipc://{place}-{number}"

    def worker(self):
        """The process id of the worker."""
        # A standby that was dismissed as its worker died is a child of the front until it has gone.
        workers = lambda: [pid for pid in children(self.process.pid) if name(pid) != "rhai-standby"]
        return wait_for(lambda: next(iter(workers()), None), "a worker process")

    def said(self, words):
        """Waits until the kernel has written these words to its standard error."""
        wait_for(lambda: words in self.log.read_text(), f"{words!r} on standard error")

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.directory.cleanup()


class Message:
    """A message as it came."""

    def __init__(self, frames):
        at = frames.index(DELIMITER)
        self.before = frames[:at]
        signature, *parts = frames[at + 1 : at + 6]
        expected = hmac.new(KEY, b"".join(parts), hashlib.sha256).hexdigest().encode()
        assert signature == expected, "the kernel signed a message wrongly"
        self.header, self.parent, self.metadata, self.content = map(json.loads, parts)
        self.raw_parent = parts[1]
        self.kind = self.header["msg_type"]
        self.id = self.header["msg_id"]

    def __repr__(self):
        return f"{self.kind} {json.dumps(self.content)[:300]}"


class Conversation:
    """A client with the five sockets, and the kernel it talks to."""

    def __init__(self, kernel=None, transport="tcp", welcome=True, **options):
        self.owns_kernel = kernel is None
        self.kernel = kernel or Kernel(transport=transport, **options)
        self.context = zmq.Context()
        self.session = uuid.uuid4().hex
        self.identity = self.session.encode()
        self.pending = {}  # request id → messages on iopub that refer to it
        self.orphans = []  # messages on iopub without a parent
        self.replied = {}  # request id → its reply
        self.begun, self.ended = set(), set()  # requests that were heard busy, idle
        self.shell = self.connect(zmq.DEALER, "shell_port")
        self.control = self.connect(zmq.DEALER, "control_port")
        self.stdin = self.connect(zmq.DEALER, "stdin_port")
        self.iopub = self.connect(zmq.SUB, "iopub_port")
        self.iopub.subscribe(b"")
        if welcome:
            first = self.receive(self.iopub)
            assert first.kind == "iopub_welcome", f"the first message was {first}"

    def connect(self, kind, port):
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.reconnect_ivl = 5
        socket.rcvhwm = 0
        if kind == zmq.DEALER:
            socket.identity = self.identity
        socket.connect(self.kernel.address(port))
        return socket

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self.silence()
        finally:
            self.close()

    def close(self):
        self.context.destroy(0)
        if self.owns_kernel:
            self.kernel.close()

    # ---- speaking

    def frames(self, kind, content, parent=None, **header):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session, "username": "reader"} | header
        header |= {"date": "2026-01-01T00:00:00Z", "version": "5.4"}
        parts = [json.dumps(p).encode() for p in (header, parent or {}, {}, content)]
        signature = hmac.new(KEY, b"".join(parts), hashlib.sha256).hexdigest().encode()
        return header["msg_id"], [DELIMITER, signature, *parts]

    def ask(self, kind, _socket=None, **content):
        """Sends a request on shell (or another socket); returns its id."""
        identity, frames = self.frames(kind, content)
        (_socket or self.shell).send_multipart(frames)
        return identity

    def execute(self, code, **options):
        """Sends a cell to be run; returns the request's id."""
        defaults = {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        return self.ask("execute_request", code=code, **{**defaults, "stop_on_error": True, **options})

    def answer(self, question, value):
        """Answers an input request."""
        _, frames = self.frames("input_reply", {"status": "ok", "value": value}, parent=question.header)
        self.stdin.send_multipart(frames)

    # ---- listening

    def receive(self, socket, patience=PATIENCE):
        if not socket.poll(patience * 1000):
            log = self.kernel.log.read_text()
            raise AssertionError(f"nothing came within {patience} s; the kernel's standard error: {log!r}")
        return Message(socket.recv_multipart())

    def hears(self, request, kind, **content):
        """The next message on IOPub about a request is of this kind and has these fields. Streams are not split."""
        while True:
            message = self.next_about(request)
            if message.kind == "status" and message.content["execution_state"] == "busy":
                assert request not in self.begun, "busy twice"
                self.begun.add(request)
                continue
            assert request in self.begun, f"{message} before busy"
            assert message.kind == kind, f"expected {kind}, got {message}"
            if kind == "stream" and isinstance(content.get("text"), str):
                self.gather(request, message, content["text"])
            return self.matches(message, content)

    def gather(self, request, message, wanted):
        """Joins a stream's messages, since where they are cut is up to time."""
        texts, size, message.parts = [message.content["text"]], len(message.content["text"]), 1
        while size < len(wanted):
            more = self.next_about(request)
            same = more.kind == "stream" and more.content["name"] == message.content["name"]
            assert same, f"expected more text after {message}, got {more}"
            texts.append(more.content["text"])
            size, message.parts = size + len(texts[-1]), message.parts + 1
        message.content["text"] = "".join(texts)

    def replies(self, request, _socket=None, _kind=None, **content):
        """The reply to a request has these fields; `idle` has come after all it showed."""
        message = self.idle(request, self.reply(request, _socket))
        if _kind:
            assert message.kind == _kind, f"expected {_kind}, got {message}"
        return self.matches(message, content)

    def idle(self, request, returned=None):
        """Nothing more is heard of a request but busy, if that has not come yet, and idle."""
        while request not in self.ended:
            message = self.next_about(request)
            assert message.kind == "status", f"unexpected: {message}"
            state = message.content["execution_state"]
            if state == "busy":
                assert request not in self.begun, "busy twice"
                self.begun.add(request)
            else:
                assert state == "idle" and request in self.begun, f"unexpected: {message}"
                self.ended.add(request)
        return returned

    def reply(self, request, socket=None):
        while request not in self.replied:
            message = self.receive(socket or self.shell)
            self.replied[message.parent["msg_id"]] = message
        return self.replied.pop(request)

    def asked(self, **content):
        """The kernel asks for a line of input."""
        message = self.receive(self.stdin)
        assert message.kind == "input_request"
        return self.matches(message, content)

    def next_about(self, request):
        while not self.pending.get(request):
            message = self.receive(self.iopub)
            self.pending.setdefault(message.parent.get("msg_id"), []).append(message)
        return self.pending[request].pop(0)

    def silence(self, patience=0.1):
        """Nothing has come that was not asserted."""
        while self.iopub.poll(patience * 1000):
            message = Message(self.iopub.recv_multipart())
            self.pending.setdefault(message.parent.get("msg_id"), []).append(message)
        starting = lambda m: not m.parent and m.content.get("execution_state") == "starting"
        left = [m for messages in self.pending.values() for m in messages if not starting(m)]
        assert not left, f"nobody asserted {left}"
        for name in ["shell", "control", "stdin"]:
            socket = getattr(self, name)
            assert not socket.poll(0), f"nobody asserted on {name}: {Message(socket.recv_multipart())}"
        assert not self.replied, f"nobody asserted {self.replied}"

    def matches(self, message, content):
        for field, wanted in content.items():
            found = message.content.get(field)
            right = wanted(found) if callable(wanted) else found == wanted
            assert right, f"{field} is {found!r} in {message}"
        return message


def free_ports(n):
    import socket

    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def children(pid):
    import psutil

    try:
        return [p.pid for p in psutil.Process(pid).children() if alive(p.pid)]
    except psutil.NoSuchProcess:
        return []


def name(pid):
    import psutil

    try:
        return psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return "rhai-standby"


def alive(pid):
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(condition, what, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError(f"waited in vain for {what}")


def kill(pid, number=signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM):
    os.kill(pid, number)

