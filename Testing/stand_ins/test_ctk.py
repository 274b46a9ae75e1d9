"""CTK's collapsible section."""

from __future__ import annotations

import ctk
import qt
import slicer


def test_collapsed_section_hides_its_children_and_remembers_who_was_hidden() -> None:
    section, states = ctk.ctkCollapsibleButton("x"), []
    layout = qt.QVBoxLayout(section)
    shown, hidden = qt.QLabel("a"), qt.QLabel("b")
    layout.addWidget(shown)
    layout.addWidget(hidden)
    hidden.setVisible(False)
    section.contentsCollapsed.connect(states.append)
    section.setCollapsed(True)
    assert (section.collapsed, shown.isVisibleTo(section)) == (True, False)
    late = qt.QLabel("c")
    layout.addWidget(late)
    slicer.app.processEvents()
    assert not late.isVisibleTo(section)
    section.click()
    assert states == [True, False]
    assert [label.isVisibleTo(section) for label in (shown, hidden, late)] == [True, False, True]
