"""A Jupyter client that costs next to nothing: blocking sockets and jupyter_client's signing, no threads."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import psutil
import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.session import Session


class Died(Exception):
    """The kernel's process ended while an answer was due."""


@dataclass
class Ran:
    """What came of a cell."""

    seconds: float
    status: str
    problem: str
    printed: str


class Kernel:
    """A running kernel. `with Kernel("rhai") as kernel: …` starts it, waits until it answers, and ends it.

    Options are added to the command of its kernelspec.
    """

    def __init__(self, name, options=()):
        self.name, self.options = name, options
        self.spec = KernelSpecManager().get_kernel_spec(name)
        self.language = self.spec.language.lower()

    def __enter__(self):
        handle, self._file = tempfile.mkstemp(suffix=".json")
        os.close(handle)
        key = os.urandom(16).hex().encode()
        _, ports = write_connection_file(self._file, ip="127.0.0.1", key=key)
        self._session = Session(key=key)
        words = [word.format(connection_file=self._file, resource_dir=self.spec.resource_dir) for word in self.spec.argv]
        words += self.options
        if words[0] in ("python", "python3"):
            words[0] = sys.executable  # as Jupyter does, when the kernelspec stands in our own environment
        quiet = subprocess.DEVNULL
        self.spawned = time.perf_counter()
        self._process = subprocess.Popen(words, env={**os.environ, **self.spec.env}, stdin=quiet, stdout=quiet, stderr=quiet)
        self._context = zmq.Context()
        try:
            self._shell = self._connect(zmq.DEALER, ports["shell_port"])
            self._control = self._connect(zmq.DEALER, ports["control_port"])
            self._iopub = self._connect(zmq.SUB, ports["iopub_port"])
            self.ready_after = self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.alive():
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()
        self._process.kill()
        self._process.wait()
        self._context.destroy(0)
        os.unlink(self._file)

    def settle(self):
        """Waits until it has nothing more to say."""
        while self._iopub.poll(50):
            self._iopub.recv_multipart()

    def alive(self):
        return self._process.poll() is None

    def execute(self, code, timeout=300):
        """Runs a cell, until its reply and its idle are both there."""
        started = time.perf_counter()
        request, printed = self._request(code), []
        while True:
            message = self._receive(self._iopub, timeout)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])
            elif message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        reply = self._reply(request, timeout)
        return Ran(time.perf_counter() - started, reply["status"], reply.get("evalue", ""), "".join(printed))

    def interrupt_after(self, code, seconds=0.7):
        """Interrupts a cell that would never end; the seconds until its reply."""
        request = self._request(code)
        time.sleep(seconds)
        started = time.perf_counter()
        if self.spec.interrupt_mode == "message":
            self._session.send(self._control, "interrupt_request", {})
        else:
            self._process.send_signal(2)
        self._reply(request, 15)
        return time.perf_counter() - started

    def worker(self):
        """The process that runs cells."""
        return psutil.Process(self._process.pid).children()[0]

    def killed(self, code, seconds=0.1):
        """Kills the process that runs an endless cell; the seconds until the reply, and until the next cell's."""
        request = self._request(code)
        time.sleep(seconds)
        started = time.perf_counter()
        self.worker().kill()
        self._reply(request, 15)
        replied = time.perf_counter() - started
        self.execute("1+1")
        return replied, time.perf_counter() - started

    def megabytes(self):
        """The memory of all its processes; shared pages are counted once where the system can tell."""
        parent = psutil.Process(self._process.pid)
        family = [parent, *parent.children(recursive=True)]
        return sum(getattr(p.memory_full_info(), "pss", p.memory_info().rss) for p in family) / 1e6

    def _connect(self, kind, port):
        socket = self._context.socket(kind)
        socket.linger = 0
        socket.rcvhwm = 0
        socket.reconnect_ivl = 5  # ms; by default a kernel that binds early waits for the client's next try
        if kind == zmq.SUB:
            socket.subscribe(b"")
        socket.connect(f"tcp://127.0.0.1:{port}")
        return socket

    def _wait_until_ready(self):
        """Seconds from the spawn until it answers; returns once its output is heard too."""
        self._session.send(self._shell, "kernel_info_request", {})
        self._receive(self._shell, 120)
        ready = time.perf_counter() - self.spawned
        while not self._iopub.poll(20):
            self._session.send(self._shell, "kernel_info_request", {})
            self._receive(self._shell, 120)
        return ready

    def _request(self, code):
        content = dict(
            code=code, silent=False, store_history=False, user_expressions={}, allow_stdin=False, stop_on_error=True
        )
        return self._session.send(self._shell, "execute_request", content)["header"]["msg_id"]

    def _reply(self, request, timeout):
        while True:
            reply = self._receive(self._shell, timeout)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"]

    def _receive(self, socket, timeout):
        deadline = time.perf_counter() + timeout
        while not socket.poll(100):
            if not self.alive():
                raise Died(f"exited with {self._process.returncode}")
            if time.perf_counter() > deadline:
                raise TimeoutError(f"no answer within {timeout} s")
        _, frames = self._session.feed_identities(socket.recv_multipart())
        return self._session.deserialize(frames)
