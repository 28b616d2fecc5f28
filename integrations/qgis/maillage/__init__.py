"""The Maillage commands as QGIS Processing algorithms."""


def classFactory(iface):  # entry point required by QGIS
    from .plugin import MaillagePlugin

    return MaillagePlugin(iface)
