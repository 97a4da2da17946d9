"""The worker dies in every way there is; its standby takes over with the variables as they were before the cell."""

import os
import random
import signal
import time

import psutil
import pytest
from conversation import Conversation, alive, children, kill, wait_for

AS_BEFORE = "the variables are as they were before the cell"


def runs(talk, code, result=None):
    """A cell that ends well, with this result."""
    cell = talk.execute(code)
    talk.hears(cell, "execute_input")
    if result is not None:
        talk.hears(cell, "execute_result", data={"text/plain": result})
    talk.replies(cell, status="ok")


def begins(talk, code, **options):
    """A cell that runs until something ends it. (A worker that dies before a cell has begun is replaced unseen.)"""
    cell = talk.execute(f'print("begun"); {code}', **options)
    talk.hears(cell, "execute_input")
    talk.hears(cell, "stream", text="begun\n")
    return cell


def remembers(talk):
    """What was set before is there, a function and a closure too, and the session answers."""
    runs(talk, "[kept, doubled(kept), thrice.call(kept)]", "[21, 42, 63]")
    runs(talk, "1 + 1", "2")


@pytest.fixture
def talk():
    with Conversation() as talk:
        runs(talk, "let kept = 21; fn doubled(x) { 2 * x } let three = 3; let thrice = |x| three * x;")
        yield talk


def settled():
    """Long enough for a standby of what the last cell left. (Earlier, the death is told with the next cell.)"""
    time.sleep(0.2)


def standby(talk):
    return wait_for(lambda: next(iter(children(talk.kernel.worker())), None), "a standby")


def dies(pid, number):
    """Sends the signal until the process has ended: Rust's own handler lets the first SIGSEGV from outside pass."""

    def ended():
        try:
            kill(pid, number)
        except ProcessLookupError:
            pass
        return not alive(pid)

    wait_for(ended, f"the end by signal {number}")


DEATHS = [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGTERM]


@pytest.mark.parametrize("number", DEATHS)
@pytest.mark.parametrize("code", ["loop {}", "sleep(60)", "loop { kept_list.push(kept); }"])
def test_a_worker_that_dies_in_mid_cell(talk, number, code):
    runs(talk, "let kept_list = [1, 2];")
    for _ in range(3):
        cell = begins(talk, f"kept = 0; fn doubled(x) {{ 0 }} {code}")
        dies(talk.kernel.worker(), number)
        sentence = f"the worker process was killed (signal {int(number)}); {AS_BEFORE}"
        talk.hears(cell, "error", ename="WorkerLost", evalue=sentence, traceback=lambda lines: sentence in lines[0])
        talk.replies(cell, status="error", evalue=sentence)
        remembers(talk)
        runs(talk, "kept_list", "[1, 2]")


@pytest.mark.parametrize("number", DEATHS)
def test_a_worker_that_dies_between_cells_is_not_missed(talk, number):
    for _ in range(3):
        settled()
        worker = talk.kernel.worker()
        dies(worker, number)
        remembers(talk)
        assert talk.kernel.worker() != worker


def test_a_stack_that_overflows(talk):
    """Two million closures, each holding the one before: letting go of them recurses deeper than any stack."""
    cell = talk.execute("kept = 0; let f = || 1; for i in 0..2000000 { let g = f; f = || g.call() } f = ();")
    talk.hears(cell, "execute_input")
    wait_for(lambda: talk.iopub.poll(0), "the overflow", patience=60)
    talk.hears(cell, "error", ename="WorkerLost", evalue=lambda text: AS_BEFORE in text)
    talk.replies(cell, status="error")
    remembers(talk)


def test_a_worker_killed_as_its_cell_is_sent(talk):
    """Whether it died before the cell or in it, the variables are there; if before, nothing is to be seen."""
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)

    def next_but_a_note(cell):
        """Death after a reply and before the standby of the new state was there is told with the next cell."""
        message = talk.next_about(cell)
        if message.kind == "stream":
            assert "just after the last cell" in message.content["text"]
            message = talk.next_about(cell)
        return message

    for _ in range(40):
        cell = talk.execute("let n = 0; for i in 0..2000 { n += 1 }")
        time.sleep(chance.random() * 0.004)
        kill(talk.kernel.worker())
        talk.hears(cell, "execute_input")
        message = next_but_a_note(cell)
        if message.kind == "error":
            assert AS_BEFORE in message.content["evalue"]
            message = talk.next_about(cell)
        assert message.kind == "status"
        talk.ended.add(cell)
        talk.reply(cell)
        cell = talk.execute("kept")
        talk.hears(cell, "execute_input")
        assert next_but_a_note(cell).content["data"] == {"text/plain": "21"}
        talk.replies(cell, status="ok")
    remembers(talk)


def test_fifty_kills_in_a_row(talk):
    for n in range(50):
        cell = begins(talk, f"kept = {n}; loop {{}}")
        kill(talk.kernel.worker())
        talk.hears(cell, "error", evalue=lambda text: AS_BEFORE in text)
        talk.replies(cell, status="error")
    remembers(talk)
    only_one = lambda: len(psutil.Process(talk.kernel.process.pid).children()) == 1
    wait_for(only_one, "the burial of the dead", patience=1)


def test_kills_in_the_middle_of_a_message(talk):
    """The worker dies writing; what it wrote in whole is shown, half a message is not."""
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(20):
        cell = talk.execute('let s = "0123456789"; for i in 0..14 { s += s } let i = 0; loop { i += 1; print(i); print(s); }')
        talk.hears(cell, "execute_input")
        time.sleep(0.01 + chance.random() * 0.05)
        kill(talk.kernel.worker())
        text = ""
        while (message := talk.next_about(cell)).kind == "stream":
            text += message.content["text"]
        assert message.kind == "error" and AS_BEFORE in message.content["evalue"]
        talk.replies(cell, status="error")
        lines = text.split("\n")
        assert all(line == "0123456789" * 2**14 for line in lines[1:-1:2])
        assert lines[: len(lines) - 1 : 2] == [str(n + 1) for n in range(len(lines) // 2)]
    remembers(talk)


def test_a_worker_that_is_stopped_is_replaced_and_a_large_cell_for_it_lost(talk):
    settled()
    kill(talk.kernel.worker(), signal.SIGSTOP)
    cell = talk.execute("kept = 0; //" + "x" * 10_000_000)
    talk.hears(cell, "execute_input")
    begun = time.monotonic()
    talk.replies(talk.ask("interrupt_request", talk.control), talk.control, status="ok")
    talk.hears(cell, "error", ename="Interrupted", evalue=lambda text: "2 seconds" in text and AS_BEFORE in text)
    talk.replies(cell, status="error")
    assert 1.5 < time.monotonic() - begun < 4
    remembers(talk)


def test_a_question_outlives_the_worker(talk):
    """Completion while the worker is dying is an error at worst; nothing is lost."""
    settled()
    for _ in range(10):
        kill(talk.kernel.worker())
        asked = talk.ask("complete_request", code="kep", cursor_pos=3)
        talk.replies(asked, status="ok", matches=lambda found: "kept" in found)
    remembers(talk)


def test_a_worker_that_dies_while_the_reader_is_asked(talk):
    cell = talk.execute('kept = 0; input("name? ")', allow_stdin=True)
    talk.hears(cell, "execute_input")
    talk.asked(prompt="name? ")
    kill(talk.kernel.worker())
    talk.hears(cell, "error", evalue=lambda text: AS_BEFORE in text)
    talk.replies(cell, status="error")
    remembers(talk)


def test_a_worker_that_dies_without_its_standby_says_what_is_lost(talk):
    settled()
    kill(standby(talk))
    cell = begins(talk, "loop {}")
    kill(talk.kernel.worker())
    lost = "variables were lost: run the cells again from the first"
    talk.hears(cell, "error", evalue=lambda text: lost in text)
    talk.replies(cell, status="error")
    runs(talk, "1 + 1", "2")
    cell = talk.execute("kept")
    talk.hears(cell, "execute_input")
    talk.hears(cell, "error", evalue=lambda text: "kept" in text)
    talk.replies(cell, status="error")


def test_a_standby_that_was_killed_is_made_again(talk):
    settled()
    kill(standby(talk))
    runs(talk, "kept = 21;")
    cell = begins(talk, "kept = 0; loop {}")
    kill(talk.kernel.worker())
    talk.hears(cell, "error", evalue=lambda text: AS_BEFORE in text)
    talk.replies(cell, status="error")
    remembers(talk)


def test_a_standby_that_hangs_is_given_up(talk):
    settled()
    pid = standby(talk)
    kill(pid, signal.SIGSTOP)
    cell = begins(talk, "loop {}")
    kill(talk.kernel.worker())
    talk.hears(cell, "error", evalue=lambda text: "variables were lost" in text)
    talk.replies(cell, status="error")
    runs(talk, "1 + 1", "2")
    kill(pid, signal.SIGCONT)
    wait_for(lambda: not alive(pid), "the end of the old standby", patience=1)


@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("code", ["kept", "loop {}"])
def test_no_process_outlives_the_front(replaced, code):
    with Conversation() as talk:
        runs(talk, "let kept = 21;")
        if replaced:
            settled()
            kill(talk.kernel.worker())
        runs(talk, "kept", "21")
        cell = talk.execute(code)
        talk.hears(cell, "execute_input")
        worker, second = talk.kernel.worker(), standby(talk)
        os.kill(talk.kernel.process.pid, signal.SIGKILL)
        for pid in (worker, second):
            wait_for(lambda: not alive(pid), "the end of an orphan", patience=1)
        while talk.iopub.poll(50) or talk.shell.poll(0):
            (talk.iopub if talk.iopub.poll(0) else talk.shell).recv_multipart()
        talk.pending.clear()


@pytest.mark.parametrize("replaced", [False, True])
def test_no_process_outlives_a_shutdown(replaced):
    with Conversation() as talk:
        runs(talk, "let kept = 21;")
        if replaced:
            settled()
            kill(talk.kernel.worker())
        runs(talk, "kept", "21")
        worker, second = talk.kernel.worker(), standby(talk)
        asked = talk.ask("shutdown_request", talk.control, restart=False)
        talk.hears(asked, "shutdown_reply")
        talk.replies(asked, talk.control, status="ok")
        assert talk.kernel.process.wait(2) == 0
        for pid in (worker, second):
            wait_for(lambda: not alive(pid), "the end of an orphan", patience=1)
