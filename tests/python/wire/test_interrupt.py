"""Stop: by message and by signal, while a cell runs and while none does; the variables stay."""

import signal
import time

import pytest
from conversation import Conversation


def interrupt_by_message(talk):
    talk.replies(talk.ask("interrupt_request", talk.control), talk.control, _kind="interrupt_reply", status="ok")


def interrupt_by_signal(talk):
    talk.kernel.process.send_signal(signal.SIGINT)


@pytest.mark.parametrize("interrupt", [interrupt_by_message, interrupt_by_signal])
def test_a_running_cell_stops_and_keeps_its_variables(interrupt):
    with Conversation() as talk:
        cell = talk.execute('let n = 41; print("begun"); loop { n += 0; }')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", text="begun\n")
        begun = time.monotonic()
        interrupt(talk)
        talk.hears(cell, "error", ename="Interrupted")
        talk.replies(cell, status="error", ename="Interrupted")
        assert time.monotonic() - begun < 1
        cell = talk.execute("n + 1")
        talk.hears(cell, "execute_input")
        talk.hears(cell, "execute_result", data={"text/plain": "42"})
        talk.replies(cell, status="ok")


@pytest.mark.parametrize("interrupt", [interrupt_by_message, interrupt_by_signal])
def test_an_interrupt_while_nothing_runs_is_forgotten(interrupt):
    with Conversation() as talk:
        interrupt(talk)
        time.sleep(0.1)
        cell = talk.execute("let n = 0; for i in 0..10000 { n += 1; } n")
        talk.hears(cell, "execute_input")
        talk.hears(cell, "execute_result", data={"text/plain": "10000"})
        talk.replies(cell, status="ok")


def test_an_interrupt_right_behind_its_cell_is_not_lost():
    for _ in range(5):
        with Conversation() as talk:
            talk.replies(talk.ask("kernel_info_request"))
            cell = talk.execute("loop {}")
            talk.hears(cell, "execute_input")
            interrupt_by_message(talk)
            talk.hears(cell, "error", ename="Interrupted")
            talk.replies(cell, status="error")


def test_an_interrupt_aborts_what_is_queued():
    with Conversation() as talk:
        endless, queued = talk.execute("loop {}"), talk.execute("1")
        talk.hears(endless, "execute_input")
        interrupt_by_message(talk)
        talk.hears(endless, "error", ename="Interrupted")
        talk.replies(endless, status="error")
        # With a number, JupyterLab would show the cell as one that ran.
        talk.replies(queued, status="aborted", execution_count=None)


def test_many_interrupts_stop_one_cell():
    with Conversation() as talk:
        for n in range(1, 30):
            cell = talk.execute("loop {}")
            talk.hears(cell, "execute_input", execution_count=2 * n - 1)
            for _ in range(3):
                interrupt_by_message(talk)
            talk.hears(cell, "error", ename="Interrupted")
            talk.replies(cell, status="error")
            cell = talk.execute("let n = 0; for i in 0..1000 { n += 1; } n")
            talk.hears(cell, "execute_input")
            talk.hears(cell, "execute_result", data={"text/plain": "1000"})
            talk.replies(cell, status="ok")


def test_control_is_answered_while_a_cell_runs():
    with Conversation() as talk:
        cell = talk.execute("loop {}")
        talk.hears(cell, "execute_input")
        for kind in ["kernel_info", "comm_info", "connect", "usage"]:
            asked = talk.ask(f"{kind}_request", talk.control)
            talk.replies(asked, talk.control, _kind=f"{kind}_reply", status="ok")
        asked = talk.ask("history_request", talk.control, hist_access_type="tail", n=1)
        talk.replies(asked, talk.control, history=lambda lines: lines[0][2] == "loop {}")
        interrupt_by_message(talk)
        talk.hears(cell, "error")
        talk.replies(cell, status="error")
