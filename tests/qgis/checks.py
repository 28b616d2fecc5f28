"""Counts what holds and prints what does not, for the scripts that run QGIS."""


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, good, what):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print("failed: " + what)
        return good

    def report(self):
        """Prints the counts; the exit code of the script."""
        print("%d passed, %d failed" % (self.passed, self.failed))
        return 1 if self.failed else 0
