"""Completion, inspection, completeness, and what the kernel says of itself."""

from conversation import Conversation


def test_kernel_info():
    with Conversation() as talk:
        info = talk.replies(talk.ask("kernel_info_request"), _kind="kernel_info_reply", status="ok").content
        assert info["protocol_version"] == "5.4" and info["implementation"] == "rhaibook"
        language = info["language_info"]
        assert language["name"] == "rhai" and language["file_extension"] == ".rhai"
        assert isinstance(language["codemirror_mode"], str)


def test_completion_counts_code_points():
    with Conversation() as talk:
        code = 'let s = "é🦀"; breakev + 1'
        at = code.index(" + 1")
        reply = talk.replies(talk.ask("complete_request", code=code, cursor_pos=at), status="ok").content
        assert "breakeven" in reply["matches"]
        assert (reply["cursor_start"], reply["cursor_end"]) == (code.index("breakev"), at)
        typed = reply["metadata"]["_jupyter_types_experimental"]
        assert [m["text"] for m in typed] == reply["matches"]
        assert all(m["start"] == reply["cursor_start"] and m["type"] for m in typed)


def test_completion_knows_the_notebooks_variables():
    with Conversation() as talk:
        cell = talk.execute("let unusual_name = 1;")
        talk.hears(cell, "execute_input")
        talk.replies(cell, status="ok")
        asked = talk.ask("complete_request", code="unus", cursor_pos=4)
        talk.replies(asked, status="ok", matches=["unusual_name"], cursor_start=0, cursor_end=4)


def test_a_cursor_out_of_range_is_the_end():
    with Conversation() as talk:
        for position in [99, -1, None, "x"]:
            asked = talk.ask("complete_request", code="breakev", cursor_pos=position)
            talk.replies(asked, status="ok", cursor_end=7, matches=lambda found: "breakeven" in found)


def test_inspection():
    with Conversation() as talk:
        code = '"é🦀"; breakeven'
        brief = talk.ask("inspect_request", code=code, cursor_pos=len(code), detail_level=0)
        brief = talk.replies(brief, status="ok", found=True).content["data"]["text/plain"]
        whole = talk.ask("inspect_request", code=code, cursor_pos=len(code), detail_level=1)
        whole = talk.replies(whole, status="ok", found=True).content["data"]["text/plain"]
        assert "breakeven" in brief and len(whole) >= len(brief)
        asked = talk.ask("inspect_request", code="no_such_name", cursor_pos=3)
        talk.replies(asked, status="ok", found=False, data={}, metadata={})


def test_completeness():
    with Conversation() as talk:
        for code, status in [
            ("1 + 1", "complete"),
            ("", "complete"),
            ("fn f(x) {", "incomplete"),
            ("let a = [1,", "incomplete"),
            ("let = 3", "invalid"),
        ]:
            reply = talk.replies(talk.ask("is_complete_request", code=code), _kind="is_complete_reply", status=status)
            assert ("indent" in reply.content) == (status == "incomplete")


def test_usage():
    with Conversation() as talk:
        reply = talk.replies(talk.ask("usage_request", talk.control), talk.control, status="ok").content
        assert reply["pid"] == talk.kernel.process.pid
        assert reply["cpu_count"] >= 1
