"""Documents come back from their files as they were; anything else is an error that says where and why."""

import contextlib
import json
import math
import os
import stat
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from graph.errors import GraphError, Problem
from graph.files import Document, decode, disk, load, save
from graph.files.drawn import followed

KEYS = st.text(min_size=1, max_size=8).filter(str.isprintable)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NUMBERS = arrays.arrays(np.float64, arrays.array_shapes(min_dims=0, max_dims=4, max_side=5))
PLACES = st.floats(allow_nan=False, allow_infinity=False)
DOCUMENTS = st.builds(
    Document,
    text=st.text(),
    values=st.dictionaries(KEYS, NUMBERS, max_size=3),
    placement=st.dictionaries(KEYS, st.tuples(PLACES, PLACES), max_size=3),
    view=st.dictionaries(st.text(max_size=5), JSON, max_size=3),
    extra=st.dictionaries(st.sampled_from(["theme", "ünknown", "zebra"]), JSON, max_size=2),
)


def saved(document: Document, folder: Path, name: str = "a.adjoint") -> Path:
    save(document, folder / name)
    return folder / name


def problem_of(path: Path) -> Problem:
    with pytest.raises(GraphError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.kind == "file"
    assert problem.hint
    assert str(path) in caught.value.__notes__
    return problem


@given(DOCUMENTS)
def test_what_is_saved_is_loaded(tmp_path_factory, document):
    folder = tmp_path_factory.mktemp("round")
    path = saved(document, folder)
    back = load(path)
    assert back == document
    before = path.read_bytes()
    save(back, path)
    assert path.read_bytes() == before


@given(DOCUMENTS, DOCUMENTS)
def test_equal_documents_are_equal_in_every_part(left, right):
    parts = ("text", "placement", "view", "extra")
    if left == right:
        assert all(getattr(left, part) == getattr(right, part) for part in parts)
        assert left.values.keys() == right.values.keys()
    assert left != Document(left.text + "x", left.values, left.placement, left.view, left.extra)


@pytest.mark.parametrize(
    "value", [math.pi, 5e-324, 1.7976931348623157e308, -0.0, 2.0**53, 2.0**53 + 2, 1e16, 1e22, 0.1, math.nan, math.inf]
)
def test_every_bit_of_a_number_is_kept(tmp_path, value):
    for entries in (1, 100):
        array = np.full((entries, 1), value)
        back = load(saved(Document("", {"x": array}), tmp_path)).values["x"]
        assert back.tobytes() == array.tobytes() or math.isnan(value)
        assert np.isnan(back).all() == math.isnan(value)


def test_a_file_is_read_by_people(tmp_path):
    document = Document(
        "y = A x\nL = ‖y‖²",
        {"A": [[1, 2.5], [-1, 1]], "x": [2, -1], "c": 0.5},
        {"y": (120.5, 0), "A": (0, 0)},
        {"digits": 3},
    )
    assert saved(document, tmp_path).read_text(encoding="utf-8") == (
        "{\n"
        ' "format": "adjoint",\n'
        ' "placement": {\n  "A": [0, 0],\n  "y": [120.5, 0]\n },\n'
        ' "text": [\n  "y = A x",\n  "L = ‖y‖²"\n ],\n'
        ' "values": {\n  "A": [[1, 2.5], [-1, 1]],\n  "c": 0.5,\n  "x": [2, -1]\n },\n'
        ' "version": 1,\n'
        ' "view": {\n  "digits": 3\n }\n'
        "}\n"
    )


def changed_lines(before: str, after: str) -> int:
    old, new = before.splitlines(), after.splitlines()
    return len([line for line in old if line not in new]) + len([line for line in new if line not in old])


def test_moving_a_node_or_changing_one_number_is_a_diff_of_two_lines(tmp_path):
    places = {f"n{number}": (number, 2 * number) for number in range(50)}
    path = saved(Document("x", {"A": np.eye(3), "B": np.ones((2, 2))}, places), tmp_path)
    before = path.read_text()
    save(Document("x", {"A": np.eye(3), "B": np.ones((2, 2))}, {**places, "n7": (3.25, 1)}), path)
    assert changed_lines(before, path.read_text()) == 2
    save(Document("x", {"A": np.eye(3), "B": [[1, 1], [2, 1]]}, places), path)
    assert changed_lines(before, path.read_text()) == 2


def test_large_arrays_are_members_of_an_archive(tmp_path):
    rng = np.random.default_rng(1)
    document = Document(
        "L = sum(A)",
        {"A": rng.normal(size=(13, 5)), "b": rng.normal(size=(4, 16)).T, "Ω_{t-1}": rng.normal(size=(3, 5, 7))},
    )
    path = saved(document, tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["graph.json", "values/A.npy", "values/Ω_{t-1}.npy"]
        inside = json.loads(archive.read("graph.json"))
        with archive.open("values/A.npy") as member:
            assert np.array_equal(np.load(member), document.values["A"])
    assert inside["values"]["A"] == {"npy": "values/A.npy"}
    assert load(path) == document
    first = path.read_bytes()
    save(document, path)
    assert path.read_bytes() == first


def test_content_counts_not_the_name(tmp_path):
    document = Document("L = sum(A)", {"A": np.ones((9, 9))}, view={"digits": 2})
    archive = saved(document, tmp_path, "archive.txt")
    plain = saved(Document("L = 2"), tmp_path, "plain.dat")
    assert load(archive) == document
    assert load(plain) == Document("L = 2")
    assert decode(archive.read_bytes()) == document


@pytest.mark.parametrize(
    ("raw", "text"), [(b"L = 2\r\ny = L", "L = 2\ny = L"), ("\ufeffα = 2".encode(), "α = 2"), (b"", "")]
)
def test_a_text_of_equations_is_a_document(tmp_path, raw, text):
    path = tmp_path / "equations.txt"
    path.write_bytes(raw)
    assert load(path) == Document(text) == decode(raw)


def test_unknown_keys_survive_wherever_they_stand(tmp_path):
    path = saved(Document("L = 2"), tmp_path)
    content = json.loads(path.read_text())
    content["frames"] = {"one": {"around": ["A", "x"]}, "deep": [1, [2, {"three": None}]]}
    content["author"] = "Ada"
    content["view"] = {"digits": 4, "camera": {"zoom": 1.0, "at": [3, 0.5]}}
    path.write_text(json.dumps(content))
    document = load(path)
    assert document.extra == {"frames": content["frames"], "author": "Ada"}
    save(Document("L = 3", view=document.view, extra=document.extra), path)
    after = json.loads(path.read_text())
    assert after == {**content, "text": ["L = 3"]}
    assert isinstance(after["view"]["camera"]["zoom"], float)


# --- what is no document


def with_content(**changes: object) -> bytes:
    content: dict[str, object] = {"format": "adjoint", "version": 1, "text": ["L = 2"]}
    content.update(changes)
    return json.dumps({key: value for key, value in content.items() if value is not ...}).encode()


DAMAGED = {
    "empty": (b"", "empty"),
    "blank": (b" \n ", "empty"),
    "words": (b"hello", "no JSON"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
    "binary": (b"\x00\x01\x02", "U+0000"),
    "utf16": ("{}".encode("utf-16"), "UTF-16"),
    "latin": (b'{\n"a": "\xe9"}', "0xe9"),
    "foreign": (b'{"name": "package"}', "format"),
    "list": (b"[1, 2]", "format"),
    "comma": (b'{"format": "adjoint",,}', "no JSON"),
    "trailing": (with_content() + b"}", "no JSON"),
    "newer": (with_content(version=3), "newer Adjoint (format 3; this one reads up to 1)"),
    "version word": (with_content(version="1"), "version"),
    "version true": (with_content(version=True), "version"),
    "version zero": (with_content(version=0), "version"),
    "no version": (with_content(version=...), "version"),
    "no text": (with_content(text=...), "text"),
    "text no list": (with_content(text="L = 2"), "text"),
    "line no word": (with_content(text=["L = 2", 3]), "text[1]"),
    "place": (with_content(placement={"A": [0, 0], "B": [1]}), "placement.B"),
    "place null": (with_content(placement={"A": [0, None]}), "placement.A"),
    "place huge": (with_content(placement={"A": [0, 10**299 * 10**10]}), "large"),
    "values list": (with_content(values=[1]), "values"),
    "ragged": (with_content(values={"A": [[1, 2], [3]]}), "values.A"),
    "mixed": (with_content(values={"A": [[1, 2], 3]}), "values.A"),
    "hollow": (with_content(values={"A": [[], []]}), "values.A"),
    "word": (with_content(values={"A": [1, "two"]}), '"two" is no number'),
    "truth": (with_content(values={"A": [1, True]}), "true is no number"),
    "null": (with_content(values={"A": None}), "values.A"),
    "table": (with_content(values={"A": {"rows": 2}}), "values.A"),
    "axes": (with_content(values={"A": [[[[[[[[[1]]]]]]]]]}), "axes"),
    "member": (with_content(values={"A": {"npy": "values/A.npy"}}), "no archive"),
    "no name": (with_content(values={"A\u200b": 1}), "no name"),
    "view": (with_content(view=3), "view"),
    "nan": (b'{"format": "adjoint", "version": 1, "text": [], "values": {"A": NaN}}', "NaN"),
    "huge": (b'{"format": "adjoint", "version": 1, "text": [], "values": {"A": 1e999}}', "1e999"),
    "long": (b'{"format": "adjoint", "version": ' + b"9" * 5000 + b"}", "too large"),
    "twice": (b'{"format": "adjoint", "version": 1, "text": [], "view": {"a": 1, "a": 2}}', '"a" stands twice'),
    "deep": (b'{"a":' * 100_000, "deep"),
    "deep view": (with_content(view={"a": json.loads("[" * 60 + "]" * 60)}), "deep"),
    "deep extra": (with_content(new=json.loads("[" * 60 + "]" * 60)), "deep"),
    "zip cut": (b"PK\x03\x04 and nothing more", "archive"),
}


@pytest.mark.parametrize(("data", "words"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_said(tmp_path, data, words):
    path = tmp_path / "damaged.adjoint"
    path.write_bytes(data)
    assert words in problem_of(path).message


@given(st.data())
def test_a_file_cut_anywhere_is_an_error_and_never_half_a_document(tmp_path_factory, data):
    whole = Document("y = A x\nL = ‖y‖²", {"A": np.arange(4.0).reshape(2, 2)}, {"A": (1, 2)})
    large = Document("L = ‖A‖²", {"A": np.arange(100.0).reshape(10, 10)})
    folder = tmp_path_factory.mktemp("cut")
    path = saved(data.draw(st.sampled_from([whole, large])), folder)
    content = path.read_bytes().rstrip()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert problem_of(path).message


@given(st.data())
def test_a_changed_byte_of_an_archive_is_an_error_or_changes_no_number(tmp_path_factory, data):
    document = Document("L = ‖A‖²", {"A": np.arange(100.0).reshape(10, 10)})
    path = saved(document, tmp_path_factory.mktemp("flip"))
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(content))
    with contextlib.suppress(GraphError):
        assert load(path) == document


def test_the_place_of_damage_is_line_and_column(tmp_path):
    path = tmp_path / "damaged.adjoint"
    path.write_text('{\n "format": "adjoint",\n "version": 1,\n "text" ["L = 2"]\n}')
    problem = problem_of(path)
    assert (problem.line, problem.column, problem.source) == (4, 9, ' "text" ["L = 2"]')
    path.write_bytes(b'{\n "text": "caf\xe9"')
    assert (problem_of(path).line, problem_of(path).column) == (2, 14)
    path.write_text('{\n "1e999": {"A": 1e999}}')
    assert (problem_of(path).line, problem_of(path).column) == (2, 17)
    path.write_text('{\n "text": [\n')
    assert problem_of(path).message == "the file ends in the middle"


def archive_with(path: Path, member: bytes | None, **reference: object) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("graph.json", with_content(values={"A": {"npy": "values/A.npy", **reference}}))
        if member is not None:
            archive.writestr("values/A.npy", member)
    return path


def npy(shape: str, descr: str = "'<f8'", data: bytes = b"") -> bytes:
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


MEMBERS = {
    "missing": (None, "holds no values/A.npy"),
    "no npy": (b"hello", "values/A.npy"),
    "short": (npy("(3, 4)", data=bytes(8)), "3×4"),
    "huge": (npy("(10000000000, 10000000000)"), "cannot be a value"),
    "negative": (npy("(-1, -8)", data=bytes(64)), "values/A.npy"),
    "nothing": (npy("(0, 4)"), "cannot be a value"),
    "objects": (npy("(1,)", "'|O'", bytes(8)), "object"),
    "complex": (npy("(1,)", "'<c16'", bytes(16)), "complex"),
    "code": (npy("__import__('os').abort()"), "values/A.npy"),
    "version": (b"\x93NUMPY\x09\x00" + bytes(100), "values/A.npy"),
}


@pytest.mark.parametrize(("member", "words"), MEMBERS.values(), ids=MEMBERS)
def test_damaged_members_are_named(tmp_path, member, words):
    assert words in problem_of(archive_with(tmp_path / "a.adjoint", member)).message


def test_other_kinds_of_numbers_in_members_are_read(tmp_path):
    for array in (np.arange(6, dtype=">i4"), np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.float32([1.5, 2])):
        with zipfile.ZipFile(tmp_path / "a.adjoint", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("graph.json", with_content(values={"A": {"npy": "values/A.npy"}}))
            with archive.open("values/A.npy", "w") as member:
                np.save(member, array)
        expected = array.reshape(-1, 1) if array.ndim == 1 else array
        assert np.array_equal(load(tmp_path / "a.adjoint").values["A"], expected)


def test_other_archives_and_a_bomb_are_refused(tmp_path):
    path = tmp_path / "a.adjoint"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "holds no graph.json" in problem_of(path).message
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("graph.json", "w") as member,
    ):
        for _ in range(101):
            member.write(b" " * 1_000_000)
    assert "longer than" in problem_of(path).message
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("graph.json", with_content())
    assert "packed" in problem_of(path).message


def test_what_is_no_file_is_said(tmp_path):
    assert "no such file" in problem_of(tmp_path / "none.adjoint").message
    assert "folder" in problem_of(tmp_path).message
    with pytest.raises(GraphError, match="null byte"):
        load("a\0b")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions hold back")
def test_permissions_are_heeded(tmp_path):
    path = saved(Document("L = 2"), tmp_path)
    path.chmod(0)
    assert "may not be read" in problem_of(path).message
    path.chmod(0o444)
    with pytest.raises(GraphError, match="read-only"):
        save(Document("L = 3"), path)


# --- saving, whole or not at all


def test_a_crash_while_saving_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = saved(Document("L = 2"), tmp_path)
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    for function, crash, expected in (("fsync", full, GraphError), ("chmod", stopped, KeyboardInterrupt)):
        with monkeypatch.context() as patch:
            patch.setattr(disk.os if function == "fsync" else disk.Path, function, crash)
            with pytest.raises(expected):
                save(Document("L = 3"), path)
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_permissions_and_links_stay(tmp_path):
    path = saved(Document("L = 2"), tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~current_umask()
    path.chmod(0o640)
    link = tmp_path / "link.adjoint"
    link.symlink_to(path.name)
    save(Document("L = 3"), link)
    assert link.is_symlink()
    assert load(path) == Document("L = 3")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_cannot_be_saved_is_said_before_the_disk_is_touched(tmp_path):
    path = saved(Document("L = 2"), tmp_path)
    before = path.read_bytes()
    loop: list[object] = []
    loop.append(loop)
    for view in ({"zoom": math.nan}, {"what": object()}, {"loop": loop}, {1: 2}):
        with pytest.raises(GraphError) as caught:
            save(Document("L = 3", view=view), path)
        assert caught.value.problems[0].kind == "file"
    with pytest.raises(GraphError, match="a place is nan"):
        save(Document("L = 3", placement={"A": (math.nan, 0)}), path)
    assert path.read_bytes() == before
    with pytest.raises(GraphError, match="folder"):
        save(Document("L = 3"), tmp_path)
    with pytest.raises(GraphError, match="there is no folder"):
        save(Document("L = 3"), tmp_path / "none" / "a.adjoint")
    if os.name == "posix":
        with pytest.raises(GraphError, match="device"):
            save(Document("L = 3"), "/dev/null")


# --- documents


def test_values_have_their_nodes_shape_and_cannot_be_changed():
    given = np.array([[1.0], [2.0], [3.0]])
    document = Document("", {"x": given, "c": [[5]], "A": [[True, False]]})
    given[0] = 9  # stays the caller's own
    assert document.values["x"].tolist() == [[1], [2], [3]]
    assert document.values["c"].shape == ()
    assert document.values["A"].dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        document.values["x"][0] = 1
    with pytest.raises(TypeError):
        document.values["y"] = 1  # type: ignore[index]
    assert Document("", document.values).values["x"] is document.values["x"]


@pytest.mark.parametrize("value", ["three", [1, "x"], [[1, 2], [3]], 1j, [], None, object()])
def test_what_is_no_array_is_no_value(value):
    with pytest.raises(GraphError) as caught:
        Document("", {"A": value})
    assert caught.value.problems[0].kind == "value"
    assert "A" in caught.value.problems[0].message


def test_what_is_malformed_in_a_view_outlives_a_rename():
    view = {"loss": ["x"], "pinned": [["x"], None, "x"], "frames": {"f": {"nodes": [{}, "x"]}, "g": 3}}
    assert followed(view, {"x": "y"}, {"z"}) == {
        "loss": ["x"],
        "pinned": [["x"], None, "y"],
        "frames": {"f": {"nodes": [{}, "y"]}, "g": 3},
    }


@pytest.mark.parametrize("end", ["\r", "\r\n", "\x85", "\u2028", "\u2029"])
def test_a_text_has_lines_of_one_kind_however_its_own_end(tmp_path, end):
    path = tmp_path / "lines.txt"
    path.write_bytes(f"x: 2{end}y = 2 x{end}".encode())
    assert load(path).text == "x: 2\ny = 2 x\n"
