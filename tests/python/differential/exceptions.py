"""Where arrays differ from numpy on purpose: at most 20 entries, each with its reason and with what is given instead. An entry
that no case needs any more fails the test."""

from .encoding import Raised


class Difference:
    def __init__(self, reason, applies, instead):
        self.reason = reason
        # Of a case, whether the difference concerns it.
        self.applies = applies
        # In numpy's place: a function of the case's inputs, or RAISES.
        self.instead = instead


def RAISES(**inputs):
    raise Raised("on purpose")


DIFFERENCES = []
