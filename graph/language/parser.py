"""Tokens of one expression to a syntax tree: operators by their binding, on a stack of our own.

Every open bracket is a level with its own operands and operators, so nothing recurses and depth is only a rule of
the language. A minus directly before a number is part of the number; elsewhere it takes the product that follows.
"""

from __future__ import annotations

from graph.language.faults import Refused
from graph.language.levels import ADD, COMPARE, HAD, POWER, PRODUCT, Operator
from graph.language.operands import Operands
from graph.language.syntax import Bars, Broken, Literal, Raised, Syntax, Transposed, Word
from graph.language.tokens import Kind, Token

INFIX = {
    "+": ADD,
    "-": ADD,
    **dict.fromkeys("⊙⊘∗⊗", HAD),
    **dict.fromkeys("*@·×/", PRODUCT),
    "^": POWER,
    ".^": POWER,
    **dict.fromkeys((">", "≥", "<", "≤", "==", "≠", "="), COMPARE),
}


class Parser(Operands):
    """Reads the tokens of one expression."""

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
        hint = hints.get(token.value, "delete it")
        before, after = self.tokens[self.place - 1], self.peek()
        if token.value == "." and after is not None and after.spelled is not None:
            of_module = before.text in ("np", "jnp", "numpy", "torch", "math", "F", "tf")
            called = self.place + 2 < len(self.tokens) and self.tokens[self.place + 2].text == "("
            if of_module:
                hint = f"write {after.text}(…)"
            elif called or after.text == "T":
                hint = f"write {after.text}({before.text})"
            else:
                hint = f"write {before.text} {after.text} for the product, {before.text} .* {after.text} entry by entry"
            if after.text in ("dot", "matmul", "mm"):
                hint = f"write {before.text} and what it is multiplied with beside each other: {before.text} x"
        raise Refused("syntax", f"{token.text} cannot stand here", token.span, hint)

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
        called = len(self.levels) > 1 and self.levels[-2].function is not None
        takes = level.closer == "]" or level.function is not None or (level.closer == ")" and called)
        if not takes:
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
        if token is None or token.spelled is None or exponent[:1] != "T" or self.defined(token.spelled, self.running):
            return
        hint = f"put a space after ^T: ^T {exponent[1:]}"
        raise Refused("undefined", f"{exponent} is not defined", token.span, hint)
