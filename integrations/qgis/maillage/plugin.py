"""The plugin: registers the Processing provider."""
import os

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon

from .provider import MaillageProvider


class MaillagePlugin:
    def __init__(self, iface):
        self.iface = iface  # None in qgis_process
        self.provider = self.panel = self.action = None

    def initProcessing(self):  # qgis_process calls only this one
        self.provider = MaillageProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()
        if not self.iface:
            return
        if self.provider.problem:
            self.iface.messageBar().pushWarning("Maillage", self.provider.problem)
        from .panel import Panel  # not in qgis_process, which has no windows
        self.panel = Panel(self.provider, self.iface)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        self.action = self.panel.toggleViewAction()
        self.action.setIcon(QIcon(os.path.join(os.path.dirname(__file__), "icon.svg")))
        self.iface.addPluginToMenu("Maillage", self.action)
        self.iface.addToolBarIcon(self.action)

    def unload(self):
        if self.panel:
            self.iface.removePluginMenu("Maillage", self.action)
            self.iface.removeToolBarIcon(self.action)
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = self.action = None
        if self.provider:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
