"""The equation language: text to a Reading."""

from graph.language.commands import COMPLETIONS
from graph.language.names import GREEK
from graph.language.reading import Reading, parse, read
from graph.language.statements import Statement
from graph.language.tokens import Kind, Token

__all__ = ["COMPLETIONS", "GREEK", "Kind", "Reading", "Statement", "Token", "parse", "read"]
