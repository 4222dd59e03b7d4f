from itertools import pairwise

import numpy as np
import pytest

from gui.drawing.colours import STEPS, contrast, light_digits, mix, sign_table
from gui.drawing.theme import DARK, FIGURE, LIGHT, sign_index

THEMES = [LIGHT, DARK, FIGURE]
SHARES = np.linspace(-1, 1, 401)


@pytest.mark.parametrize("theme", [*THEMES, LIGHT.flipped(True), DARK.flipped(True)], ids=lambda t: f"{t.name}{t.flip}")
def test_digits_are_black_or_white_and_never_below_four_and_a_half(theme):
    for share in SHARES:
        ground, ink = theme.sign_colour(share, 1).name(), theme.digit_colour(share, 1).name()
        assert ink in ("#000000", "#ffffff")
        other = "#ffffff" if ink == "#000000" else "#000000"
        assert contrast(ground, ink) >= 4.5
        assert contrast(ground, ink) >= contrast(ground, other) - 0.05


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_the_sign_map_goes_through_its_stops(theme):
    places = np.linspace(-1, 1, len(theme.sign))
    assert [theme.sign_colour(place, 1).name().upper() for place in places] == list(theme.sign)


def test_between_two_stops_it_is_even_to_the_eye():
    """In CIELAB the middle of black and white is #777777; the mean of the sRGB numbers would be #808080."""
    assert list(sign_table(("#000000", "#FFFFFF"))[STEPS // 2]) == [0x77] * 3


def test_the_ends_hold_beyond_the_scale_and_the_flip_swaps_them():
    assert LIGHT.sign_colour(float("inf"), 2).name().upper() == LIGHT.sign[-1]
    assert LIGHT.sign_colour(-5, 2).name().upper() == LIGHT.sign[0]
    assert LIGHT.flipped(True).sign_colour(-5, 2) == LIGHT.sign_colour(5, 2)
    assert LIGHT.sign_colour(0, 0) == LIGHT.sign_colour(0, 1)
    assert sign_index(float("nan"), 1) == STEPS // 2


@pytest.mark.parametrize(("theme", "ground"), [(LIGHT, "card"), (LIGHT, "canvas"), (DARK, "card"), (FIGURE, "card")])
@pytest.mark.parametrize("role", ["text", "muted", "forward", "backward", "error", "parameter"])
def test_words_can_be_read_on_their_ground(theme, ground, role):
    assert contrast(getattr(theme, role), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_words_can_be_read_on_the_tints(theme):
    assert contrast(theme.backward, theme.backward_tint) >= 4.5
    assert contrast(theme.muted, theme.backward_tint) >= 4.5
    assert contrast(theme.on_loss, theme.loss) >= 4.5
    assert contrast(theme.on_loss_backward, theme.loss) >= 4.5
    assert contrast(theme.on_parameter, theme.parameter) >= 4.5
    assert contrast(theme.text, theme.chip) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_every_colour_of_a_theme_is_its_own(theme):
    """Direction and sign share no hue, and no two roles that stand side by side share a colour."""
    assert len({theme.forward, theme.backward, theme.error, theme.focus, theme.halo, theme.wire, *theme.sign}) == 13


def test_mixing_is_what_an_opacity_would_give():
    assert mix("#000000", "#FFFFFF", 0.6) == "#999999"
    assert mix("#102030", "#405060", 0) == "#102030"
    assert mix("#102030", "#405060", 2) == "#405060"


def test_light_digits_change_side_only_once_towards_each_end():
    """No speckle of black and white digits on one shade."""
    flags = light_digits(LIGHT.sign)
    assert sum(a != b for a, b in pairwise(flags)) == 2
