"""Tokens of one expression to a syntax tree: operators by their binding, on a stack of our own.

Every open bracket is a level with its own operands and operators, so nothing recurses and depth is only a rule of
the language. A minus directly before a number is part of the number; elsewhere it takes the product that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from graph.language.faults import Fault, Refused, Span
from graph.language.functions import functions
from graph.language.levels import ADD, COMPARE, FRACTION, HAD, POWER, PRODUCT, SUMMED, TERM, UNARY, Level, Operator
from graph.language.literals import numbers_in_brackets
from graph.language.names import Spelled
from graph.language.running import running_sum
from graph.language.syntax import Bars, Broken, Literal, Open, Raised, Syntax, Text, Transposed, Word
from graph.language.tokens import Kind, Token

DEEPEST = 100
"""Brackets that may be open at one time."""

INFIX = {
    "+": ADD,
    "-": ADD,
    **dict.fromkeys("⊙⊘∗⊗", HAD),
    **dict.fromkeys("*@·×/", PRODUCT),
    "^": POWER,
    ".^": POWER,
    **dict.fromkeys((">", "≥", "<", "≤", "==", "≠", "="), COMPARE),
}

OPENING = {"(": ")", "[": "]", "{": "}"}


class Parser:
    """Reads the tokens of one expression.

    ``defined`` tells the names of the text from functions; what is wrong but can be read past goes to ``faults``,
    what cannot raises Refused.
    """

    def __init__(self, tokens: Sequence[Token], defined: Callable[[Spelled], bool], end: Span) -> None:
        self.tokens = list(tokens)
        self.defined = defined
        self.end = end
        self.faults: list[Fault] = []
        self.place = 0
        self.levels = [Level(tokens[0], "")] if tokens else []
        self.wants = True

    def parse(self) -> Syntax:
        if not self.tokens:
            raise Refused("syntax", "an expression is missing", self.end, "write what it is equal to")
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if self.wants:
                self.operand(token)
            else:
                self.behind_operand(token)
        level = self.levels[-1]
        if len(self.levels) > 1:
            opener = level.opener
            shown = opener.value
            raise Refused("unbalanced", f"{shown} is not closed", opener.span, f"close it with {level.closer}")
        if self.wants:
            last = self.tokens[-1]
            raise Refused("syntax", f"nothing stands after {last.text}", last.span, "write a name or a number there")
        return level.finish()

    def peek(self, ahead: int = 1) -> Token | None:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    # What an expression starts with

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
                self.push(Text(token.span, token.text[1:-1]))
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

    def opens_brace(self) -> bool:
        """Braces group an exponent, and what follows \\frac and \\sqrt."""
        operators = self.levels[-1].operators
        return bool(operators) and operators[-1].sign in ("^", ".^", FRACTION)

    def sign(self, token: Token) -> None:
        number, behind = self.peek(), self.peek(2)
        raised = behind is not None and (behind.value.startswith(("^", ".^")) or behind.value == "ᵀ")
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
        elif token.value in INFIX:
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
            self.levels[-1].operators.append(Operator(SUMMED, "Σ", token, prefix=True, run=(letter, first, last)))
            token.kind = Kind.FUNCTION
            self.place += used
            return
        following = self.peek()
        if following is not None and following.value == "=" and self.levels[-1].function is not None:
            self.push(Word(token.span, spelled))
            return
        known = self.defined(spelled)
        if not known and following is not None:
            power, used = self.function_power(spelled, following)
            opener = self.peek(1 + used)
            if opener is not None and opener.value == "(" and (used or opener is following):
                self.call(token, used, power)
                return
            if opener is not None and opener.value == "{" and opener is following and spelled.name in functions():
                self.call(token, 0, None, "}")
                return
        if not known and spelled.name in functions():
            self.faults.append(
                Fault(
                    "syntax",
                    f"{token.text} is a function and needs brackets",
                    token.span,
                    f"write {token.text}(…)" if following is None else f"write {token.text}({following.text})",
                )
            )
            self.push(Broken(token.span))
            return
        self.push(Word(token.span, spelled))

    def function_power(self, spelled: Spelled, following: Token) -> tuple[Syntax | None, int]:
        """The exponent in tanh²(X) or sin^2(x), and how many tokens it takes; 0 where there is none."""
        if spelled.name not in functions():
            return None, 0
        value = following.value
        if following.acts == Kind.OPERATOR and len(value) > 1 and value[0] == "^" and value[1:].lstrip("-").isdigit():
            return Literal(following.span, float(value[1:]), value[1:]), 1
        number = self.peek(2)
        if value == "^" and number is not None and number.acts == Kind.NUMBER:
            return Literal(number.span, float(number.value), number.text), 2
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

    # What may stand behind an operand

    def behind_operand(self, token: Token) -> None:
        value, level = token.value, self.levels[-1]
        if token.acts == Kind.BRACKET and value in ")]}":
            self.close(token)
        elif value in ("‖", "|") and token.acts == Kind.OPERATOR:
            self.bar(token)
        elif token.acts == Kind.SEPARATOR:
            self.separate(token)
        elif value == "=" and level.function is not None and self.names_option():
            level.name = self.tokens[self.place - 1]
            level.operands.pop()
            self.place += 1
            self.wants = True
        elif token.acts == Kind.OPERATOR and value == "ᵀ":
            self.postfix(token)
        elif token.acts == Kind.OPERATOR and value[0] == "^" and len(value) > 1:
            self.superscript(token)
        elif token.acts == Kind.OPERATOR and value[0] == "_":
            self.index(token)
        elif token.acts == Kind.OPERATOR and value in INFIX:
            self.infix(token)
        elif value == "{" or token.acts in (Kind.ERROR, Kind.STRING, Kind.OPERATOR):
            self.unexpected(token)
        else:
            self.levels[-1].reduce(PRODUCT)
            level.operators.append(Operator(PRODUCT, "", token))
            self.wants = True

    def unexpected(self, token: Token) -> None:
        hints = {"{": "group with ( )", "~": "an initialiser follows a shape", ":": "a shape follows a name alone"}
        raise Refused("syntax", f"{token.text} cannot stand here", token.span, hints.get(token.value, "delete it"))

    def names_option(self) -> bool:
        level = self.levels[-1]
        return not level.operators and level.name is None and isinstance(level.operands[-1], Word | Broken)

    def bar(self, token: Token) -> None:
        closer = self.levels[-1].closer
        if token.text == "||" and closer == "|":
            self.split_bars(token)
            token = self.tokens[self.place]
        if token.value == closer:
            self.close(token)
            return
        self.levels[-1].reduce(PRODUCT)
        self.levels[-1].operators.append(Operator(PRODUCT, "", token))
        self.wants = True

    def split_bars(self, token: Token) -> None:
        halves = [
            Token(token.kind, "|", token.start + half, token.line, token.column + half, "|", token.acts)
            for half in (0, 1)
        ]
        self.tokens[self.place : self.place + 1] = halves

    def separate(self, token: Token) -> None:
        level = self.levels[-1]
        comma = token.value == ","
        called = any(outer.function is not None for outer in self.levels)
        if level.closer not in (")", "]", "}" if level.function else ")") or (level.closer == ")" and not called):
            hint = "a decimal point is a point; close a bracket before the comma" if comma else "close the bracket"
            raise Refused("syntax", f"{token.text} cannot stand here", token.span, hint)
        if not comma and level.closer != "]":
            raise Refused("unbalanced", f"{level.opener.value} is not closed", level.opener.span, "close it with )")
        level.end_item()
        level.separated = True
        if not comma:
            level.rows.append([])
        self.place += 1
        self.wants = True

    def postfix(self, token: Token) -> None:
        self.levels[-1].reduce_powers()
        operands = self.levels[-1].operands
        operands[-1] = Transposed(operands[-1].span.to(token.span), operands[-1])
        self.place += 1

    def superscript(self, token: Token) -> None:
        """² and ⁻¹ and ⁻ᵀ."""
        self.levels[-1].reduce_powers()
        exponent = token.value[1:]
        operands = self.levels[-1].operands
        span = operands[-1].span.to(token.span)
        if "x" in exponent:
            raise Refused("syntax", f"{token.text} is part of a shape", token.span, "shapes stand after : or ∈")
        if exponent == "-T":
            inverse = Raised(span, operands[-1], Literal(token.span, -1.0, "-1"), entrywise=False)
            operands[-1] = Transposed(span, inverse)
        else:
            operands[-1] = Raised(span, operands[-1], Literal(token.span, float(exponent), exponent), entrywise=False)
        self.place += 1

    def index(self, token: Token) -> None:
        """The index of a norm, ‖x‖₂."""
        operands = self.levels[-1].operands
        bars = operands[-1]
        if not isinstance(bars, Bars):
            self.unexpected(token)
        assert isinstance(bars, Bars)
        operands[-1] = Bars(bars.span.to(token.span), bars.bar, bars.operand, token.value[1:])
        self.place += 1

    def infix(self, token: Token) -> None:
        level = self.levels[-1]
        binding = INFIX[token.value]
        if binding == POWER and self.transposing():
            return
        if binding == COMPARE:
            self.comparison(token)
        level.reduce(binding, right=binding == POWER)
        level.operators.append(Operator(binding, token.value, token))
        self.place += 1
        self.wants = True

    def comparison(self, token: Token) -> None:
        level = self.levels[-1]
        if token.value == "=" and level.closer != "]":
            raise Refused("syntax", "there is a second =", token.span, "write one equation a line")
        if level.closer != "]" and level.function is None:
            raise Refused("syntax", "a comparison needs square brackets", token.span, "write [x > 0]")
        if any(operator.binding == COMPARE for operator in level.operators):
            raise Refused("syntax", "a mask compares two things", token.span, "multiply masks: [0 < x] .* [x < 1]")

    def transposing(self) -> bool:
        """^T, ^{T}, ^-T, ^{-T} and ^{-1 T} always transpose."""
        ahead, used = "", 1
        braced = (token := self.peek()) is not None and token.value in ("{", "(")
        while (token := self.peek(used)) is not None and used < 5:
            used += 1
            if token.value in ("{", "("):
                continue
            if token.value in ("}", ")"):
                break
            ahead += token.value if token.spelled is None else token.text
            if not braced and ahead != "-":
                break
        if ahead not in ("T", "ᵀ", "-T", "-ᵀ"):
            self.refuse_glued_transpose(ahead)
            return False
        self.levels[-1].reduce_powers()
        operands = self.levels[-1].operands
        span = operands[-1].span.to(self.tokens[self.place + used - 1].span)
        inner = operands[-1]
        if ahead[0] == "-":
            inner = Raised(span, inner, Literal(span, -1.0, "-1"), entrywise=False)
        operands[-1] = Transposed(span, inner)
        self.place += used
        return True

    def refuse_glued_transpose(self, exponent: str) -> None:
        """x^TAx, as a typesetter would take it."""
        token = self.peek()
        if token is None or token.spelled is None or exponent[:1] != "T" or self.defined(token.spelled):
            return
        hint = f"put a space after ^T: ^T {exponent[1:]}"
        raise Refused("undefined", f"{exponent} is not defined", token.span, hint)

    def close(self, token: Token) -> None:
        level = self.levels[-1]
        if token.value != level.closer:
            self.unmatched(token)
        if not self.wants:
            level.end_item()
        self.levels.pop()
        self.push(level.closed(token))
        self.numerator()

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
