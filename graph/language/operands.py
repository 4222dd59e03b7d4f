"""What an expression starts with: names, numbers, calls and brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.language.faults import Fault, Refused, Span
from graph.language.functions import functions
from graph.language.levels import FRACTION, POWER, SUMMED, TERM, UNARY, Level, Operator
from graph.language.literals import numbers_in_brackets
from graph.language.names import Spelled
from graph.language.running import running_sum
from graph.language.syntax import Broken, Literal, Open, Syntax, Text, Word
from graph.language.tokens import Kind, Token

DEEPEST = 100
"""Brackets that may be open at one time."""

OPENING = {"(": ")", "[": "]", "{": "}"}


class Operands:
    """The half of the parser that looks for an operand; the other half, in ``parser.py``, has one.

    ``defined`` tells the names of the text from functions; what is wrong but can be read past goes to ``faults``,
    what cannot raises Refused.
    """

    def __init__(
        self, tokens: Sequence[Token], defined: Callable[[Spelled, Mapping[str, int]], bool], end: Span
    ) -> None:
        self.tokens = list(tokens)
        self.defined = defined
        self.end = end
        self.faults: list[Fault] = []
        self.running: dict[str, int] = {}
        self.place = 0
        self.levels = [Level(tokens[0], "")] if tokens else []
        self.wants = True

    def peek(self, ahead: int = 1) -> Token | None:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def operand(self, token: Token) -> None:
        value = token.value
        match token.acts:
            case Kind.NUMBER:
                self.push(Literal(token.span, float(value), token.text))
            case Kind.NAME:
                self.name(token)
            case Kind.HOLE:
                self.push(Open(token.span, token.text[1:]))
            case Kind.STRING:
                self.text(token)
            case Kind.BRACKET if value == "[":
                self.square(token)
            case Kind.BRACKET if value in OPENING and (value == "(" or self.opens_brace()):
                self.open(token, OPENING[value])
            case Kind.OPERATOR if value in ("‖", "|"):
                self.open(token, value)
            case Kind.OPERATOR if value in ("+", "-"):
                self.sign(token)
            case Kind.KEYWORD if value == FRACTION:
                self.fraction(token)
            case _:
                self.missing_operand(token)

    def push(self, syntax: Syntax) -> None:
        self.levels[-1].operands.append(syntax)
        self.place += 1
        self.wants = False

    def open(self, token: Token, closer: str, function: Token | None = None, power: Syntax | None = None) -> None:
        if len(self.levels) > DEEPEST:
            raise Refused("too-deep", f"more than {DEEPEST} brackets are open", token.span, "name a part of it")
        self.levels.append(Level(token, closer, function, power))
        self.place += 1
        self.wants = True

    def stands_alone(self, first: int, last: int) -> bool:
        """Whether the tokens from ``first`` to ``last`` are a whole argument of a call."""
        before, after = self.tokens[first - 1].value if first else "", self.tokens[last + 1 : last + 2]
        return before in ("(", ",", "=") and bool(after) and after[0].value in (",", ")", "}")

    def text(self, token: Token) -> None:
        if self.levels[-1].function is None or not self.stands_alone(self.place, self.place):
            hint = 'only options are texts, as in mode="full"'
            raise Refused("syntax", f"the text {token.text} cannot be calculated with", token.span, hint)
        self.push(Text(token.span, token.text[1:-1]))

    def opens_brace(self) -> bool:
        """Braces group an exponent, and what follows \\frac and \\sqrt."""
        operators = self.levels[-1].operators
        return bool(operators) and operators[-1].sign in ("^", ".^", FRACTION)

    def sign(self, token: Token) -> None:
        number, behind = self.peek(), self.peek(2)
        operators = self.levels[-1].operators
        in_exponent = bool(operators) and operators[-1].sign in ("^", ".^")
        following = behind.value if behind is not None else ""
        raised = following in ("^", ".^") or (following.startswith("^") and not in_exponent)
        if number is not None and number.acts == Kind.NUMBER and not raised:
            sign = -1.0 if token.value == "-" else 1.0
            self.place += 1
            text = ("-" if sign < 0 else "") + number.text
            self.push(Literal(token.span.to(number.span), sign * float(number.value), text))
            return
        level = self.levels[-1]
        binding = UNARY if level.operators or level.operands else TERM
        level.operators.append(Operator(binding, token.value, token, prefix=True))
        self.place += 1

    def fraction(self, token: Token) -> None:
        """\\frac{a}{b}: the numerator now, the division at its closing brace."""
        following = self.peek()
        if following is None or following.value != "{":
            raise Refused("syntax", r"\frac needs two pairs of braces", token.span, "write (a)/(b)")
        self.levels[-1].operators.append(Operator(POWER + 1, FRACTION, token))
        self.place += 1

    def missing_operand(self, token: Token) -> None:
        level = self.levels[-1]
        before = self.tokens[self.place - 1] if self.place else None
        if token.acts == Kind.BRACKET and token.value in ")]}":
            if token.value != level.closer:
                self.unmatched(token)
            if level.function is not None and before is level.opener:
                self.close(token)
                return
            raise Refused("syntax", f"nothing stands before {token.value}", token.span, "write an expression there")
        if token.acts == Kind.ERROR:
            raise Refused("bad-char", f"{token.text} has no meaning here", token.span, "delete it")
        what = f"after {before.text}" if before is not None else "at the start"
        if token.value == "=":
            hint = "write one = a line; equality in a mask is =="
        elif token.value == "{":
            hint = "group with ( )"
        elif token.acts == Kind.OPERATOR:
            hint = f"write a name or a number before {token.text}, or drop {token.text}"
        else:
            hint = "write a name or a number there"
        raise Refused("syntax", f"{token.text} stands where an expression is expected, {what}", token.span, hint)

    def name(self, token: Token) -> None:
        spelled = token.spelled
        assert spelled is not None
        run = running_sum(self.tokens, self.place)
        if run is not None:
            letter, first, last, used = run
            self.running[letter] = first
            self.levels[-1].operators.append(Operator(SUMMED, "Σ", token, prefix=True, run=(letter, first, last)))
            token.kind = Kind.FUNCTION
            self.place += used
            return
        following = self.peek()
        if following is not None and following.value == "=" and self.levels[-1].function is not None:
            self.push(Word(token.span, spelled))
            return
        known = self.defined(spelled, self.running)
        if not known and following is not None:
            power, used = self.function_power(spelled, following)
            opener = self.peek(1 + used)
            if opener is not None and opener.value == "(" and (used or opener is following):
                self.call(token, used, power)
                return
            if opener is not None and opener.value == "{" and opener is following and spelled.name in functions():
                self.call(token, 0, None, "}")
                return
        if not known and token.kind == Kind.ERROR:
            self.push(Broken(token.span))
            return
        if not known and spelled.name in functions():
            self.bracketless(token)
            self.push(Broken(token.span))
            return
        self.push(Word(token.span, spelled))

    def bracketless(self, token: Token) -> None:
        """A function without brackets; in log det X both are told at log, whose way out is log(det(X))."""
        if self.place and self.faults and self.faults[-1].span == self.tokens[self.place - 1].span:
            return
        written, depth = token.text, 1
        while (inner := self.peek(depth)) is not None and inner.spelled and inner.spelled.name in functions():
            written += f"({inner.text}"
            depth += 1
        hint = f"write {written}({inner.text if inner is not None and inner.spelled else '…'}{')' * depth}"
        self.faults.append(Fault("syntax", f"{token.text} is a function and needs brackets", token.span, hint))

    def function_power(self, spelled: Spelled, following: Token) -> tuple[Syntax | None, int]:
        """The exponent in tanh²(X) or sin^2(x), and how many tokens it takes; 0 where there is none."""
        if spelled.name not in functions():
            return None, 0
        value = following.value
        if following.acts == Kind.OPERATOR and len(value) > 1 and value[0] == "^" and value[1:].lstrip("-").isdigit():
            return Literal(following.span, float(value[1:]), value[1:]), 1
        if value != "^":
            return None, 0
        used, said = 2, ""
        while (token := self.peek(used)) is not None and used < 6 and not (said and token.value == "("):
            if token.acts != Kind.NUMBER and token.value not in ("{", "}", "-"):
                return None, 0
            said += token.value.strip("{}")
            used += 1
        try:
            return Literal(following.span, float(said), said), used - 1
        except ValueError:
            return None, 0

    def call(self, token: Token, used: int, power: Syntax | None, closer: str = ")") -> None:
        token.kind = Kind.FUNCTION
        if isinstance(power, Literal) and power.value < 0:
            raise Refused(
                "syntax",
                f"{token.text} to the power {power.text} could be its inverse or its reciprocal",
                token.span.to(power.span),
                f"write 1 ./ {token.text}(x), or the name of the inverse function",
            )
        self.place += 1 + used
        self.open(self.tokens[self.place], closer, token, power)

    def square(self, token: Token) -> None:
        literal = numbers_in_brackets(self.tokens, self.place)
        if literal is not None:
            rows, used = literal
            self.place += used - 1
            self.push(rows)
        else:
            self.open(token, "]")

    def close(self, token: Token) -> None:
        level = self.levels[-1]
        if token.value != level.closer:
            self.unmatched(token)
        if not self.wants:
            level.end_item()
        is_list = level.separated and level.closer == ")" and level.function is None
        if is_list and not self.stands_alone(self.tokens.index(level.opener), self.place):
            raise Refused("syntax", "a list stands only where a call takes a shape", level.opener.span, "drop it")
        self.levels.pop()
        self.push(level.closed(token))
        self.numerator()

    def unmatched(self, token: Token) -> None:
        level = self.levels[-1]
        if len(self.levels) == 1:
            raise Refused("unbalanced", f"{token.value} closes nothing", token.span, "delete it, or open a bracket")
        raise Refused(
            "unbalanced",
            f"{token.value} cannot close the {level.opener.value} of column {level.opener.column}",
            token.span,
            f"close that with {level.closer} first",
        )

    def numerator(self) -> None:
        """Behind the closing brace of \\frac's first part, its second must open."""
        operators = self.levels[-1].operators
        if not operators or operators[-1].sign != FRACTION:
            return
        following = self.peek(0)
        if operators[-1].prefix:
            self.levels[-1].apply_last()
        elif following is not None and following.value == "{":
            operators[-1].prefix = True
            self.wants = True
        else:
            raise Refused("syntax", r"\frac needs two pairs of braces", operators[-1].token.span, "write (a)/(b)")
