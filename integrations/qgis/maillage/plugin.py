"""The plugin: registers the Processing provider."""
from qgis.core import QgsApplication

from .provider import MaillageProvider


class MaillagePlugin:
    def __init__(self, iface):
        self.iface = iface  # None in qgis_process
        self.provider = None

    def initProcessing(self):  # qgis_process calls only this one
        self.provider = MaillageProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()
        if self.provider.problem and self.iface:
            self.iface.messageBar().pushWarning("Maillage", self.provider.problem)

    def unload(self):
        if self.provider:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
