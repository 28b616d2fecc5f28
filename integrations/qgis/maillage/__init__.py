"""Maillage in QGIS: its commands as Processing algorithms."""


def classFactory(iface):  # the name QGIS looks for
    from .plugin import MaillagePlugin

    return MaillagePlugin(iface)
