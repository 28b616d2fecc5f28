"""Adds the layers of a study, with their styles, to the current project."""
import sqlite3

from qgis.core import QgsProcessingContext, QgsVectorLayer

QUERY = """SELECT c.table_name, coalesce(nullif(c.identifier, ''), c.table_name) FROM gpkg_contents c
  WHERE c.data_type = 'features' AND EXISTS (SELECT 1 FROM layer_styles s WHERE s.f_table_name = c.table_name AND s.useAsDefault)
  ORDER BY c.rowid DESC"""


def styled(path):
    """(table, title) of the layers that have a default style, topmost layer last."""
    try:
        connection = sqlite3.connect("file:%s?mode=ro" % path.replace("%", "%25").replace("?", "%3f").replace("#", "%23"), uri=True)
    except sqlite3.Error:
        return []
    try:
        return connection.execute(QUERY).fetchall()
    except sqlite3.Error:
        return []  # a GeoPackage without styles
    finally:
        connection.close()


def add(path, context, feedback, words):
    """Schedules the layers for loading once the algorithm has finished; does nothing without a project."""
    if context.project() is None:
        return
    found = styled(path)
    if not found:
        feedback.pushInfo(words("{path} contains no styled layer", path=path))
    for table, title in found:
        layer = QgsVectorLayer("%s|layername=%s" % (path, table), title, "ogr")  # OGR applies the default style
        if not layer.isValid() or layer.featureCount() == 0:
            continue
        context.temporaryLayerStore().addMapLayer(layer)
        details = QgsProcessingContext.LayerDetails(title, context.project(), title)
        details.forceName = True
        context.addLayerToLoadOnCompletion(layer.id(), details)
