"""What is remembered between two starts."""

import math

import pytest
from PySide6.QtCore import QByteArray, QSettings

from gui.settings import Settings


def test_a_new_user_gets_the_defaults(qapp):
    settings = Settings()
    assert (settings.theme, settings.digits, settings.flip_signs, settings.reduce_motion) == ("system", 3, False, False)
    assert (settings.speed, settings.recent, settings.window("geometry")) == (1.0, [], None)


def test_what_is_set_is_there_the_next_time(qapp, qtbot):
    settings = Settings()
    with qtbot.waitSignals([settings.look_changed] * 4):
        settings.theme, settings.digits, settings.flip_signs, settings.reduce_motion = "dark", 5, True, True
    settings.speed = math.inf
    settings.remember_window("geometry", QByteArray(b"here"))
    settings.write()
    again = Settings()
    assert (again.theme, again.digits, again.flip_signs, again.reduce_motion) == ("dark", 5, True, True)
    assert math.isinf(again.speed)
    assert again.window("geometry") == QByteArray(b"here")


def test_a_setting_that_cannot_be_read_is_its_default(qapp):
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "adjoint", "adjoint")
    for key, value in {
        "look/theme": "purple",
        "look/digits": "many",
        "look/flip_signs": "perhaps",
        "play/speed": "17",
        "files/recent": 3,
    }.items():
        store.setValue(key, value)
    store.sync()
    settings = Settings()
    assert (settings.theme, settings.digits, settings.flip_signs, settings.speed) == ("system", 3, False, 1.0)
    assert settings.recent == []


def test_a_value_that_is_no_choice_is_refused(qapp):
    with pytest.raises(ValueError, match="theme"):
        Settings().theme = "purple"


def test_recent_files_are_newest_first_once_each_and_gone_when_gone(qapp, tmp_path):
    settings = Settings()
    files = [tmp_path / f"{letter}.adjoint" for letter in "abc"]
    for file in files:
        file.write_text("{}")
        settings.opened(file)
    settings.opened(files[0])
    assert settings.recent == [files[0], files[2], files[1]]
    files[2].unlink()
    assert settings.recent == [files[0], files[1]]
    assert settings.folder == tmp_path
    settings.forget_recent()
    assert Settings().recent == []


def test_ten_recent_files_are_kept(qapp, tmp_path):
    settings = Settings()
    for k in range(13):
        (tmp_path / f"{k}").write_text("")
        settings.opened(tmp_path / f"{k}")
    assert [file.name for file in settings.recent] == [str(k) for k in range(12, 2, -1)]
