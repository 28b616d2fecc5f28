"""Pictures the first screen of a report in Chromium.

usage: page.py REPORT.html PAGE.png
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "browser"))
from chromium import Chromium, find  # noqa: E402

WIDTH, HEIGHT = 1100, 800

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if not find():
        sys.exit("Chromium is not installed")
    with Chromium(WIDTH, HEIGHT) as page:
        page.open(sys.argv[1])
        page.run("document.documentElement.style.overflow = 'hidden'")  # no scroll bar
        page.picture(sys.argv[2])
