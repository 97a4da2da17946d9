"""What would end or freeze another kernel is an ordinary error here, and the next cell finds every variable."""

import time

import pytest
from conversation import Conversation, children, wait_for
from test_standby import AS_BEFORE, begins, remembers, runs

SMALL = ["--memory", "100MB"]


@pytest.fixture(scope="module")
def shared():
    with Conversation(options=SMALL) as talk:
        runs(talk, "let kept = 21; fn doubled(x) { 2 * x } let three = 3; let thrice = |x| three * x;")
        yield talk


@pytest.fixture
def talk(shared):
    yield shared
    remembers(shared)


def fails(talk, code, *words, name="LimitError", patience=60):
    """The cell ends in an ordinary error that says this; what it prints before is not looked at."""
    cell = talk.execute(code)
    talk.hears(cell, "execute_input")
    deadline = time.monotonic() + patience
    while True:
        while not talk.pending.get(cell) and not talk.iopub.poll(1000):
            assert time.monotonic() < deadline, f"{code[:100]} does not end"
        message = talk.next_about(cell)
        if message.kind != "stream":
            break
    assert message.kind == "error", message
    told = message.content["evalue"] + "\n" + "\n".join(message.content["traceback"])
    assert message.content["ename"] == name, message
    for word in words:
        assert word in told, told
    talk.replies(cell, status="error", ename=name)


def interrupted(talk, code, within=1.0, **options):
    cell = begins(talk, code, **options)
    time.sleep(0.05)
    begun = time.monotonic()
    talk.replies(talk.ask("interrupt_request", talk.control), talk.control, status="ok")
    while (message := talk.next_about(cell)).kind == "stream":
        pass
    took = time.monotonic() - begun
    assert message.kind == "error" and message.content["ename"] == "Interrupted", message
    talk.replies(cell, status="error")
    assert took < within, f"{took} s"


BEFORE = "variables are as they were before the cell"


@pytest.mark.parametrize(
    "code",
    [
        "let a = []; loop { a.push(a) }",
        'let s = "ab"; loop { s += s }',
        "let m = #{}; loop { m = #{inner: m, copy: m} }",
        "let m = #{}; let i = 0; loop { m[`key ${i}`] = [i, i, i, i, i, i, i, i, i, i]; i += 1 }",
        "let f = || 1; loop { let g = f; f = || g.call() }",
        "let a = zeros(1000); let all = []; loop { all.push(a + all.len()) }",
        "let b = [1, 2]; loop { b += b }",
        "kept = []; loop { kept.push(kept) }",
    ],
)
def test_a_cell_that_takes_more_and_more_memory(talk, code):
    fails(talk, code, "more memory than", BEFORE)


@pytest.mark.parametrize(
    "code",
    [
        "zeros(1000000000000)",
        "rng(1).normal(0, 1, 100000000000)",
        "linspace(0, 1, 100000000000)",
        "zeros([100000, 100000])",
        'let s = "x"; s.pad(10000000000, "y")',
        "let xs = []; xs.pad(1000000000, 0)",
    ],
)
def test_a_request_for_too_much_is_refused_before_it_is_made(talk, code):
    worker = talk.kernel.worker()
    fails(talk, code, "more than this notebook may use", name="LimitError")
    assert talk.kernel.worker() == worker


def test_what_cannot_be_refused_ends_the_worker_and_says_memory(talk):
    worker = talk.kernel.worker()
    # A function of Rhai's own, which does not ask before it makes a list of 640 MB.
    fails(talk, 'kept = 0; let s = "x"; s.pad(40000000, "x"); s.to_chars().len()', "more memory than the kernel may use", BEFORE)
    assert talk.kernel.worker() != worker


def test_after_memory_ran_out_the_process_is_small_again(talk):
    import psutil

    for _ in range(5):
        fails(talk, "let a = []; loop { a.push([1, 2, 3]) }", "more memory", BEFORE)
    runs(talk, "1 + 1", "2")
    assert psutil.Process(talk.kernel.worker()).memory_info().rss < 100e6


def test_memory_that_variables_hold_counts():
    with Conversation(options=SMALL) as talk:
        runs(talk, "let kept = 21; fn doubled(x) { 2 * x } let three = 3; let thrice = |x| three * x;")
        runs(talk, "let a = zeros(5000000) + 1;")
        fails(talk, "let b = zeros(5000000) + 1;", "more than this notebook may use", name="LimitError")
        runs(talk, "a.sum()", "5000000.0")
        runs(talk, "a = 0;")
        runs(talk, "let b = zeros(5000000) + 1;")
        remembers(talk)


@pytest.mark.parametrize(
    "code, words",
    [
        ("fn f(x) { f(x + 1) } f(1)", "1000 deep"),
        ("fn f(x) { let y = [f(x + 1)]; y } fn g(x) { f(x) } g(1)", "1000 deep"),
        ("let f = (); f = |x| f.call(x); f.call(1)", ""),
    ],
)
def test_recursion_without_end(talk, code, words):
    cell = talk.execute(code)
    talk.hears(cell, "execute_input")
    talk.hears(cell, "error", evalue=lambda text: words in text)
    talk.replies(cell, status="error")


@pytest.mark.parametrize(
    "code",
    [
        "(" * 100_000 + "1" + ")" * 100_000,
        "let x = " + "[" * 100_000 + "]" * 100_000,
        "{" * 100_000 + "}" * 100_000,
        "(" * 100_000,
        "let x = " + "#{a:" * 100_000 + "1" + "}" * 100_000,
        "let f = " + "|x| " * 100_000 + "1",
        "-" * 100_000 + "1",
        "!" * 100_000 + "true",
        "let x = " + "`${" * 50_000 + "1" + "}`" * 50_000,
        "if true {" * 50_000 + "}" * 50_000,
    ],
    ids=range(10),
)
def test_a_hundred_thousand_brackets(talk, code):
    cell = talk.execute(code)
    talk.hears(cell, "execute_input")
    deadline = time.monotonic() + 60
    while not talk.pending.get(cell) and not talk.iopub.poll(1000):
        assert time.monotonic() < deadline
    talk.hears(cell, "error", ename=lambda name: name != "WorkerLost")
    talk.replies(cell, status="error")


def test_a_cell_of_fifty_megabytes(talk):
    fails(talk, "kept = 0; //" + "x" * 50_000_000, "50.0 MB")
    fails(talk, "kept" + " + kept" * 7_000_000, "49.0 MB")


def test_a_hundred_thousand_closures_each_holding_the_one_before(talk):
    runs(talk, "let f = || 1; for i in 0..100000 { let g = f; f = || g.call() }")
    cell = talk.execute("f.call()")
    talk.hears(cell, "execute_input")
    talk.hears(cell, "error")
    talk.replies(cell, status="error")
    runs(talk, "f = ();")


def test_a_million_lines(talk):
    cell = talk.execute("for i in 0..1000000 { print(i) }")
    talk.hears(cell, "execute_input")
    text, deadline = [], time.monotonic() + 60
    while time.monotonic() < deadline:
        if not talk.pending.get(cell) and not talk.iopub.poll(1000):
            continue
        message = talk.next_about(cell)
        if message.kind != "stream":
            break
        text.append(message.content["text"])
    assert "".join(text) == "".join(f"{n}\n" for n in range(1_000_000))
    talk.ended.add(cell)
    talk.replies(cell, status="ok")


def test_a_panic_in_a_builtin(talk):
    for code in ["planted_panic()", "kept + planted_panic()", "[1, 2].map(|x| planted_panic())"]:
        fails(talk, code, "planted", "bug in Rhaibook", name="InternalError")


def test_an_error_in_a_comparator(talk):
    cell = talk.execute('let xs = [3, 1, 2]; xs.sort(|a, b| throw "no")')
    talk.hears(cell, "execute_input")
    talk.hears(cell, "error", evalue=lambda text: "no" in text)
    talk.replies(cell, status="error")


@pytest.mark.parametrize(
    "code",
    [
        "loop {}",
        "fn f(x) { if x > 0 { f(x - 1) } } loop { f(500) }",
        "let xs = []; for i in 0..100000 { xs.push(i) } loop { xs.sort(|a, b| b - a); }",
        "sleep(60)",
        "let a = rng(1).normal(0.0, 1.0, 1000000); loop { (a * 2.0 + a.sin()).sum(); }",
        'loop { print("a line of a flood") }',
        "loop { try { loop {} } catch { } }",
    ],
)
def test_an_interrupt_ends_it(talk, code):
    interrupted(talk, code)


def test_a_limit_on_time(talk):
    begun = time.monotonic()
    fails(talk, "%%limit seconds=0.3\nloop {}", "longer than it may (0.3 s)")
    fails(talk, "%%limit seconds=0.3\nsleep(60)", "longer than it may (0.3 s)")
    assert time.monotonic() - begun < 5
    runs(talk, "%%limit seconds=60\n1 + 1", "2")
    runs(talk, "let n = 0; for i in 0..1000 { n += i } n", "499500")


def test_a_limit_on_memory(talk):
    fails(talk, "%%limit memory=10MB\nlet a = []; loop { a.push([1, 2]) }", "memory than it may use (10.0 MB)", BEFORE)
    fails(talk, "%%limit memory=10MB\nzeros(2000000)", "more than this notebook may use", name="LimitError")
    runs(talk, "%%limit memory=10MB seconds=5\nzeros(1000).sum()", "0.0")
    runs(talk, "zeros(2000000).sum()", "0.0")


def test_the_readers_time_is_not_the_cells(talk):
    cell = talk.execute('%%limit seconds=0.5\nlet name = input("name? "); name', allow_stdin=True)
    talk.hears(cell, "execute_input")
    question = talk.asked(prompt="name? ")
    time.sleep(3)
    talk.answer(question, "Ada")
    talk.hears(cell, "execute_result", data={"text/plain": '"Ada"'})
    talk.replies(cell, status="ok")


def test_a_limit_that_makes_no_sense(talk):
    for line in ["%%limit", "%%limit seconds=no", "%%limit memory=lots", "%%limit hours=5"]:
        fails(talk, f"{line}\n1 + 1", "%%limit seconds=5 memory=200MB", name="NameError")


def test_a_time_limit_for_all_cells():
    with Conversation(options=["--cell-timeout", "0.5"]) as talk:
        runs(talk, "let kept = 21; fn doubled(x) { 2 * x } let three = 3; let thrice = |x| three * x;")
        fails(talk, "loop {}", "longer than it may (0.5 s)")
        runs(talk, "%%limit seconds=30\nsleep(1.0); 1 + 1", "2")
        remembers(talk)


def test_a_worker_that_ignores_its_time_limit_is_replaced():
    import signal

    from conversation import kill

    with Conversation(options=["--cell-timeout", "1"]) as talk:
        runs(talk, "let kept = 21; fn doubled(x) { 2 * x } let three = 3; let thrice = |x| three * x;")
        cell = begins(talk, "loop {}")
        kill(talk.kernel.worker(), signal.SIGSTOP)
        talk.hears(cell, "error", ename="LimitError", evalue=lambda text: "longer than it may" in text and AS_BEFORE in text)
        talk.replies(cell, status="error")
        remembers(talk)


def test_no_dead_children_are_left(talk):
    import psutil

    only_one = lambda: len(psutil.Process(talk.kernel.process.pid).children()) == 1
    wait_for(only_one, "the burial of the dead", patience=2)
    assert len(children(talk.kernel.worker())) == 1
