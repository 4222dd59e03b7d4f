"""A graph as a story: steps forward, then backward, each with its sentence, its formula and its numbers."""

from graph.story.phrases import Formula, Phrase
from graph.story.steps import Step, Story, story

__all__ = ["Formula", "Phrase", "Step", "Story", "story"]
