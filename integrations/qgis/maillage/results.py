"""The layers of a study in the project: one group, in the order of the study, which follows each rerun."""
import os

from qgis.core import QgsProject, QgsVectorLayer

from . import layers

MARK = "maillage/geopackage"  # property of the group


def group_of(path):
    for group in QgsProject.instance().layerTreeRoot().findGroups(True):
        if group.customProperty(MARK) == path:
            return group
    return None


def _table_of(layer):
    return layer.source().partition("|layername=")[2].partition("|")[0]


def _layers_on(path):
    """Layers of the project that read a file, wherever they stand."""
    here = os.path.normcase(os.path.abspath(path))
    return [layer for layer in QgsProject.instance().mapLayers().values()
            if os.path.normcase(os.path.abspath(layer.source().partition("|")[0])) == here]


class Hold:
    """Lets go of a file while a run replaces it: Windows does not replace a file that is open. Then takes the layers up again, with
    what the file holds now; a table that is gone takes its layer along."""

    def __init__(self, path):
        self.path = path
        self.sources = []

    def __enter__(self):
        for layer in _layers_on(self.path):
            self.sources.append((layer.id(), layer.source(), layer.name(), layer.providerType()))
            if os.name == "nt":
                layer.setDataSource("Point?crs=EPSG:2154", layer.name(), "memory", False)
        return self

    def __exit__(self, *failure):
        project = QgsProject.instance()
        for identifier, source, name, provider in self.sources:
            layer = project.mapLayer(identifier)
            if layer is None:
                continue
            layer.setDataSource(source, name, provider, False)
            if not layer.isValid():
                project.removeMapLayer(identifier)
            else:
                layer.dataProvider().reloadData()  # not by a connection to the former file
                layer.loadDefaultStyle()  # classes may have moved
                layer.triggerRepaint()


def show(path, title):
    """The group of a study, with a layer for each styled table that has rows: made, or brought up to date after a rerun. Returns its
    layers."""
    project = QgsProject.instance()
    group = group_of(path)
    if group is None:
        group = project.layerTreeRoot().insertGroup(0, title)
        group.setCustomProperty(MARK, path)
    group.setName(title)
    there = {_table_of(node.layer()): node.layer() for node in group.findLayers() if node.layer()}
    order, visible = layers.first_view(path)
    place = {table: i for i, table in enumerate(order)}
    shown = []
    for table, name in sorted(layers.styled(path), key=lambda pair: place.get(pair[0], len(order)), reverse=True):  # the topmost last
        layer = there.get(table)
        if layer is not None and layer.featureCount() == 0:
            continue
        there.pop(table, None)
        if layer is None:
            layer = QgsVectorLayer("%s|layername=%s" % (path, table), name, "ogr")
            if not layer.isValid() or layer.featureCount() == 0:
                continue
            project.addMapLayer(layer, False)
            node = group.insertLayer(0, layer)
            node.setExpanded(table in visible)
            node.setItemVisibilityChecked(table in visible or not visible)
        shown.append(layer)
    for layer in there.values():
        project.removeMapLayer(layer.id())
    return shown
