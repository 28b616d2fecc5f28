"""The Processing provider: one algorithm per engine command, and one that reports which engine is used."""
import os

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsProcessingProvider, QgsSettings
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtGui import QIcon

from processing.core.ProcessingConfig import ProcessingConfig, Setting, settingsWatcher

from . import catalogue, download, engine
from .algorithm import CommandAlgorithm, EngineAlgorithm
from .words import Words

SETTING = "MAILLAGE_ENGINE"


def words_of_qgis():
    settings = QgsSettings()
    own = settings.value("locale/overrideFlag", False, type=bool)
    return Words(settings.value("locale/userLocale", "") if own else QLocale.system().name())


class MaillageProvider(QgsProcessingProvider):
    def __init__(self):
        super().__init__()
        self.problem = ""
        self.words = words_of_qgis()

    def id(self):
        return "maillage"

    def name(self):
        return "Maillage"

    def icon(self):
        return QIcon(os.path.join(os.path.dirname(__file__), "icon.svg"))

    def warningMessage(self):
        return self.problem

    def load(self):
        words = self.words("Engine (empty: next to the plugin, then on the PATH)")
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(Setting(self.name(), SETTING, words, "", valuetype=Setting.FILE))
        ProcessingConfig.readSettings()
        settingsWatcher.settingsChanged.connect(self.refreshAlgorithms)
        self.refreshAlgorithms()
        return True

    def unload(self):
        settingsWatcher.settingsChanged.disconnect(self.refreshAlgorithms)
        ProcessingConfig.removeSetting(SETTING)

    def engine_path(self):
        return engine.find(ProcessingConfig.getSetting(SETTING) or "", fetched=download.installed(self.profile_folder()))

    @staticmethod
    def profile_folder():
        """Where the plugin puts the engine that it downloads."""
        return os.path.join(QgsApplication.qgisSettingsDirPath(), "maillage", "engine")

    def catalogue(self):
        return catalogue.read(self.engine_path(), self.words)

    def loadAlgorithms(self):
        self.problem = ""
        self.addAlgorithm(EngineAlgorithm(self.words))
        try:
            for command in self.catalogue().commands:
                self.addAlgorithm(CommandAlgorithm(command, self.words))
        except catalogue.Problem as problem:
            self.problem = str(problem)
            QgsMessageLog.logMessage(self.problem, "Maillage", Qgis.MessageLevel.Critical)
