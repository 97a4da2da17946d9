"""Running cells: counts, silence, errors, what is queued behind them."""

from conversation import Conversation


def test_a_cell_with_a_value():
    with Conversation() as talk:
        cell = talk.execute("1 + 1")
        talk.hears(cell, "execute_input", code="1 + 1", execution_count=1)
        talk.hears(cell, "execute_result", data={"text/plain": "2"}, metadata={}, execution_count=1)
        talk.replies(cell, _kind="execute_reply", status="ok", execution_count=1, user_expressions={}, payload=[])


def test_variables_and_counts_go_on_from_cell_to_cell():
    with Conversation() as talk:
        cell = talk.execute("let x = 20;")
        talk.hears(cell, "execute_input", execution_count=1)
        talk.replies(cell, status="ok", execution_count=1)
        cell = talk.execute("x + 1")
        talk.hears(cell, "execute_input", execution_count=2)
        talk.hears(cell, "execute_result", data={"text/plain": "21"}, execution_count=2)
        talk.replies(cell, status="ok", execution_count=2)


def test_text_goes_to_its_stream_in_order():
    with Conversation() as talk:
        cell = talk.execute('print("out"); debug("err"); print("out again")')
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", name="stdout", text="out\n")
        talk.hears(cell, "stream", name="stderr", text=lambda text: "err" in text)
        talk.hears(cell, "stream", name="stdout", text="out again\n")
        talk.replies(cell, status="ok")


def test_a_silent_cell_shows_nothing_and_does_not_count():
    with Conversation() as talk:
        cell = talk.execute('let seen = 7; print("hush"); display(1); seen', silent=True)
        talk.replies(cell, status="ok", execution_count=1)
        cell = talk.execute("nope", silent=True)
        talk.replies(cell, status="error", ename="NameError")
        cell = talk.execute("seen")
        talk.hears(cell, "execute_input", execution_count=1)
        talk.hears(cell, "execute_result", data={"text/plain": "7"}, execution_count=1)
        talk.replies(cell, status="ok", execution_count=1)


def test_a_cell_that_is_not_stored_does_not_count():
    with Conversation() as talk:
        for _ in range(2):
            cell = talk.execute("5", store_history=False)
            talk.hears(cell, "execute_input", execution_count=1)
            talk.hears(cell, "execute_result", execution_count=1)
            talk.replies(cell, status="ok", execution_count=1)
        asked = talk.ask("history_request", hist_access_type="tail", n=5, output=False, raw=True)
        talk.replies(asked, status="ok", history=[])


def test_an_empty_cell_does_not_count():
    with Conversation() as talk:
        cell = talk.execute(" \n")
        talk.hears(cell, "execute_input", code=" \n")
        talk.replies(cell, status="ok")
        cell = talk.execute("1")
        talk.hears(cell, "execute_input", execution_count=1)
        talk.hears(cell, "execute_result", execution_count=1)
        talk.replies(cell, status="ok", execution_count=1)


def test_an_error_is_told_once_with_name_value_and_traceback():
    with Conversation() as talk:
        cell = talk.execute("let a = 1;\nnope")
        talk.hears(cell, "execute_input")
        error = talk.hears(cell, "error", ename="NameError", evalue=lambda text: "nope" in text)
        traceback = error.content["traceback"]
        assert len(traceback) > 1 and all("\n" not in line for line in traceback)
        assert any("line 2" in line for line in traceback)
        assert any("\x1b[" in line for line in traceback)
        told = {name: error.content[name] for name in ["ename", "evalue", "traceback"]}
        talk.replies(cell, status="error", execution_count=1, **told)
        cell = talk.execute("a")
        talk.hears(cell, "execute_input", execution_count=2)
        talk.hears(cell, "execute_result", data={"text/plain": "1"})
        talk.replies(cell, status="ok", execution_count=2)


def test_an_error_aborts_what_was_sent_with_it():
    with Conversation() as talk:
        fails, first, info, second = (
            talk.execute("nope"),
            talk.execute("1"),
            talk.ask("kernel_info_request"),
            talk.execute("2"),
        )
        talk.hears(fails, "execute_input", execution_count=1)
        talk.hears(fails, "error")
        talk.replies(fails, status="error")
        talk.replies(first, status="aborted")
        talk.replies(info, status="ok", language_info=lambda info: info["name"] == "rhai")
        talk.replies(second, status="aborted")
        cell = talk.execute("3")
        talk.hears(cell, "execute_input", execution_count=2)
        talk.hears(cell, "execute_result", data={"text/plain": "3"})
        talk.replies(cell, status="ok", execution_count=2)


def test_without_stop_on_error_what_is_queued_runs():
    with Conversation() as talk:
        fails, next_one = talk.execute("nope", stop_on_error=False), talk.execute("1")
        talk.hears(fails, "execute_input")
        talk.hears(fails, "error")
        talk.replies(fails, status="error")
        talk.hears(next_one, "execute_input")
        talk.hears(next_one, "execute_result")
        talk.replies(next_one, status="ok")


def test_user_expressions_are_evaluated_after_the_cell():
    with Conversation() as talk:
        cell = talk.execute("let a = 4;", user_expressions={"double": "a * 2", "wrong": "nope"})
        talk.hears(cell, "execute_input")
        reply = talk.replies(cell, status="ok").content["user_expressions"]
        assert reply["double"] == {"status": "ok", "data": {"text/plain": "8"}, "metadata": {}}
        assert reply["wrong"]["status"] == "error" and reply["wrong"]["ename"] == "NameError"
        assert set(reply["wrong"]) == {"status", "ename", "evalue", "traceback"}


def test_a_failed_cell_evaluates_no_user_expressions():
    with Conversation() as talk:
        cell = talk.execute("nope", user_expressions={"a": "1"})
        talk.hears(cell, "execute_input")
        talk.hears(cell, "error")
        talk.replies(cell, status="error", user_expressions={})


def test_a_question_about_a_name_opens_the_pager():
    with Conversation() as talk:
        cell = talk.execute("?breakeven")
        talk.hears(cell, "execute_input")
        (page,) = talk.replies(cell, status="ok").content["payload"]
        assert page["source"] == "page" and page["start"] == 0
        assert "breakeven" in page["data"]["text/plain"]


def test_fields_may_be_missing():
    with Conversation() as talk:
        cell = talk.ask("execute_request", code="6 * 7")
        talk.hears(cell, "execute_input", execution_count=1)
        talk.hears(cell, "execute_result", data={"text/plain": "42"})
        talk.replies(cell, status="ok")
        cell = talk.ask("execute_request")
        talk.hears(cell, "execute_input", code="")
        talk.replies(cell, status="ok")


def test_answers_carry_the_request_header_as_it_came():
    with Conversation() as talk:
        asked, frames = talk.frames("kernel_info_request", {}, subshell_id=None, odd=[1.50])
        talk.shell.send_multipart([b"a proxy", *frames])
        reply = talk.replies(asked, status="ok")
        assert reply.raw_parent == frames[2]
        assert reply.before == [b"a proxy"]


def test_buffers_are_tolerated():
    with Conversation() as talk:
        asked, frames = talk.frames("kernel_info_request", {})
        talk.shell.send_multipart([*frames, b"\0" * 100, b""])
        talk.replies(asked, status="ok")
