"""Front and worker: starting, the end, what they take. `test_standby.py` has the deaths."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conversation import Conversation, Kernel, alive, binary, children, wait_for


def works(talk, count):
    cell = talk.execute("20 + 1")
    talk.hears(cell, "execute_input", execution_count=count)
    talk.hears(cell, "execute_result", data={"text/plain": "21"})
    talk.replies(cell, status="ok", execution_count=count)


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("restart", [True, False])
def test_shutdown(channel, restart):
    with Conversation() as talk:
        worker = talk.kernel.worker()
        socket = getattr(talk, channel)
        asked = talk.ask("shutdown_request", socket, restart=restart)
        talk.hears(asked, "shutdown_reply", restart=restart)
        talk.replies(asked, socket, _kind="shutdown_reply", status="ok", restart=restart)
        assert talk.kernel.process.wait(2) == 0
        wait_for(lambda: not alive(worker), "the worker's end", patience=1)


def test_shutdown_while_a_cell_runs():
    with Conversation() as talk:
        cell = talk.execute("loop {}")
        talk.hears(cell, "execute_input")
        asked = talk.ask("shutdown_request", talk.control, restart=False)
        talk.hears(asked, "shutdown_reply", restart=False)
        talk.replies(asked, talk.control, status="ok")
        assert talk.kernel.process.wait(2) == 0


def test_what_was_sent_last_is_delivered():
    with Conversation() as talk:
        asked = [talk.ask("kernel_info_request") for _ in range(300)]
        last = talk.ask("shutdown_request", restart=False)
        for request in asked:
            talk.replies(request, status="ok")
        talk.hears(last, "shutdown_reply")
        talk.replies(last, status="ok")


def test_sigterm_ends_it_in_order():
    with Conversation() as talk:
        worker = talk.kernel.worker()
        talk.kernel.process.send_signal(signal.SIGTERM)
        assert talk.kernel.process.wait(2) == 0
        wait_for(lambda: not alive(worker), "the worker's end", patience=1)


def test_it_ends_with_the_front_end_that_started_it():
    with tempfile.TemporaryDirectory() as directory:
        note = Path(directory) / "pid"
        starter = f"""
import os, subprocess, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from conversation import Kernel
kernel = Kernel(environment={{"JPY_PARENT_PID": str(os.getpid())}})
open({str(note)!r}, "w").write(f"{{kernel.process.pid}} {{kernel.worker()}}")
os._exit(0)
"""
        subprocess.run([sys.executable, "-c", starter], check=True, timeout=30)
        for pid in map(int, note.read_text().split()):
            wait_for(lambda: not alive(pid), "the end of an orphan", patience=4)


def start(connection):
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "connection.json"
        if connection is not None:
            file.write_text(connection)
        arguments = [binary(), "kernel", "--connection-file", str(file)]
        ended = subprocess.run(arguments, capture_output=True, text=True, timeout=10)
        assert ended.returncode == 1
        assert ended.stderr.count("\n") == 1, ended.stderr
        return ended.stderr


def test_a_connection_file_that_cannot_be_used():
    assert "cannot read the connection file" in start(None)
    assert "not JSON" in start("{")
    assert '"shell_port" is missing' in start("{}")
    assert "must be a port number" in start('{"shell_port": "no"}')


def test_a_port_in_use():
    kernel = Kernel()
    try:
        kernel.worker()
        message = start(kernel.file.read_text())
        assert "another program uses it" in message and str(kernel.connection["hb_port"]) in message
    finally:
        kernel.close()


def test_ipc():
    with Conversation(transport="ipc") as talk:
        works(talk, 1)
        asked = talk.ask("shutdown_request", talk.control, restart=False)
        talk.hears(asked, "shutdown_reply")
        talk.replies(asked, talk.control, status="ok")
        assert talk.kernel.process.wait(2) == 0
        assert not list(Path(talk.kernel.directory.name).glob("socket-*")), "socket files are left"


def test_a_stale_ipc_file_is_replaced():
    kernel = Kernel(transport="ipc")
    try:
        kernel.worker()
        kernel.process.kill()
        kernel.process.wait()
        assert list(Path(kernel.directory.name).glob("socket-*"))
        again = subprocess.Popen([binary(), "kernel", "--connection-file", str(kernel.file)])
        kernel.process = again
        with Conversation(kernel) as talk:
            works(talk, 1)
    finally:
        kernel.close()


def test_all_processes_are_small():
    import psutil

    with Conversation() as talk:
        works(talk, 1)
        worker = talk.kernel.worker()
        pids = [talk.kernel.process.pid, worker, *children(worker)]
        infos = [psutil.Process(pid).memory_full_info() for pid in pids]
        total = sum(getattr(info, "pss", info.rss) for info in infos) / 1e6
        # A debug build is much larger than the one that is installed.
        assert total < 80, f"{total} MB"
