"""Text to tokens. The tokens cover every character, so that a highlighter can use them as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from graph.language import commands
from graph.language.characters import FRACTIONS, SUPERSCRIPTS, is_letter, is_mark, plain, refusal, stands_in_word
from graph.language.faults import Fault, Span
from graph.language.names import GREEK, LONGEST, Spelled, plain_name, scan_word
from graph.language.spelling import read_subscripts, refuse_lookalikes, spell


class Kind(StrEnum):
    NAME = "NAME"
    NUMBER = "NUMBER"
    OPERATOR = "OPERATOR"
    FUNCTION = "FUNCTION"
    BRACKET = "BRACKET"
    SEPARATOR = "SEPARATOR"
    KEYWORD = "KEYWORD"
    SHAPE = "SHAPE"
    STRING = "STRING"
    HOLE = "HOLE"
    COMMENT = "COMMENT"
    SPACE = "SPACE"
    NEWLINE = "NEWLINE"
    ERROR = "ERROR"


@dataclass(slots=True, eq=False)
class Token:
    """A stretch of the text. ``value`` is what it means in one spelling (``*`` for a pasted asterisk, ``⊙`` for
    ``.*``); ``acts`` is the kind as which a refused token is read on, so that one bad letter hides no other fault.
    """

    kind: Kind
    text: str
    start: int
    line: int
    column: int
    value: str
    acts: Kind
    spelled: Spelled | None = None

    @property
    def length(self) -> int:
        return len(self.text)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of a text, where its lines start, and what could not be a token."""

    tokens: list[Token]
    starts: list[int]
    faults: list[Fault]


_NUMBER = r"(?:[0-9]+(?:\.(?![.*/^T'])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

_PATTERN = re.compile(
    rf"""
    (?P<NEWLINE>\r\n|[\n\r\x85\u2028\u2029])
    |(?P<SPACE>[ \t]+)
    |(?P<COMMENT>\#[^\n\r\x85\u2028\u2029]*)
    |(?P<WORD>[A-Za-z][A-Za-z0-9]*)
    |(?P<OPERATOR>\.\.\.?|\.\*\*|\.[*/^']|\.T(?![A-Za-z0-9_])|\*\*|\|\||==|!=|~=|<=|>=|:=|<-(?=\s)
        |\.(?![0-9])|[-+*/@^=<>:~|·×÷⊙∘⊘∗⊛⊗≤≥≠…≔←∈‖ᵀℝ])
    |(?P<NUMBER>{_NUMBER})
    |(?P<BRACKET>[()\[\]{{}}])
    |(?P<SEPARATOR>[,;])
    |(?P<HOLE>\?[0-9]*)
    |(?P<STRING>"[^"\n\r]*")
    |(?P<SUPERSCRIPT>[⁰¹²³⁴-⁹⁻⁺ˣᵀ]+)
    |(?P<FRACTION>[½¼¾])
    |(?P<COMMAND>\\(?:[A-Za-z]+|[|,;:!\ {{}}\\]))
    |(?P<QUOTE>')
    """,
    re.VERBOSE,
)

_PLAIN_NAME = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:_([A-Za-z0-9]+))?(?![A-Za-z0-9_]|[^\x00-\x7f])")

_SYNONYMS = {
    "**": "^",
    ".**": ".^",
    ":=": "=",
    "≔": "=",
    "←": "=",
    "<-": "=",
    ".*": "⊙",
    "∘": "⊙",
    "./": "⊘",
    "⊛": "∗",
    "÷": "/",
    "||": "‖",
    ".'": "ᵀ",
    ".T": "ᵀ",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "~=": "≠",
    "..": "…",
    "...": "…",
}

_KINDS = {kind.value: kind for kind in Kind}

_OTHER_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_ENDS = ("\n", "\r", "\x85", "\u2028", "\u2029")
_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|\Z)")

_SUPERSCRIPT_PART = re.compile(r"[⁻⁺]?[⁰¹²³⁴-⁹]+(?:ˣ[⁰¹²³⁴-⁹]+)*|⁻?ᵀ|.")

MOST_REFUSED_PER_LINE = 20
BYTE_ORDER_MARK = "\ufeff"
"""A space where a text begins with it, and nowhere else."""


def canonical(text: str) -> str:
    """The name a node has, of any way to spell it (``alpha``, ``x₁``); text that is no name comes back as it is."""
    tokens = tokenise(text).tokens
    if len(tokens) == 1 and tokens[0].kind == Kind.NAME and tokens[0].spelled is not None:
        return tokens[0].spelled.name
    return text


def with_newlines(text: str) -> str:
    """A text whose lines all end in the one way that every editor counts them by."""
    return _OTHER_END.sub("\n", text)


def lines(text: str) -> list[str]:
    """The lines of a text, each with what ends it; the last one has no end. No token goes over the end of its line."""
    return _LINE.findall(text)[: None if text.endswith(_ENDS) or not text else -1]


def tokenise(text: str) -> Tokens:
    """The tokens of a whole text."""
    tokens: list[Token] = []
    starts: list[int] = []
    faults: list[Fault] = []
    start = 0
    for number, line in enumerate(lines(text), 1):
        found, wrong = tokenise_line(line, start, number)
        tokens.extend(found)
        faults.extend(wrong)
        starts.append(start)
        start += len(line)
    return Tokens(tokens, starts, faults)


def tokenise_line(line: str, start: int, number: int) -> tuple[list[Token], list[Fault]]:
    """The tokens of one line, which begins at ``start``, and what in it could not be one."""
    lexer = _Lexer(line, start, number)
    lexer.run()
    return lexer.tokens, lexer.faults


class _Lexer:
    """Cuts one line; all places in it are counted from its start, but for those in tokens and faults."""

    def __init__(self, line: str, start: int, number: int) -> None:
        self.source = line
        self.text = plain(line)
        self.start = start
        self.number = number
        self.place = 0
        self.tokens: list[Token] = []
        self.faults: list[Fault] = []
        self.refused = 0
        self.special: dict[str, Callable[[re.Match[str]], None]] = {
            "WORD": lambda match: self.name(match.start()),
            "NUMBER": self.numeral,
            "FRACTION": self.fraction,
            "SUPERSCRIPT": self.superscript,
            "COMMAND": self.command,
            "QUOTE": self.quote,
        }

    def run(self) -> None:
        text, pattern, special = self.text, _PATTERN, self.special
        if not self.start and text.startswith(BYTE_ORDER_MARK):
            self.add(Kind.SPACE, 1)
        while self.place < len(text):
            match = pattern.match(text, self.place)
            if match is None:
                self.other()
                continue
            group = match.lastgroup or ""
            if group in special:
                special[group](match)
            else:
                raw = match[0]
                self.add(_KINDS[group], match.end(), _SYNONYMS.get(raw, raw))

    def add(
        self, kind: Kind, end: int, value: str = "", acts: Kind | None = None, spelled: Spelled | None = None
    ) -> None:
        place = self.place
        raw = self.source[place:end]
        self.tokens.append(
            Token(kind, raw, self.start + place, self.number, place + 1, value or raw, acts or kind, spelled)
        )
        self.place = end

    def fault(self, kind: str, message: str, start: int, end: int, hint: str = "") -> None:
        self.faults.append(Fault(kind, message, Span(self.start + start, self.start + end), hint))

    def numeral(self, match: re.Match[str]) -> None:
        end = match.end()
        raw = match[0]
        if self.text[end : end + 1] == "." and self.text[end + 1 : end + 2].isdigit():
            end = re.compile(r"[0-9.]+").match(self.text, self.place).end()  # type: ignore[union-attr]
            self.fault("syntax", f"{self.text[self.place : end]} is no number", self.place, end, "one point a number")
            self.add(Kind.ERROR, end, raw, Kind.NUMBER)
        elif float(raw) == float("inf"):
            shown = raw if len(raw) <= 20 else raw[:17] + "…"
            self.fault(
                "too-large", f"{shown} is more than the largest number, 1.8e308", self.place, end, "scale it down"
            )
            self.add(Kind.ERROR, end, "1", Kind.NUMBER)
        else:
            self.add(Kind.NUMBER, end, raw)

    def fraction(self, match: re.Match[str]) -> None:
        self.add(Kind.NUMBER, match.end(), repr(FRACTIONS[match[0]]))

    def superscript(self, match: re.Match[str]) -> None:
        end = match.end()
        while self.place < end:
            part = _SUPERSCRIPT_PART.match(self.text, self.place)
            assert part is not None
            value = "".join(SUPERSCRIPTS[c] for c in part[0])
            if value in ("-", "+", "x"):
                self.fault("syntax", f"{part[0]} raises nothing", self.place, part.end(), "write ^ and the exponent")
                self.add(Kind.ERROR, part.end(), acts=Kind.ERROR)
            else:
                self.add(Kind.OPERATOR, part.end(), "ᵀ" if value == "T" else f"^{value}")

    def quote(self, match: re.Match[str]) -> None:
        """A transpose behind what can be transposed, else the start of a string."""
        previous = next((token for token in reversed(self.tokens) if token.kind != Kind.SPACE), None)
        closing = re.compile(r"'[^'\n\r]*'").match(self.text, self.place)
        if closing is not None and previous is not None and previous.value in ("=", "(", ","):
            self.add(Kind.STRING, closing.end())
        else:
            self.add(Kind.OPERATOR, match.end(), "ᵀ")

    def command(self, match: re.Match[str]) -> None:
        """What starts with a backslash: a letter, an accent, a style, an operator, or the name of a function."""
        found = match[0][1:]
        if self.divides_from_the_left(found):
            message, hint = "\\ does not divide from the left here", "write solve(A, b) for A \\ b"
            self.fault("syntax", message, self.place, self.place + 1, hint)
            self.add(Kind.ERROR, self.place + 1)
        elif found in GREEK:
            self.name(self.place)
        elif found in commands.OPERATORS:
            self.add(Kind.OPERATOR, match.end(), commands.OPERATORS[found])
        elif found in commands.BRACKETS:
            self.add(Kind.BRACKET, match.end(), commands.BRACKETS[found])
        elif found in commands.SPACES:
            self.add(Kind.SPACE, match.end())
        elif found == "\\":
            self.add(Kind.SEPARATOR, match.end(), ";")
        elif found in ("mathbb", "R") and (reals := commands.REALS.match(self.text, self.place)):
            self.add(Kind.OPERATOR, reals.end(), "ℝ")
        elif found == "frac":
            self.add(Kind.KEYWORD, match.end(), "frac")
        else:
            self.name(self.place)

    def divides_from_the_left(self, found: str) -> bool:
        """Whether a backslash is the left division of other languages, as in ``A \\ b`` and ``A\\b``."""
        if len(found) > 1 or not (found == " " or found.isalpha()):
            return False
        previous = next((token for token in reversed(self.tokens) if token.kind != Kind.SPACE), None)
        if previous is None or previous.text == "in":
            return False
        operand = previous.acts in (Kind.NAME, Kind.NUMBER) or previous.value in (")", "]", "ᵀ")
        return operand or (previous.value.startswith("^") and len(previous.value) > 1)

    def name(self, start: int) -> None:
        """A name from ``start``, with what stands below the line."""
        text = self.text
        plain = _PLAIN_NAME.match(text, start)
        if plain is not None and plain.end() - start <= LONGEST:
            spelled = plain_name(plain[1], plain[2])
            self.add(Kind.NAME, plain.end(), spelled.name, Kind.NAME, spelled)
            return
        base, end = spell(text, start) if text[start] == "\\" else self.plain_base(start)
        if base is None:
            shown = text[start : min(end, start + LONGEST)]
            self.fault("bad-name", f"{shown} is not known", start, end, "write the name without a backslash")
            self.add(Kind.ERROR, end)
            return
        subscripts: tuple[str, ...] = ()
        problem = None
        if end < len(text) and (text[end] == "_" or not text[end].isascii()):
            subscripts, end, problem = read_subscripts(text, end)
        spelled = Spelled(base, subscripts)
        if problem is None and len(spelled.name) > LONGEST:
            shown = spelled.name[:12] + "…"
            problem = "bad-name", f"the name {shown} has {len(spelled.name)} characters", f"use at most {LONGEST}"
        if problem is not None:
            self.fault(problem[0], problem[1], start, end, problem[2])
        bad = self.refuse_lookalikes(start, end) or problem is not None
        self.add(Kind.ERROR if bad else Kind.NAME, end, spelled.name, Kind.NAME, spelled)

    def plain_base(self, start: int) -> tuple[str, int]:
        from graph.language.names import word

        end = scan_word(self.text, start)
        return word(refuse_lookalikes(self.text[start:end])), end

    def refuse_lookalikes(self, start: int, end: int) -> bool:
        if self.text[start:end].isascii():
            return False
        bad = False
        for place in range(start, end):
            c = self.text[place]
            if stands_in_word(c) and not is_letter(c):
                bad = True
                self.refuse(place, place + 1)
        return bad

    def other(self) -> None:
        """Letters beyond ASCII, and whatever has no meaning."""
        c = self.text[self.place]
        if stands_in_word(c):
            self.name(self.place)
            return
        if c == "_":
            end = self.place + 1 + len(self.text[self.place + 1 : self.place + 41].split(" ")[0].split("\n")[0])
            following = self.text[self.place + 1 : end]
            if self.tokens and self.tokens[-1].value in ("‖", "|") and following[:1] in ("1", "2", "F"):
                self.add(Kind.OPERATOR, self.place + 2, "_" + following[0])
                return
            if following.startswith(("{1}", "{2}", "{F}")) and self.tokens and self.tokens[-1].value == "‖":
                self.add(Kind.OPERATOR, self.place + 4, "_" + following[1])
                return
            end = self.place + 1
            while end < len(self.text) and (self.text[end] == "_" or self.text[end].isalnum()):
                end += 1
            self.fault("bad-name", "a name cannot start with _", self.place, end, "start it with a letter")
            word = self.text[self.place : end].strip("_")
            spelled = Spelled(word) if word[:1].isalpha() else None
            self.add(Kind.ERROR, end, word, Kind.NAME if spelled else Kind.ERROR, spelled)
            return
        if c in "₁₂" and self.tokens and self.tokens[-1].value == "‖":
            self.add(Kind.OPERATOR, self.place + 1, "_1" if c == "₁" else "_2")
            return
        self.garbage()

    def garbage(self) -> None:
        """A run of characters without meaning: one fault for each, up to what anybody wants to read."""
        start = self.place
        end = start + 1
        while end < len(self.text) and self.text[end] == self.text[start]:
            end += 1
        self.refuse(start, end)
        c = self.text[start]
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        harmless = not c.isprintable() and not ((before.isalnum() or is_mark(before or " ")) and after.isalnum())
        self.add(Kind.ERROR, end, acts=Kind.SPACE if harmless else Kind.ERROR)

    def refuse(self, start: int, end: int) -> None:
        self.refused += 1
        if self.refused > MOST_REFUSED_PER_LINE:
            return
        message, hint = refusal(self.source[start])
        if self.refused == MOST_REFUSED_PER_LINE:
            message += "; the line may have more such characters"
        self.fault("bad-char", message, start, end, hint)
