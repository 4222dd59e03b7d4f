"""What fits where, said in words with both shapes, and what one click can do about the rest."""

from graph import Document
from graph.editing import Port, fit, ports
from tests.counting import calls
from tests.graph.editing.support import FAMILY, SHARED_A, graph_of, line, made


def test_what_does_not_fit_is_said_with_both_shapes():
    doc = Document("A: 3x4\nx: 3\ny = ? x")
    found = fit(doc, "A", "y", Port("hole", ""))
    assert not found.fits
    assert found.reason == "A is 3×4, x has 3 entries: 4 columns against 3 rows"


def test_what_fits_says_nothing():
    found = fit(Document(SHARED_A), "x", "z", Port("parent", "u"))
    assert found.fits
    assert found.reason == ""
    assert found.fixes == ()


def test_a_circle_is_said_with_its_path_and_has_no_fix():
    found = fit(Document(SHARED_A), "w", "z", Port("parent", "u"))
    assert found.reason == "z would need itself: z → w → z"
    assert found.fixes == ()
    assert "y → u → z → w → L → y" in fit(Document(SHARED_A), "L", "y", Port("parent", "x")).reason
    assert "y → y" in fit(Document(SHARED_A), "y", "y", Port("parent", "x")).reason


def test_a_leaf_has_no_port_and_a_parent_is_not_wired_twice_into_one():
    doc = Document(SHARED_A)
    assert fit(doc, "A", "x", Port("hole", "")).reason.startswith("x is a leaf")
    assert fit(doc, "A", "y", Port("parent", "A")).reason == "A is wired there already"


def test_transposing_and_multiplying_entry_by_entry_are_one_click():
    doc = Document("A ∈ ℝ³ˣ⁴\nx ∈ ℝ³\ny = ? x")
    fixes = dict(fit(doc, "A", "y", Port("hole", "")).fixes)
    assert list(fixes) == ["transpose A", "multiply entry by entry, with ⊙"]
    assert line(made(doc, fixes["transpose A"]), "y") == "y = Aᵀ x"
    assert fixes["transpose A"].words == "wire Aᵀ into y"
    assert line(made(doc, fixes["multiply entry by entry, with ⊙"]), "y") == "y = A ⊙ x"


def test_a_fix_is_written_in_the_script_of_the_line():
    doc = Document("A: 3x4\nx: 3\ny = ?*x")
    fixes = dict(fit(doc, "A", "y", Port("hole", "")).fixes)
    assert line(fixes["transpose A"], "y") == "y = A'*x"
    assert line(fixes["multiply entry by entry, with ⊙"], "y") == "y = A .* x"


def test_what_is_transposed_already_is_turned_back():
    doc = Document("A: 3x4\nx: 4\ny = ?' x")
    fixes = dict(fit(doc, "A", "y", Port("hole", "")).fixes)
    assert line(made(doc, fixes["transpose A"]), "y") == "y = A x"


def test_reshaping_is_one_click_where_the_sizes_agree():
    doc = Document("A ∈ ℝ²ˣ⁶\nB ∈ ℝ³ˣ⁴\nx ∈ ℝ⁴\ny = B x\nL = ‖y‖²")
    fixes = dict(fit(doc, "A", "y", Port("parent", "B")).fixes)
    assert line(made(doc, fixes["reshape A to 3×4"]), "y") == "y = reshape(A, 3, 4) x"
    assert not any(words.startswith("reshape") for words, _ in fit(doc, "x", "y", Port("parent", "B")).fixes)


def test_other_holes_of_the_equation_stay():
    doc = Document("A ∈ ℝ³ˣ⁴\nx ∈ ℝ³\ny = ?1 x + ?2")
    fixes = dict(fit(doc, "A", "y", Port("hole", "1")).fixes)
    assert line(made(doc, fixes["multiply entry by entry, with ⊙"]), "y") == "y = A ⊙ x + ?"


def test_two_columns_with_a_star_between_them_fit_as_they_would_if_typed():
    doc = Document("u, v: 3\ny = u * ?\nz = u ?")
    assert fit(doc, "v", "y", Port("hole", "")).fits
    assert not fit(doc, "v", "z", Port("hole", "")).fits


def test_a_member_of_a_family_is_asked_by_itself():
    doc = Document(FAMILY + "v: 5\n")
    assert fit(doc, "c_0", "c_3", Port("parent", "c_2")).fits
    assert "c_3 → c_3" in fit(doc, "c_3", "c_3", Port("parent", "c_2")).reason.replace("₃", "_3")
    assert "W is 2×2, v has 5 entries" in fit(doc, "v", "c_3", Port("parent", "c_2")).reason


def deep(layers: int) -> Document:
    lines = [f"W_{i} ∈ ℝ^{{4×4}}" for i in range(layers)] + ["x_0 ∈ ℝ⁴", "M ∈ ℝ⁴ˣ³"]
    lines += [f"x_{i + 1} = tanh(W_{i} x_{i} + x_{i})" for i in range(layers)]
    return Document("\n".join([*lines, f"L = ‖x_{layers}‖²"]))


def test_a_drag_over_two_hundred_nodes_costs_hardly_more_than_over_fifty():
    """Shapes of one equation, and circles between the two ends alone: not the whole graph for every port."""

    def work_a_port(layers: int) -> float:
        doc = deep(layers)
        graph = graph_of(doc)
        asked = [(child, port) for child in graph.nodes for port in ports(graph, child)]
        fit(doc, "M", *asked[0])  # what is worked out once for a document
        return calls(lambda: [fit(doc, "M", child, port) for child, port in asked]) / len(asked)

    assert work_a_port(100) < 2 * work_a_port(25)
