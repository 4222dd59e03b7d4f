"""The commands as a shell sees them: what they print, where, and with which exit status; never a traceback."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assets import asset
from graph import Document, evaluate, load, save
from tests.gui.program import SHARED, command

ROOT = Path(__file__).parents[2]


# --- show


def test_show_prints_every_node_with_its_equation_shape_value_and_adjoint(adjoint):
    status, out, err = adjoint("show", SHARED)
    assert (status, err) == (0, "")
    rows = [line.split() for line in out.splitlines() if line and not line.startswith((" ", "─"))]
    assert rows[0] == ["node", "equation", "shape", "value", "adjoint"]
    assert [row[0] for row in rows[1:]] == list("AxyuBvzwL")
    assert rows[1] == ["A", "parameter", "ℝ²ˣ²", "1.20", "0.800", "16.1", "0.323"]
    assert rows[-1] == ["L", "(loss)", "‖w‖²", "ℝ", "5.26", "1.00"]
    assert "A (u ⊙ v)" in out


def test_show_reads_a_text_and_standard_input_and_any_encoding_of_the_terminal(adjoint, written):
    text = "x: 3 = [1; 2; 4]\nL = ‖x‖²"
    status, out, err = adjoint("show", written(text))
    assert (status, err) == (0, "")
    assert adjoint("show", "-", stdin=text) == (0, out, "")
    plain = command("show", written(text), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "21.0" in plain.stdout


def test_show_says_notices_and_numeric_warnings_beside_the_table(adjoint, written):
    path = written("x: 2 = [0; 1]\nc: scalar\nL = c sum(log(x))")
    status, out, err = adjoint("show", path)
    assert status == 0
    assert f"{path}:2:1: note: c has no value" in err
    assert f"{path}: domain: L: log of 0" in err
    assert "∞" in out


def test_a_large_matrix_is_its_range_and_a_loss_that_is_no_scalar_leaves_values(adjoint, written):
    path = written("A: 40x30 ~ normal(0, 1)\nB = 2 A")
    status, out, _ = adjoint("show", path)
    assert status == 0
    assert "…" in out
    assert [line.split()[-1] for line in out.splitlines() if line.startswith(("A", "B"))] == ["—", "—"]


def test_the_loss_chosen_in_the_window_is_the_loss(adjoint, tmp_path):
    save(Document("x: 2 = [1; 2]\ny = sum(x)\nL = 3 y", view={"loss": "y"}), tmp_path / "chosen.adjoint")
    assert json.loads(adjoint("grad", tmp_path / "chosen.adjoint", "--json")[1])["adjoints"]["x"] == [[1], [1]]


# --- grad


def test_grad_as_json_is_the_run(adjoint):
    status, out, err = adjoint("grad", SHARED, "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    run = evaluate(load(SHARED).graph)
    assert answer["loss"] == run.loss
    assert answer.keys() == {"loss", "values", "messages", "adjoints"}
    for name, value in run.values.items():
        assert np.array_equal(answer["values"][name], value)
    for name, adjoint_of in run.adjoints.items():
        assert np.array_equal(answer["adjoints"][name], adjoint_of)
        assert answer["messages"][name].keys() == run.messages[name].keys()
    assert list(answer["messages"]["A"]) == ["w", "z", "y"]
    assert np.allclose(sum(np.array(sent) for sent in answer["messages"]["A"].values()), answer["adjoints"]["A"])


def test_grad_wrt_keeps_to_what_is_asked(adjoint, written):
    path = written("α: 2 = [1; 2]\nc: 2 constant = [3; 4]\nL = αᵀ c")
    for spelled in ("α", "alpha", "\\alpha"):
        answer = json.loads(adjoint("grad", path, "--wrt", spelled, "--json")[1])
        assert answer["adjoints"] == {"α": [[3], [4]]}
        assert answer["messages"] == {"α": {"L": [[3], [4]]}}
    assert json.loads(adjoint("grad", path, "--json")[1])["adjoints"].keys() == {"α", "L"}
    assert "a constant has no adjoint" in adjoint("grad", path)[1]
    status, out, err = adjoint("grad", path, "--wrt", "alhpa")
    assert (status, out) == (2, "")
    assert err.startswith(f"{path}: undefined: there is no node alhpa")


def test_grad_json_is_strict_where_numbers_are_not_finite(adjoint, written):
    status, out, _ = adjoint("grad", written("x: 2 = [0; 1]\nL = sum(log(x))"), "--json")
    assert status == 0

    def refuse(word: str) -> None:
        pytest.fail(f"{word} is no JSON")

    answer = json.loads(out, parse_constant=refuse)
    assert answer["loss"] is None
    assert answer["adjoints"]["x"] == [[None], [1.0]]


def test_grad_prints_every_message_with_its_formula_and_the_sum(adjoint):
    _, out, _ = adjoint("grad", SHARED)
    assert "w̄ zᵀ" in out
    assert "z̄ (u ⊙ v)ᵀ" in out
    assert "Ā, the sum of 3" in out


def test_derive_says_which_declared_property_it_used(adjoint, written):
    path = written("K: 2x2 symmetric = [2 .3; .3 2]\ny: 2 = [1; 2]\nc: scalar = 1\nL = yᵀ inv(K) y + 3 c")
    assert "K is declared symmetric" in adjoint("derive", path, "--wrt", "K")[1]
    assert "declared" not in adjoint("derive", path, "--wrt", "c")[1]


TWO_ENDS = "x: 2 = [1; 2]\ny = x ⊙ x\nL = sum(y)\nr = 5 sum(x)"


def test_another_node_is_the_loss_where_it_is_asked_for(adjoint, written):
    path = written(TWO_ENDS)
    assert json.loads(adjoint("grad", path, "--loss", "r", "--json")[1])["adjoints"]["x"] == [[5], [5]]
    assert "r (loss)" in adjoint("show", path, "--loss", "r")[1]
    assert adjoint("check", path, "--loss", "r")[0] == 0
    assert "x̄ = 5 ones(2)" in adjoint("derive", path, "--loss", "r")[1]
    status, _, err = adjoint("grad", path, "--loss", "q")
    assert (status, err.splitlines()[0]) == (2, f"{path}: undefined: there is no node q")


def test_a_loss_that_is_no_scalar_takes_a_seed(adjoint, written):
    path = written(TWO_ENDS)

    def adjoint_of_x(*arguments: str) -> list[list[float]]:
        status, out, err = adjoint("grad", path, "--loss", "y", "--json", *arguments)
        assert (status, err) == (0, "")
        return json.loads(out)["adjoints"]["x"]

    assert adjoint_of_x("--seed", "ones") == [[2], [4]]
    assert adjoint_of_x("--seed", "[10; 1]") == [[20], [4]]
    assert "ȳ ⊙ " in adjoint("grad", path, "--loss", "y", "--seed", "ones")[1]
    assert "give one with --seed" in adjoint("grad", path, "--loss", "y")[2]
    assert json.loads(adjoint("grad", path, "--seed", "3", "--json")[1])["adjoints"]["x"] == [[6], [12]]
    for seed, said in (
        ("[1 2 3]", "y has 2 entries, the seed given is"),
        ("much", "row 1, entry 1 is “much”, not a number"),
    ):
        status, out, err = adjoint("grad", path, "--loss", "y", "--seed", seed)
        assert (status, out) == (2, "")
        assert said in err
        assert "Traceback" not in err


def test_a_leaf_that_does_not_reach_the_loss_is_sent_nothing(adjoint, written):
    _, out, _ = adjoint("grad", written("x: 2 = [1; 2]\nz: 2 = [1; 2]\nr = z + z\nL = sum(x)"))
    (line,) = [line for line in out.splitlines() if line.startswith("z ")]
    assert "does not reach the loss" in line


# --- check


def test_check_passes_and_says_so(adjoint):
    status, out, _ = adjoint("check", SHARED)
    assert status == 0
    assert "passed" in out.splitlines()[-1]


def test_check_fails_where_nothing_was_compared(adjoint, written):
    status, out, _ = adjoint("check", written("x: 2 constant = [1; 2]\nL = ‖x‖²"))
    assert status == 1
    assert "nothing" in out.splitlines()[-1]


def test_check_says_once_why_many_entries_were_skipped(adjoint, written):
    status, out, _ = adjoint("check", written("X: 3x3 = [-1 0 0; 0 1 0; 0 0 1]\nb: 2 = [1; 2]\nL = logdet(X) + sum(b)"))
    assert status == 1
    assert out.count("skipped 9, from entry (1, 1) to entry (3, 3): the loss is not finite") == 1
    assert "skipped entry (2, 1): the loss is not finite" in out


def test_check_fails_where_a_pull_is_wrong(adjoint, monkeypatch):
    import graph
    from graph.calculus.checking import Check
    from graph.calculus.differences import LeafCheck

    monkeypatch.setattr(graph, "check", lambda *_, **__: Check({"A": LeafCheck(1e-3, 4)}))
    status, out, _ = adjoint("check", SHARED)
    assert status == 1
    assert "differs" in out


# --- export and examples


def test_export_writes_a_picture_with_its_size(adjoint, tmp_path, qapp):
    from PySide6.QtGui import QImage

    out = tmp_path / "shared.png"
    status, _, err = adjoint("export", SHARED, out, "--width", "85mm", "--dpi", "200", "--step", "12")
    assert status == 0
    assert re.fullmatch(r".*: note: the labels are [23]\.\d pt high; more width makes them larger\n", err)
    image = QImage(str(out))
    assert image.width() == pytest.approx(85 / 25.4 * 200, abs=1)
    assert image.dotsPerMeterX() == pytest.approx(200 / 0.0254, abs=1)
    assert adjoint("export", SHARED, out, "--width", "700px", "--theme", "dark", "--at", "values")[0] == 0
    assert QImage(str(out)).width() == pytest.approx(700, abs=1)


def test_export_writes_a_document(adjoint, written, tmp_path):
    path = written("x: 2 = [1; 2]\nL = ‖x‖²")
    assert adjoint("export", path, tmp_path / "out.adjoint") == (0, "", "")
    assert load(tmp_path / "out.adjoint") == load(path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["out.svg"], ".svg pictures are not built"),
        (["out"], "without an ending"),
        (["none/out.adjoint"], "none/out.adjoint: file: there is no folder"),
        (["none/out.png"], "none/out.png: file: cannot write"),
        (["out.png", "--width", "wide"], "no length"),
        (["out.png", "--width", "0mm"], "width"),
        (["out.png", "--dpi", "nan"], "dpi"),
        (["out.png", "--step", "0"], "--step"),
        (["out.png", "--step", "1000"], "step 1000"),
        (["out.png", "--step", "3", "--at", "values"], "one moment"),
        (["out.png", "--at", "noon"], "--at"),
        (["out.png", "--theme", "pink"], "--theme"),
        (["out.png", "--scale", "2", "--width", "85mm"], "scale"),
        (["out.png", "--width", "4000mm", "--dpi", "4800"], "pixels"),
        (["out.py", "--width", "85mm"], "moment, size and colours are for a picture"),
        (["out.py", "--at", "values"], "moment, size and colours are for a picture"),
        (["out.adjoint", "--theme", "dark"], "moment, size and colours are for a picture"),
        (["out.adjoint", "--transparent"], "moment, size and colours are for a picture"),
    ],
)
def test_export_says_what_it_cannot_do(adjoint, tmp_path, monkeypatch, options, words, qapp):
    monkeypatch.chdir(tmp_path)
    status, out, err = adjoint("export", SHARED, *options)
    assert (status, out) == (2, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


def test_examples_are_listed_and_found(adjoint):
    status, out, _ = adjoint("examples")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()[2:]] == sorted(
        path.stem for path in asset("examples").glob("*")
    )
    assert adjoint("examples", "shared-A") == (0, SHARED + "\n", "")
    status, _, err = adjoint("examples", "shared-B")
    assert status == 2
    assert "did you mean shared-A?" in err


# --- what goes wrong


def test_every_error_of_a_text_has_its_place_line_and_caret(adjoint, written):
    path = written("A: 2x3\nx: 2\ny = A x\nz = alhpa\nL = sum(y) +")
    for arguments in (["show"], ["grad"], ["check"]):
        status, out, err = adjoint(*arguments, path)
        assert (status, out) == (2, "")
        assert f"{path}:3:5: shape: " in err
        assert "\n    y = A x\n        ^^^\n" in err
        assert f"{path}:4:5: undefined: " in err
        assert f"{path}:5:" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "none.adjoint"], "none.adjoint: file: there is no such file"),
        (["show", "rnn-cell"], 'an example is called that: write "$(adjoint examples rnn-cell)" for its file'),
        (["show", "."], ".: file: this is a folder"),
        (["show", "damaged.adjoint"], "damaged.adjoint:2:1: file: "),
        (["show", "picture.png"], "picture.png: file: this is a PNG picture"),
        (["grad", "vector.txt"], "vector.txt: non-scalar-loss: "),
        (["show"], "Missing argument"),
        (["show", "--loud", "x"], "No such option"),
        (["shwo"], "did you mean adjoint show?"),
        (["shwo", "vector.txt"], "did you mean adjoint show?"),
        (["none.adjoint", "vector.txt"], "none.adjoint: file: there is no such file"),
        (["none.adjoint"], "none.adjoint: file: there is no such file"),
    ],
)
def test_errors_are_words_and_status_two(adjoint, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    Path("damaged.adjoint").write_text('{\n!"format"')
    Path("picture.png").write_bytes(b"\x89PNG\r\n")
    Path("vector.txt").write_text("x: 2 = [1; 2]\ny = 2 x")
    status, out, err = adjoint(*arguments)
    assert (status, out) == (2, "")
    assert words in err


def test_the_window_opens_with_a_file_or_standard_input(adjoint, monkeypatch):
    from gui import application

    opened = []
    monkeypatch.setattr(application, "run", lambda path=None, document=None: opened.append((path, document)) or 5)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert adjoint()[0] == adjoint(SHARED)[0] == adjoint("-", stdin="x: 2\nL = ‖x‖²")[0] == 5
    assert opened == [(None, None), (Path(SHARED), None), (None, Document("x: 2\nL = ‖x‖²"))]


def test_without_a_display_the_window_says_so(adjoint, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    status, _, err = adjoint(SHARED)
    assert status == 2
    assert "no display" in err


def test_a_fault_of_the_program_is_one_line_and_status_three(adjoint, monkeypatch):
    import graph

    def broken(_path: object) -> Document:
        return [][1]

    monkeypatch.setattr(graph, "load", broken)
    status, out, err = adjoint("show", SHARED)
    assert (status, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert "IndexError" in err


def test_help_and_version(adjoint):
    for arguments in (
        ["--help"],
        ["-h"],
        *([name, "--help"] for name in ("show", "grad", "check", "export", "examples")),
    ):
        status, out, _ = adjoint(*arguments)
        assert status == 0
        assert out.startswith("Usage: adjoint")
    assert "null" in adjoint("grad", "--help")[1]
    status, out, _ = adjoint("--version")
    assert status == 0
    assert out.startswith("adjoint")


def test_the_headless_commands_load_no_qt(tmp_path):
    code = (
        (
            "import sys\nfrom gui.command_line import application\n"
            "for arguments in (['show', FILE], ['grad', FILE], ['grad', '--json', FILE], ['check', FILE],\n"
            "                  ['examples'], ['export', FILE, OUT]):\n"
            "    application(arguments, standalone_mode=False)\n"
            "sys.exit(any(name.startswith(('PySide6', 'matplotlib')) for name in sys.modules))"
        )
        .replace("FILE", repr(SHARED))
        .replace("OUT", repr(str(tmp_path / "o.adjoint")))
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")
def test_a_reader_that_goes_away_and_a_full_disk_are_no_tracebacks(written):
    long = written("\n".join(["x0: scalar = 1", *(f"x{n} = x{n - 1} + 1" for n in range(1, 3000))]))
    with subprocess.Popen(
        [sys.executable, "-m", "gui", "show", str(long)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert "Traceback" not in process.stderr.read().decode()
    assert process.returncode in (1, 141)
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "gui", "show", SHARED],
                cwd=ROOT,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
            )
        assert done.returncode == 2
        assert done.stderr.startswith("adjoint: file: ")
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="descriptors of POSIX")
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_stream_that_is_closed_is_no_traceback(written, closed):
    for arguments, status in (["show", SHARED], 0), (["show", str(written("L = q"))], 2), (["show", "-"], 2):
        done = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {closed}>&-', "sh", sys.executable, "-m", "gui", *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == status
        assert "Traceback" not in done.stderr
        assert "fault of the program" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("pause", [0.0, 0.5])
def test_ctrl_c_ends_without_words(pause):
    # Whoever runs the tests in the background has Ctrl-C ignored, and a process that is started inherits that.
    code = "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "from gui.__main__ import main\nsys.argv[1:] = ['show', '-']\nprint(flush=True)\nmain()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        time.sleep(0.02 + pause)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20)[1] == b""
    assert process.returncode == 130


def test_derive_says_where_there_is_nothing_to_differentiate_by(adjoint):
    status, out, err = adjoint("derive", "-", stdin="L = 3 + π")
    assert (status, out) == (2, "")
    assert "no leaf to differentiate by" in err


# --- derive


def test_derive_prints_the_gradient_of_every_leaf_and_what_they_share(adjoint):
    status, out, _ = adjoint("derive", SHARED)
    assert status == 0
    definitions, _, equations = out.partition("\n\n")
    assert "δ_y = 2 ((Aᵀ Aᵀ w) ⊙ v ⊙ u ⊙ (1 − u))" in definitions.splitlines()
    assert "Ā = 2 w zᵀ + 2 Aᵀ w (u ⊙ v)ᵀ + δ_y xᵀ" in equations.splitlines()


def test_derive_takes_a_node_a_reading_and_no_names(adjoint, written):
    file = written("X: 5x3; y: 5; w: 3; λ: scalar = 2; L = ‖X w − y‖² + λ ‖w‖²")
    assert adjoint("derive", file, "--wrt", "w")[1] == "w̄ = 2 Xᵀ (X w − y) + 2 λ w\n"
    assert adjoint("derive", file, "--wrt", "lambda", "--expand")[1] == "λ̄ = ‖w‖²\n"
    _, out, _ = adjoint("derive", file, "--wrt", "y", "--reading", "differentials")
    assert out == "dL = 2 (y − X w) : dy\n"
    _, out, _ = adjoint("derive", SHARED, "--wrt", "A", "--reading", "messages")
    assert out.splitlines()[-1] == "Ā = w̄ zᵀ + z̄ (u ⊙ v)ᵀ + ȳ xᵀ"


def test_derive_prints_a_latex_document_with_every_step(adjoint):
    status, out, _ = adjoint("derive", SHARED, "--wrt", "A", "--latex")
    assert status == 0
    assert out.startswith(r"\documentclass")
    assert r"\bar{A} = 2\,w\,z^{\top}" in out
    assert out.count(r"\paragraph") > 5
    whole = adjoint("derive", SHARED, "--latex")[1]
    assert whole.count(r"\documentclass") == whole.count(r"\end{document}") == 1
    assert whole.count(r"\section*") == 3


def test_derive_says_what_a_formula_takes_to_be_not_zero(adjoint, written):
    _, out, _ = adjoint("derive", written("x: 3; L = ‖x‖"))
    assert out == "x̄ = x/‖x‖\n\nwhere ‖x‖ ≠ 0\n"


def test_derive_of_a_loss_that_is_nowhere_finite_has_status_1(adjoint, written):
    status, out, err = adjoint("derive", written("x: 3; L = sum(log(−1 − x.^2))"))
    assert status == 1
    assert "x̄ =" in out
    assert "check: x̄: " in err


def test_derive_says_which_nodes_there_are(adjoint, written):
    status, _, err = adjoint("derive", written("xs: 3; L = ‖xs‖"), "--wrt", "x")
    assert status == 2
    assert "no node x" in err
    assert "xs" in err
