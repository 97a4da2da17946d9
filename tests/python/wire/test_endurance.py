"""Again and again: interrupts at any moment, restarts, all cells run anew."""

import random
import time

from conversation import Conversation, Kernel, alive, wait_for
from test_standby import remembers, runs

NOTEBOOK = [
    "let kept = 21; fn doubled(x) { 2 * x }",
    "let three = 3; let thrice = |x| three * x;",
    "let a = linspace(0.0, 1.0, 1000); a.sum();",
    'for i in 0..100 { print(`line ${i}`) }',
    "plot_xy(a, a * a)",
    "[kept, doubled(kept), thrice.call(kept)]",
]


def test_two_hundred_interrupts_at_random_moments():
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    cells = [
        "loop {}",
        "fn deep(x) { if x > 0 { deep(x - 1) } } loop { deep(300) }",
        'loop { print("flood") }',
        "sleep(60)",
        "let b = rng(1).normal(0.0, 1.0, 100000); loop { (b * 2.0 + b).sum(); }",
        "let xs = []; for i in 0..20000 { xs.push(i) } loop { xs.sort(|a, b| b - a); }",
        "loop { try { loop {} } catch { } }",
        "let s = ''; loop { s = \"\"; for i in 0..1000 { s += `${i}` } }".replace("''", '""'),
    ]
    with Conversation() as talk:
        runs(talk, NOTEBOOK[0])
        runs(talk, NOTEBOOK[1])
        worker = talk.kernel.worker()
        slowest = 0.0
        for n in range(200):
            cell = talk.execute(cells[n % len(cells)])
            talk.hears(cell, "execute_input")
            time.sleep(chance.random() * 0.03)
            begun = time.monotonic()
            talk.ask("interrupt_request", talk.control)
            while (message := talk.next_about(cell)).kind == "stream":
                pass
            slowest = max(slowest, time.monotonic() - begun)
            assert message.kind == "error" and message.content["ename"] == "Interrupted", message
            talk.replies(cell, status="error")
            answer = talk.receive(talk.control)
            assert answer.content == {"status": "ok"}
            talk.idle(answer.parent["msg_id"])
            if n % 20 == 0:
                remembers(talk)
        print("slowest", slowest)
        assert talk.kernel.worker() == worker, "an interrupt cost a worker"
        remembers(talk)


def test_a_hundred_restarts_and_all_cells_run_again(tmp_path):
    """What a front end does: shut down, start anew with the same connection, run all."""
    with Conversation() as talk:
        for _ in range(100):
            cells = [talk.execute(code) for code in NOTEBOOK]
            for cell in cells:
                while (message := talk.next_about(cell)).content.get("execution_state") != "idle":
                    assert message.kind != "error", message
                talk.ended.add(cell)
                talk.replies(cell, status="ok")
            asked = talk.ask("shutdown_request", talk.control, restart=True)
            while (message := talk.next_about(asked)).content.get("execution_state") != "idle":
                pass
            talk.reply(asked, talk.control)
            assert talk.kernel.process.wait(3) == 0
            talk.kernel.start()
            starting(talk)
        remembers_nothing = talk.execute("kept")
        talk.hears(remembers_nothing, "execute_input")
        talk.hears(remembers_nothing, "error")
        talk.replies(remembers_nothing, status="error")


def starting(talk):
    """Waits until the sockets of the new kernel are connected: its IOPub greets."""
    while True:
        message = talk.receive(talk.iopub)
        if message.kind == "iopub_welcome":
            return
        talk.pending.setdefault(message.parent.get("msg_id"), []).append(message)


def test_ten_kernels_at_once():
    kernels = [Kernel() for _ in range(10)]
    talks = [Conversation(kernel) for kernel in kernels]
    try:
        for n, talk in enumerate(talks):
            runs(talk, f"let own = {n};")
        for n, talk in enumerate(talks):
            runs(talk, "own", str(n))
            talk.silence()
    finally:
        for talk in talks:
            talk.close()
        workers = [kernel.worker() for kernel in kernels]
        for kernel in kernels:
            kernel.close()
    for worker in workers:
        wait_for(lambda: not alive(worker), "the end of a worker", patience=2)
