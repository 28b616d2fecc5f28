"""Opens the layers of an export in QGIS: each has the style of the study, and its codes are text.

Usage: check_source.py FOLDER | check_source.py "connection of PostGIS" SCHEMA LAYER...
"""

import pathlib
import sys

from qgis.core import QgsApplication, QgsDataSourceUri, QgsVectorLayer

app = QgsApplication([], False)
app.initQgis()
failures = 0


def check(layer, name):
    """The renderer is not the default single symbol of QGIS, and the column it uses exists."""
    global failures
    renderer = layer.renderer() if layer.isValid() else None
    column = renderer.classAttribute() if hasattr(renderer, "classAttribute") else None
    fields = [field.name() for field in layer.fields()]
    faults = []
    if renderer is None:
        faults.append("not valid")
    elif renderer.type() == "singleSymbol" and not renderer.symbol().color().name():
        faults.append("no style")
    if column and column not in fields:
        faults.append(f"classes on {column}, which is not a column")
    for code in ("insee_com", "code_qp"):
        if code in fields and layer.fields().field(code).typeName() not in ("String", "varchar"):
            faults.append(f"{code} is {layer.fields().field(code).typeName()}")
    if name == "acces_commune" and (renderer is None or renderer.type() != "graduatedSymbol"):
        faults.append("not the classes of the APL")
    for fault in faults:
        print(f"{name}: {fault}")
    failures += len(faults)


if len(sys.argv) == 2:
    paths = sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.suffix in (".shp", ".geojson", ".fgb"))
    failures += not paths
    for path in paths:
        check(QgsVectorLayer(str(path), path.stem, "ogr"), path.stem)
else:
    for name in sys.argv[3:]:
        uri = QgsDataSourceUri(sys.argv[1])
        uri.setDataSource(sys.argv[2], name, "geom", "", "fid")
        check(QgsVectorLayer(uri.uri(False), name, "postgres"), name)
app.exitQgis()
sys.exit(failures > 0)
