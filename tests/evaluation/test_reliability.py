from __future__ import annotations

from xml.etree import ElementTree as ET

from evaluation.reliability import diagrams

SVG = "{http://www.w3.org/2000/svg}"


def test_each_set_has_a_panel_with_a_point_for_each_bin() -> None:
    sets = {"a & <b>": [[10, 0.5, 0.25], [10, 1.0, 1.0]], "other": [[3, 0.75, 0.0]]}
    root = ET.fromstring(diagrams(sets))
    panels = root.findall(f"{SVG}g")
    assert [len(panel.findall(f"{SVG}circle")) for panel in panels] == [2, 1]
    label = panels[0].find(f"{SVG}text")
    assert label is not None
    assert label.text == "a & <b>"
    first = panels[0].findall(f"{SVG}circle")[0].attrib
    assert (first["cx"], first["cy"]) == ("75.0", "112.5")


def test_many_sets_go_on_in_rows() -> None:
    root = ET.fromstring(diagrams({str(at): [[1, 0.5, 0.5]] for at in range(9)}))
    assert root.attrib["viewBox"] == "0 0 872 654"
