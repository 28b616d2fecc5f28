"""Adds the layers of a study, with their styles, to the current project."""
import io
import re
import sqlite3
import zipfile

from qgis.core import QgsProcessingContext, QgsVectorLayer

QUERY = """SELECT c.table_name, coalesce(nullif(c.identifier, ''), c.table_name) FROM gpkg_contents c
  WHERE c.data_type = 'features' AND EXISTS (SELECT 1 FROM layer_styles s WHERE s.f_table_name = c.table_name AND s.useAsDefault)
  ORDER BY c.rowid DESC"""


def _ask(path, query):
    try:
        connection = sqlite3.connect("file:%s?mode=ro" % path.replace("%", "%25").replace("?", "%3f").replace("#", "%23"), uri=True)
    except sqlite3.Error:
        return []
    try:
        return connection.execute(query).fetchall()
    except sqlite3.Error:
        return []  # a GeoPackage without that table
    finally:
        connection.close()


def styled(path):
    """(table, title) of the layers that have a default style, topmost layer last."""
    return _ask(path, QUERY)


def first_view(path):
    """The tables in the QGIS project inside the study, topmost first, and those that it shows when it is opened."""
    order, shown = [], set()
    for (content,) in _ask(path, "SELECT content FROM qgis_projects"):
        try:
            with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as packed:
                project = packed.read(next(n for n in packed.namelist() if n.endswith(".qgs"))).decode("utf-8")
        except (ValueError, TypeError, StopIteration, zipfile.BadZipFile):
            continue
        for layer in re.findall(r"<layer-tree-layer[^>]*>", project):
            for table in re.findall(r"layername=(\w+)", layer):
                order += [table] if table not in order else []
                shown |= {table} if 'checked="Qt::Checked"' in layer else set()
    return order, shown


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
