"""adjoint export FILE OUT.py, as a shell sees it."""

from tests.gui.program import SHARED, command


def test_a_program_is_written_that_runs_without_adjoint(adjoint, tmp_path):
    status, out, err = adjoint("export", SHARED, tmp_path / "model.py")
    assert (status, out, err) == (0, "", "")
    assert "import numpy as np" in (tmp_path / "model.py").read_text(encoding="utf-8")


def test_each_library_and_its_parallel_form(adjoint, tmp_path):
    for library, words in (("jax", "PartitionSpec"), ("pytorch", "DistributedDataParallel")):
        assert adjoint("export", SHARED, tmp_path / "one.py", "--for", library)[0] == 0
        assert words not in (tmp_path / "one.py").read_text(encoding="utf-8")
        assert adjoint("export", SHARED, tmp_path / "many.py", "--for", library, "--parallel")[0] == 0
        assert words in (tmp_path / "many.py").read_text(encoding="utf-8")


def test_large_arrays_go_into_a_file_beside_it_which_is_said(adjoint, written, tmp_path):
    out = tmp_path / "model.py"
    status, _, err = adjoint("export", written("X: 20x20\nL = ‖X‖²"), out)
    assert status == 0
    assert "model.npz beside it holds the large arrays" in err
    assert out.with_suffix(".npz").exists()


def test_what_does_not_go_together_is_refused_with_a_fix(adjoint, tmp_path):
    status, _, err = adjoint("export", SHARED, tmp_path / "model.py", "--parallel")
    assert (status, "NumPy knows no devices" in err) == (2, True)
    status, _, err = adjoint("export", SHARED, tmp_path / "model.png", "--for", "jax")
    assert (status, "name it .py" in err) == (2, True)
    assert adjoint("export", SHARED, tmp_path / "model.py", "--for", "cobol")[0] == 2
    status, _, err = adjoint("export", SHARED, tmp_path / "nowhere" / "model.py")
    assert (status, "cannot be written" in err) == (2, True)


def test_no_qt_is_loaded_for_it(tmp_path):
    done = command("export", SHARED, tmp_path / "model.py", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert done.returncode == 0
    assert "numpy" in done.stderr
    assert "PySide6" not in done.stderr
