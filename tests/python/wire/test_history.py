"""history_request: tail, range and search, in this session and in earlier ones."""

import tempfile
from pathlib import Path

from conversation import Conversation


def run(talk, *cells):
    for code in cells:
        cell = talk.execute(code)
        talk.hears(cell, "execute_input")
        if not code.endswith(";"):
            talk.hears(cell, "execute_result")
        talk.replies(cell, status="ok")


def history(talk, **request):
    asked = talk.ask("history_request", raw=True, **{"output": False, **request})
    return [entry[1:] for entry in talk.replies(asked, status="ok").content["history"]]


def test_tail_range_and_search():
    with Conversation() as talk:
        run(talk, "let a = 1;", "a + 1", "let b = 2;", "a + 1")
        assert history(talk, hist_access_type="tail", n=2) == [[3, "let b = 2;"], [4, "a + 1"]]
        assert history(talk, hist_access_type="tail", n=2, output=True) == [
            [3, ["let b = 2;", None]],
            [4, ["a + 1", "2"]],
        ]
        assert history(talk, hist_access_type="range", session=0, start=2, stop=4) == [
            [2, "a + 1"],
            [3, "let b = 2;"],
        ]
        assert history(talk, hist_access_type="search", pattern="let*") == [[1, "let a = 1;"], [3, "let b = 2;"]]
        assert history(talk, hist_access_type="search", pattern="a ? ?") == [[2, "a + 1"], [4, "a + 1"]]
        assert history(talk, hist_access_type="search", pattern="a*", unique=True) == [[4, "a + 1"]]
        assert history(talk, hist_access_type="search", pattern="*", n=1) == [[4, "a + 1"]]


def test_it_is_kept_across_restarts():
    with tempfile.TemporaryDirectory() as data:
        with Conversation(data=data) as talk:
            run(talk, "1", "let x = 2;")
            asked = talk.ask("shutdown_request", restart=True)
            talk.hears(asked, "shutdown_reply", restart=True)
            talk.replies(asked, _kind="shutdown_reply", restart=True)
            talk.kernel.process.wait(5)
        with Conversation(data=data) as talk:
            run(talk, "3")
            assert history(talk, hist_access_type="tail", n=3) == [[1, "1"], [2, "let x = 2;"], [1, "3"]]
            assert history(talk, hist_access_type="range", session=-1, start=1) == [[1, "1"], [2, "let x = 2;"]]
            assert history(talk, hist_access_type="range", session=0, start=1) == [[1, "3"]]


def test_several_kernels_share_it():
    with tempfile.TemporaryDirectory() as data, Conversation(data=data) as one, Conversation(data=data) as two:
        for talk, code in [(one, "1"), (two, "2"), (one, "3")]:
            run(talk, code)
            history(talk, hist_access_type="tail", n=1)  # by its reply the cell is stored
        for talk in (one, two):
            assert [code for _, code in history(talk, hist_access_type="tail", n=9)] == ["1", "2", "3"]


def test_where_it_cannot_be_written_the_session_still_has_its_own():
    with tempfile.NamedTemporaryFile() as file:
        with Conversation(data=str(Path(file.name) / "below")) as talk:
            run(talk, "1", "2")
            assert history(talk, hist_access_type="tail", n=9) == [[1, "1"], [2, "2"]]
            talk.kernel.said("history is kept for this session only")
