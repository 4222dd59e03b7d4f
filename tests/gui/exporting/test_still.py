import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from assets import asset
from graph.editing import untie
from graph.errors import GraphError
from graph.files import Document, load
from gui.drawing.theme import LIGHT
from gui.exporting.still import LABEL_PT, export_png

SHARED = asset("examples/shared-A.adjoint")
EXAMPLES = sorted(SHARED.parent.glob("*.adjoint"))


@pytest.fixture
def out(qapp, tmp_path: Path) -> Path:
    return tmp_path / "picture.png"


@pytest.fixture(scope="module")
def document() -> Document:
    return load(SHARED)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
@pytest.mark.parametrize("theme", ["light", "dark", "figure"])
def test_every_example_is_exported(path, theme, out):
    done = export_png(load(path), out, theme=theme, scale=0.5)
    with Image.open(out) as image:
        assert image.size == (done.width, done.height)
        colours = image.convert("RGB").getcolors(maxcolors=1 << 24)
    assert len(colours) > 100
    ground = max(colours)[1]
    assert "#{:02X}{:02X}{:02X}".format(*ground) in ("#F7F7F5", "#15181E", "#FFFFFF", "#1E222A")


@pytest.mark.parametrize(("width", "dpi"), [(178, 300), (85, 600), (178, 72)])
def test_a_figure_is_as_wide_as_asked_and_says_its_resolution(document, out, width, dpi):
    done = export_png(document, out, width=width, dpi=dpi)
    with Image.open(out) as image:
        assert image.width == done.width == pytest.approx(width / 25.4 * dpi, abs=1)
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.05)


def test_all_values_are_shown_in_full_light_and_a_step_in_its_own(document, out):
    forward = sum(1 for node in document.graph.nodes)
    strongest = {}
    for moment in ({"at": "values"}, {"step": forward}):
        export_png(document, out, theme="light", scale=1, **moment)
        with Image.open(out) as image:
            left = image.convert("RGB").crop((0, 0, image.width // 4, image.height))
        strongest[next(iter(moment))] = min(sum(colour) for _, colour in left.getcolors(maxcolors=1 << 24))
    assert strongest["at"] < 120
    assert strongest["step"] > 240


def test_type_keeps_its_size_where_there_is_room(out):
    small = Document("x: 2\nL = ‖x‖²")
    assert export_png(small, out, width=178).label_pt == LABEL_PT
    narrow, wide = export_png(small, out, width=120, dpi=150), export_png(small, out, width=178, dpi=150)
    assert narrow.label_pt == wide.label_pt
    assert narrow.height == wide.height


def test_cards_move_together_before_type_shrinks(document, out):
    loose = export_png(document, out)
    natural = loose.width / loose.dpi * 25.4
    tight = export_png(document, out, width=0.9 * natural, dpi=72)
    assert tight.label_pt == LABEL_PT
    assert export_png(document, out, width=60, dpi=150).label_pt < LABEL_PT


def test_the_scale_is_in_pixels_of_the_screen(document, out):
    once, twice = export_png(document, out, theme="light", scale=1), export_png(document, out, theme="light", scale=2)
    assert once.dpi == pytest.approx(96)
    assert twice.width == pytest.approx(2 * once.width, abs=2)
    assert twice.height == pytest.approx(2 * once.height, abs=2)


def test_transparent_means_transparent(document, out):
    export_png(document, out, transparent=True, scale=0.5)
    with Image.open(out) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, image.height - 1))[3] == 0
        assert image.getextrema()[3] == (0, 255)
    export_png(document, out, scale=0.5)
    with Image.open(out) as image:
        assert image.mode == "RGB"


def test_moments_differ(document, out):
    pictures = []
    for moment in ({"step": 0}, {"at": "values"}, {"step": 12}, {"at": "adjoints"}):
        export_png(document, out, scale=0.5, **moment)
        pictures.append(out.read_bytes())
    assert len(set(pictures)) == 4
    export_png(document, out, scale=0.5)
    assert out.read_bytes() == pictures[-1]


def test_the_same_picture_has_the_same_bytes(document, out):
    export_png(document, out, scale=0.7)
    first = out.read_bytes()
    export_png(document, out, scale=0.7)
    assert out.read_bytes() == first


def test_the_legend_is_below_the_picture(document, out):
    plain, keyed = (export_png(document, out, scale=0.5, legend=legend) for legend in (False, True))
    assert keyed.width == plain.width
    assert keyed.height > plain.height + 5


def test_the_placement_of_the_document_is_kept(out):
    text = "x: 2\ny = tanh(x)\nL = ‖y‖²"
    high = Document(text, placement={"x": (0, 0), "y": (260, 400), "L": (520, 0)})
    flat = Document(text, placement={"x": (0, 0), "y": (260, 0), "L": (520, 0)})
    for theme in ("light", "figure"):
        first, second = (export_png(one, out, theme=theme, scale=1) for one in (high, flat))
        assert first.width == pytest.approx(second.width, abs=20)
        assert first.height > second.height + 200


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"width": 4000, "dpi": 4800}, "pixels"),
        ({"width": 1}, "width"),
        ({"width": float("nan")}, "width"),
        ({"width": 100, "dpi": 1e9}, "dpi"),
        ({"scale": 0}, "scale"),
        ({"scale": 2, "dpi": 300}, "scale"),
        ({"scale": 2, "width": 85}, "scale"),
        ({"theme": "sepia"}, "sepia"),
        ({"step": 999}, "999"),
        ({"step": -1}, "-1"),
        ({"at": "noon"}, "noon"),
        ({"step": 1, "at": "values"}, "one moment"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(document, out, options, said):
    with pytest.raises(GraphError) as error:
        export_png(document, out, **options)
    assert [problem.kind for problem in error.value.problems] == ["value"]
    assert said in error.value.problems[0].message
    assert not out.exists()


def test_a_text_that_cannot_be_read_says_why(out):
    with pytest.raises(GraphError) as error:
        export_png(Document("L = ‖q‖²"), out)
    assert error.value.problems[0].kind == "undefined"
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_a_problem_of_the_file(document, tmp_path, qapp):
    with pytest.raises(GraphError) as error:
        export_png(document, tmp_path / "nowhere" / "picture.png", scale=0.5)
    assert error.value.problems[0].kind == "file"
    assert "nowhere" in error.value.problems[0].message


def test_an_old_picture_stays_whole_when_a_new_one_fails(document, out, monkeypatch):
    export_png(document, out, scale=0.5)
    before = out.read_bytes()
    monkeypatch.setattr("gui.exporting.still.QImageWriter.write", lambda *a: False)
    with pytest.raises(GraphError):
        export_png(document, out, scale=0.6)
    assert out.read_bytes() == before
    assert list(out.parent.iterdir()) == [out]


def test_it_needs_no_display_and_no_application(tmp_path):
    code = (
        "from graph.files import load; from gui.exporting.still import export_png; import sys;"
        f"export_png(load({str(SHARED)!r}), {str(tmp_path / 'a.png')!r}, scale=0.5);"
        "assert 'PySide6.QtWidgets' not in sys.modules"
    )
    bare = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], env=bare, cwd=root, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.png").stat().st_size > 10_000


@pytest.fixture
def untied(document) -> Document:
    """The shared leaf in copies, as untying it on the canvas leaves it."""
    change = untie(document, "A")
    copies = [*change.renamed.values(), *change.added]
    return replace(document, text=change.text, values=change.values, view={"untied": {"A": copies}})


def test_the_sum_over_an_untied_leaf_is_in_the_picture(untied, out):
    plain = export_png(replace(untied, view={}), out, theme="light", scale=1)
    summed = export_png(untied, out, theme="light", scale=1)
    assert summed.width > plain.width + 100
    tint = ImageColor.getrgb(LIGHT.backward_tint)
    with Image.open(out) as image:
        left = image.convert("RGB").crop((0, 0, summed.width - plain.width, summed.height))
        pixels = {colour: count for count, colour in left.getcolors(maxcolors=1 << 24)}
    assert pixels.get(tint, 0) > 1000


def test_a_figure_with_a_sum_is_as_wide_as_asked(untied, out):
    done = export_png(untied, out, width=178, dpi=150)
    assert done.width == pytest.approx(178 / 25.4 * 150, abs=1)
