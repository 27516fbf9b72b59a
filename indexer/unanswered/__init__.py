"""What people looked for in vain, without the people. In: a question without an answer. Out: words and how often."""

from indexer.unanswered.tally import LEAST, Tally, Unanswered
from indexer.unanswered.words import countable

__all__ = ["LEAST", "Tally", "Unanswered", "countable"]
