"""What cells show: floods, displays, updates, clearing."""

import time

from conversation import Conversation


def test_a_flood_arrives_whole_and_in_few_messages():
    with Conversation() as talk:
        begun = time.monotonic()
        cell = talk.execute("for i in 0..100000 { print(`line ${i}`) }")
        talk.hears(cell, "execute_input")
        wanted = "".join(f"line {i}\n" for i in range(100_000))
        flood = talk.hears(cell, "stream", name="stdout", text=wanted)
        talk.replies(cell, status="ok")
        assert flood.parts < 1000, f"{flood.parts} messages"
        assert time.monotonic() - begun < 20


def test_text_is_seen_while_the_cell_runs():
    with Conversation() as talk:
        cell = talk.execute('print("at once"); for i in 0..3 { sleep(0.3); print(i); }')
        talk.hears(cell, "execute_input")
        times = []
        for text in ["at once\n", "0\n", "1\n", "2\n"]:
            talk.hears(cell, "stream", text=text)
            times.append(time.monotonic())
        talk.replies(cell, status="ok")
        assert all(later - earlier > 0.15 for earlier, later in zip(times, times[1:]))


def test_text_that_waits_is_flushed_while_a_long_loop_prints_nothing():
    with Conversation() as talk:
        cell = talk.execute('print("a"); print("b"); loop {}')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", name="stdout", text="a\nb\n")
        talk.replies(talk.ask("interrupt_request", talk.control), talk.control)
        talk.hears(cell, "error")
        talk.replies(cell, status="error")


def test_a_display_comes_between_the_texts_around_it():
    with Conversation() as talk:
        cell = talk.execute('print("before"); display(7); print("after")')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", text="before\n")
        shown = talk.hears(cell, "display_data", metadata={}, data=lambda data: data["text/plain"] == "7")
        assert "transient" not in shown.content
        talk.hears(cell, "stream", text="after\n")
        talk.replies(cell, status="ok")


def test_a_display_with_an_id_is_updated():
    with Conversation() as talk:
        cell = talk.execute('display(1, "d"); update_display(2, "d");')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "display_data", data={"text/plain": "1"}, transient={"display_id": "d"})
        talk.hears(cell, "update_display_data", data={"text/plain": "2"}, transient={"display_id": "d"})
        talk.replies(cell, status="ok")
        cell = talk.execute('update_display(3, "d");')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "update_display_data", data={"text/plain": "3"}, transient={"display_id": "d"})
        talk.replies(cell, status="ok")


def test_output_is_cleared_in_its_place():
    with Conversation() as talk:
        cell = talk.execute('print("gone"); clear_output(); print("stays")')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", text="gone\n")
        talk.hears(cell, "clear_output", wait=lambda wait: isinstance(wait, bool))
        talk.hears(cell, "stream", text="stays\n")
        talk.replies(cell, status="ok")


def test_a_cell_that_shows_too_much_is_cut_and_told_so():
    with Conversation() as talk:
        cell = talk.execute('let s = "x"; for i in 0..20 { s += s; } for i in 0..80 { print(s) } "the end"')
        talk.hears(cell, "execute_input")
        size = 0
        while True:
            message = talk.hears(cell, "stream")
            if message.content["name"] == "stderr":
                break
            size += len(message.content["text"])
        assert 60 << 20 < size <= 64 << 20
        assert "output cut here" in message.content["text"]
        talk.hears(cell, "execute_result", data=lambda data: "the end" in data["text/plain"])
        talk.replies(cell, status="ok")


def test_a_warning_is_a_note_in_its_place_and_no_text_on_stderr():
    with Conversation() as talk:
        cell = talk.execute('print("before");\nfor n in 0..3 { let half = 1 / 2; }\nprint("after");')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", name="stdout", text="before\n")
        note = lambda data: data["text/plain"].startswith("warning: line 2: ") and "<pre class=\"rb-warning\"" in data["text/html"]
        talk.hears(cell, "display_data", data=note)
        talk.hears(cell, "stream", name="stdout", text="after\n")
        talk.replies(cell, status="ok")
