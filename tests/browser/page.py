"""What is the same of a page in any browser, whose class has run(), press() and click_at()."""
import pathlib
import re
import time


class Page:
    LOADING = None  # pattern of the errors of run() while the page is loaded again

    @staticmethod
    def address(path):
        """That of a file, or an address as it stands."""
        return path if str(path).startswith("http:") else pathlib.Path(path).resolve().as_uri()

    def type(self, words):
        for letter in words:
            self.press(letter)

    def middle(self, selector, index=0):
        """Scrolls an element into sight; where its middle is in the window."""
        return self.run(f"(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); "
                        f"return [r.x + r.width / 2, r.y + r.height / 2]; }})([...document.querySelectorAll({selector!r})][{index}])")

    def click(self, selector, index=0):
        """Moves the mouse to the middle of an element and presses it."""
        self.click_at(*self.middle(selector, index))

    def until(self, expression, seconds=5):
        """Waits until an expression is true, whether the page is loaded again meanwhile or not; False on timeout."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(expression):
                    return True
            except RuntimeError as error:
                if not re.search(self.LOADING, str(error)):
                    raise
            time.sleep(0.02)
        return False
