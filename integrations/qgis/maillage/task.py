"""Runs commands of the engine one after the other, beside the interface of QGIS."""
from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from . import engine


class EngineTask(QgsTask):
    """`lines`: the arguments of each command. The first that fails ends the task."""

    told = pyqtSignal(str)           # a stage, or a message
    ended = pyqtSignal(bool, object)  # done; the result of the last command that ran

    def __init__(self, path, lines, words):
        super().__init__("Maillage", QgsTask.Flag.CanCancel)
        self.path, self.lines, self.words = path, lines, words
        self.result = None

    def run(self):
        for arguments in self.lines:
            try:
                self.result = engine.run(engine.command(self.path, arguments), self.words.language, self._progress, None, self.isCanceled)
            except OSError as error:
                self.result = engine.Result(1, "", str(error), False)
            if self.result.code != 0 or self.result.cancelled:
                return False
        return True

    def _progress(self, stage, fraction):
        self.told.emit(stage)
        if fraction is not None:
            self.setProgress(100 * fraction)

    def finished(self, good):
        self.ended.emit(good, self.result)
