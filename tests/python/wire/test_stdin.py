"""input(): asking the reader."""

from conversation import Conversation, kill


def test_a_question_is_answered():
    with Conversation() as talk:
        cell = talk.execute('let name = input("name: "); print(`hello, ${name}`)', allow_stdin=True)
        talk.hears(cell, "execute_input")
        question = talk.asked(prompt="name: ", password=False)
        assert question.parent["msg_id"] == cell
        talk.answer(question, "Ada 🦀")
        talk.hears(cell, "stream", text="hello, Ada 🦀\n")
        talk.replies(cell, status="ok")


def test_what_was_printed_is_seen_before_the_question():
    with Conversation() as talk:
        cell = talk.execute('print("a"); print("b"); input("?");', allow_stdin=True)
        talk.hears(cell, "execute_input")
        talk.hears(cell, "stream", text="a\nb\n")
        talk.answer(talk.asked(prompt="?"), "")
        talk.replies(cell, status="ok")


def test_an_answer_to_an_earlier_question_is_not_taken():
    with Conversation() as talk:
        cell = talk.execute('[input("1"), input("2")]', allow_stdin=True)
        talk.hears(cell, "execute_input")
        first = talk.asked(prompt="1")
        talk.answer(first, "one")
        second = talk.asked(prompt="2")
        talk.answer(first, "one again")
        talk.answer(second, "two")
        talk.hears(cell, "execute_result", data=lambda data: data["text/plain"] == '["one", "two"]')
        talk.replies(cell, status="ok")


def test_without_leave_to_ask_it_is_an_error_in_the_cell():
    with Conversation() as talk:
        cell = talk.execute('input("?")', allow_stdin=False)
        talk.hears(cell, "execute_input")
        talk.hears(cell, "error", evalue=lambda text: "input" in text or "answer" in text)
        talk.replies(cell, status="error")


def test_a_question_can_be_interrupted():
    with Conversation() as talk:
        cell = talk.execute('input("?")', allow_stdin=True)
        talk.hears(cell, "execute_input")
        talk.asked(prompt="?")
        talk.replies(talk.ask("interrupt_request", talk.control), talk.control, status="ok")
        talk.hears(cell, "error", ename="Interrupted")
        talk.replies(cell, status="error", ename="Interrupted")


def test_a_worker_that_dies_while_it_asks_is_replaced():
    with Conversation() as talk:
        cell = talk.execute('input("?")', allow_stdin=True)
        talk.hears(cell, "execute_input")
        talk.asked(prompt="?")
        kill(talk.kernel.worker())
        talk.hears(cell, "error", evalue=lambda text: "signal 9" in text)
        talk.replies(cell, status="error")
