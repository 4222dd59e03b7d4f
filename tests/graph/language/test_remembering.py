"""A text read after another says what it says alone, whatever of the other could be taken over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.expression import same
from graph.language import parse
from graph.model import Equation, Graph

LINES = (
    "A: 2x2",
    "A: 3x3",
    "A, B: 2x2 constant",
    "x: 2",
    "x: 3",
    "b: scalar",
    "f: scalar",
    "e: 2x2",
    "y = A x",
    "y = A x + x",
    "y = A x + ",
    "y = f(x)",
    "y = A x?",
    "σ: scalar",
    "u = σ(y)",
    "u = σ(A x)  # seen",
    "v = e u",
    "v = sum(u) y",
    "w = u*v",
    "w = u ⊙ v",
    "z = Aa w",
    "L = ‖w‖²",
    "L = wᵀ v + b",
    "L = Σ_{t=1..2} ‖c_t‖²",
    "c_t = t u  for t = 1..2",
    "c_1 = y",
    "c_2 = u",
    "# nothing",
    "",
)
texts = st.lists(st.sampled_from(LINES), max_size=9).map("\n".join)


def same_graphs(left: Graph | None, right: Graph | None) -> bool:
    if left is None or right is None:
        return left is right
    if list(left.nodes) != list(right.nodes) or left.loss != right.loss:
        return False
    for name, one in left.nodes.items():
        other = right.nodes[name]
        if isinstance(one, Equation) and isinstance(other, Equation):
            if not same(one.expression, other.expression) or one.family != other.family:
                return False
        elif one != other:
            return False
    return True


@given(st.lists(texts, min_size=2, max_size=4))
@settings(max_examples=400, deadline=None)
def test_a_text_says_the_same_whatever_was_read_before_it(several):
    before = None
    for text in several:
        alone, after = parse(text), parse(text, before=before)
        assert after.problems == alone.problems
        assert after.notices == alone.notices
        assert [(t.text, t.kind) for t in after.tokens] == [(t.text, t.kind) for t in alone.tokens]
        assert same_graphs(after.graph, alone.graph)
        assert list(after.nodes) == list(alone.nodes)
        before = after


def test_an_equation_that_stands_is_the_same_object():
    first = parse("A: 2x2\nx: 2\ny = A x\nu = σ(y)\nL = ‖u‖²")
    second = parse("x: 2\nA: 2x2\ny = A x  # more\nu = tanh(y)\nL = ‖u‖²", before=first)
    kept = {name for name in "yuL" if second.nodes[name] is first.nodes[name]}
    assert kept == {"y", "L"}


def test_an_equation_is_read_again_when_a_shape_it_uses_is_another():
    first = parse("A: 2x2\nx: 2\ny = A x\nL = ‖y‖²")
    second = parse("A: 3x2\nx: 2\ny = A x\nL = ‖y‖²", before=first)
    assert second.graph.nodes["y"].shape == (3, 1)


def test_what_waits_behind_a_wrong_line_is_taken_over_when_it_is_right_again():
    text = "A: 2x2\nx: 2\ny = A x\nu = σ(y)\nL = ‖u‖²"
    first = parse(text)
    wrong = parse(text.replace("A x", "A x +"), before=first)
    assert wrong.graph is None
    again = parse(text.replace("A x", "A x + x"), before=wrong)
    assert again.nodes["u"] is first.nodes["u"]


TYPED_IN = """# a text with all kinds of lines
A, B: 2x2 ~ normal(0, 1, seed=3)
C: 2x2 = [1 2; 3 4]
x: 2
f: 2 positive
y = A x
u = σ(y); v = B x
h_0: 2
h_t = tanh(A h_{t-1}) for t = 1..3
L = ‖A (u ⊙ v) + C h_3‖²
"""
FRAGMENTS = (
    "",
    " ",
    "\n",
    "(",
    ")",
    "=",
    ":",
    "2",
    "f(x)",
    " + u",
    "h_t",
    "for t = 1..3",
    "q = x\n",
    "f: 2\n",
    "# ",
    "ᵀ",
    "in",
)
edits = st.tuples(st.floats(0, 1), st.sampled_from((0, 0, 1, 3)), st.sampled_from(FRAGMENTS))


@given(st.lists(edits, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_typing_says_at_every_key_what_the_text_alone_says(typed):
    text, reading = TYPED_IN, parse(TYPED_IN)
    for place, deleted, fragment in typed:
        at = round(place * len(text))
        text = text[:at] + fragment + text[at + deleted :]
        reading, alone = parse(text, before=reading), parse(text)
        assert (reading.problems, reading.notices) == (alone.problems, alone.notices)
        assert reading.statements == alone.statements
        assert [seen(token) for token in reading.tokens] == [seen(token) for token in alone.tokens]
        assert same_graphs(reading.graph, alone.graph)
        if alone.graph is not None:
            assert all((reading.graph.values[name] == array).all() for name, array in alone.graph.values.items())


def seen(token):
    return token.kind, token.text, token.start, token.line, token.column, token.value, token.acts


def test_a_line_that_stands_is_not_cut_again():
    first = parse(TYPED_IN)
    second = parse(TYPED_IN.replace("σ(y)", "tanh(y)"), before=first)
    kept = [now for then, now in zip(first.remembered.rows, second.remembered.rows, strict=True) if then is now]
    assert [row.number for row in kept] == [1, 2, 3, 4, 5, 6]
    assert second.graph.values["A"] is first.graph.values["A"]


def test_a_byte_order_mark_is_a_fault_once_a_line_is_put_before_it():
    first = parse("\ufeffx: 2\ny = 2 x")
    second = parse("b: scalar\n\ufeffx: 2\ny = 2 x", before=first)
    assert first.graph is not None
    assert second.problems == parse(second.text).problems != ()
