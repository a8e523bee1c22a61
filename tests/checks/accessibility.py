"""Walks the window through AT-SPI: accessibility.py PROGRAM DATA REPORT. See accessibility."""

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

# What people use or that tells them something by itself; containers and lines need no name.
USED = {
    "push button", "toggle button", "check box", "radio button", "combo box", "text", "entry",
    "password text", "spin button", "slider", "list", "list item", "tree", "tree item", "table",
    "menu", "menu item", "check menu item", "radio menu item", "page tab", "link",
    "tree table", "dialog", "progress bar",
}
# A cell may have nothing to say; Qt keeps an empty tab bar for docks that lie over each other.
UNNAMED = {"table cell", "page tab list"}
PATIENCE = 60  # seconds until the window has something


def children(node):
    try:
        return [node.get_child_at_index(i) for i in range(min(node.get_child_count(), 400))]
    except Exception:  # it went while it was asked
        return []


def walk(node, path=()):
    if node is None:
        return
    try:
        states = node.get_state_set()
        role = node.get_role_name()
        name = node.get_name()
        shown = states.contains(Atspi.StateType.SHOWING)
        focusable = states.contains(Atspi.StateType.FOCUSABLE)
    except Exception:
        return
    yield path, role, name, shown, focusable, node
    here = path + (f"{role} '{name}'",)
    for child in children(node):
        yield from walk(child, here)


def application():
    desktop = Atspi.get_desktop(0)
    for child in children(desktop):
        if child and "selvedge" in (child.get_name() or "").lower():
            return child
    return None


def wait_for(what, seconds=PATIENCE):
    end = time.time() + seconds
    while time.time() < end:
        found = what()
        if found:
            return found
        time.sleep(0.3)
    raise SystemExit("the window did not show what was waited for")


def menu_action(text):
    """The command of the menu bar whose name is `text`."""
    for _, role, name, _, _, node in walk(application()):
        if "menu item" in role and name == text:
            return node
    return None


def press(text):
    node = wait_for(lambda: menu_action(text))
    node.do_action(0)
    time.sleep(2)


def click_first_tile():
    """Chooses an image as a person does."""
    gallery = next(node for _, role, name, shown, _, node in walk(application())
                   if role == "list" and name == "Gallery" and shown)
    place = gallery.get_extents(Atspi.CoordType.SCREEN)
    Atspi.generate_mouse_event(place.x + 100, place.y + 100, "b1c")
    time.sleep(2)


def look(page, report):
    """Names of all that is shown; the unnamed ones that can be used."""
    unnamed, seen = [], 0
    for path, role, name, shown, focusable, _ in walk(application()):
        if not shown or not (role in USED or focusable):
            continue
        seen += 1
        report.write(f"{page}\t{role}\t{name}\n")
        if not name and role not in UNNAMED:
            unnamed.append((role, " > ".join(path[-4:])))
    print(f"{page}: {seen} controls, {len(unnamed)} without a name")
    for role, path in unnamed:
        print(f"    {role} in {path}")
    return seen, unnamed


def main():
    program, data, target = sys.argv[1:4]
    with open(target, "w", encoding="utf-8") as report:
        welcome = subprocess.Popen([program, "--keep-in-cache"])
        wait_for(application)
        time.sleep(2)
        results = [look("Welcome", report)]
        welcome.terminate()
        welcome.wait()
        time.sleep(1)
        window = subprocess.Popen([program, "--keep-in-cache", data])
        try:
            wait_for(application)
            wait_for(lambda: any(role == "list" and shown and name
                                 for _, role, name, shown, _, _ in walk(application())))
            time.sleep(3)
            results.append(look("Browse, gallery", report))
            click_first_tile()
            results.append(look("Browse, tiles chosen", report))
            press("Tiles: objects")
            results.append(look("Browse, objects", report))
            press("Tiles: images")
            click_first_tile()
            press("Open the image")
            results.append(look("Browse, viewer", report))
            press("Next object")
            press("Attributes…")
            results.append(look("Browse, attributes", report))
            for page in ("Train", "Evaluate", "Tune"):
                press(page)
                results.append(look(page, report))
            for command, page in (("Show or hide jobs", "Jobs"),
                                  ("Show or hide the history", "History"),
                                  ("Look for problems in the data", "Problems"),
                                  ("Find a command…", "Palette"),
                                  ("Keyboard shortcuts…", "Shortcuts")):
                press(command)
                results.append(look(page, report))
        finally:
            window.kill()
    unnamed = sum(len(names) for _, names in results)
    if min(seen for seen, _ in results) < 5:
        raise SystemExit("hardly anything was found: AT-SPI does not work here")
    print(f"{sum(seen for seen, _ in results)} controls looked at, {unnamed} without a name")
    raise SystemExit(1 if unnamed else 0)


if __name__ == "__main__":
    main()
