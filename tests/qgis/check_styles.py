"""Opens a result GeoPackage in QGIS without a screen and checks its layers and the style of acces_commune.

Usage: check_styles.py FILE.gpkg [MAP.png]
Prints one line a failed check, then "N passed, N failed". Exit code: 0 all passed, 1 some failed, 2 usage.
"""
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (QgsApplication, QgsLayoutExporter, QgsMapLayerType, QgsMapRendererParallelJob, QgsMapSettings,
                       QgsProject, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

ACCESS = "acces_commune"
FIELD = "apl"
BORDER = 2.5
ENOUGH_PIXELS = 3


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def __call__(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("failed: " + what)
        return good


def open_layers(path):
    """Every layer of the file as QGIS opens it by default, by name."""
    layers = {}
    for found in QgsProviderRegistry.instance().querySublayers(path):
        kind = QgsRasterLayer if found.type() == QgsMapLayerType.RasterLayer else QgsVectorLayer
        layers[found.name()] = kind(found.uri(), found.name(), found.providerKey())
    return layers


def check_graduated(layer, check):
    """The renderer is graduated on the field, its classes touch, and one ends where another starts at the border."""
    renderer = layer.renderer()
    if not check(renderer.type() == "graduatedSymbol",
                 "%s is drawn by %s, not by classes" % (ACCESS, renderer.type())):
        return []
    ranges = renderer.ranges()
    check(renderer.classAttribute().strip('"') == FIELD,
          "%s is classed on %s, not on %s" % (ACCESS, renderer.classAttribute(), FIELD))
    check(any(r.upperValue() == BORDER for r in ranges) and any(r.lowerValue() == BORDER for r in ranges),
          "%s has no class border at %s" % (ACCESS, BORDER))
    check(all(a.upperValue() == b.lowerValue() for a, b in zip(ranges, ranges[1:])),
          "the classes of %s leave gaps" % ACCESS)
    check(all(r.label() for r in ranges), "a class of %s has no label" % ACCESS)
    check(layer.attributeAlias(layer.fields().indexOf(FIELD)) != "", "the field %s has no alias" % FIELD)
    return ranges


def draw(layer, path):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent().buffered(0.03 * max(layer.extent().width(), layer.extent().height())))
    settings.setOutputSize(QSize(1000, 1000))
    settings.setBackgroundColor(QColor(255, 255, 255))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().save(path)


def count_colours(path):
    image = QImage(path)
    counts = {}
    for y in range(image.height()):
        for x in range(image.width()):
            rgb = image.pixel(x, y) & 0xFFFFFF
            counts[rgb] = counts.get(rgb, 0) + 1
    return counts


def check_colours(layer, ranges, png, check):
    """Each class that holds a value is seen in the picture with its own colour."""
    check(draw(layer, png), "the map of %s could not be written" % ACCESS)
    seen = count_colours(png)
    used = set()
    orphans = []
    for feature in layer.getFeatures():
        value = feature[FIELD]
        if not isinstance(value, (int, float)):
            continue
        symbol = next((r.symbol() for r in ranges if r.lowerValue() <= value <= r.upperValue()), None)
        if symbol is None:
            orphans.append(value)
        else:
            used.add(symbol.color().rgb() & 0xFFFFFF)
    check(not orphans, "%d values of %s are in no class, first %s" % (len(orphans), FIELD, orphans[:1]))
    check(len(used) > 0, "%s has no value of %s" % (ACCESS, FIELD))
    for colour in sorted(used):
        check(seen.get(colour, 0) >= ENOUGH_PIXELS, "the class colour #%06x is not on the map" % colour)


def check_project(path, pdf, check):
    """The project inside opens with its system, groups, layers and relation, and its layout prints."""
    project = QgsProject.instance()
    if not check(project.read("geopackage:%s?projectName=maillage" % path), "the project inside does not open"):
        return
    check(project.crs().isValid(), "the project has no coordinate system")
    check(project.title() != "", "the project has no title")
    check([g.name() for g in project.layerTreeRoot().children()] == ["Résultats", "Données"], "the groups are not those wanted")
    layers = project.mapLayers().values()
    check(len(project.layerTreeRoot().findLayers()) == len(layers) > 5, "layers are missing from the tree")
    for layer in layers:
        check(layer.isValid(), "layer %s of the project is not valid" % layer.name())
        check(layer.name() != "Accès aux soins par commune" or layer.renderer().type() == "graduatedSymbol",
              "the project draws the access without its classes")
    relations = project.relationManager().relations().values()
    check(len(relations) == 1 and all(r.isValid() for r in relations), "the relation of communes and facilities is not valid")
    layout = project.layoutManager().layoutByName("Carte A4")
    if check(layout is not None, "there is no layout"):
        done = QgsLayoutExporter(layout).exportToPdf(pdf, QgsLayoutExporter.PdfExportSettings())
        check(done == QgsLayoutExporter.Success and os.path.getsize(pdf) > 20000, "the layout does not print")


def check_file(path, png, check):
    layers = open_layers(path)
    check(len(layers) > 0, "%s holds no layer" % path)
    for name in sorted(layers):
        check(layers[name].isValid(), "layer %s is not valid" % name)
    if check(ACCESS in layers, "there is no layer %s" % ACCESS):
        ranges = check_graduated(layers[ACCESS], check)
        if ranges:
            check_colours(layers[ACCESS], ranges, png, check)


def main(arguments):
    if len(arguments) not in (2, 3) or not os.path.isfile(arguments[1]):
        print("usage: check_styles.py FILE.gpkg [MAP.png]", file=sys.stderr)
        return 2
    check = Checks()
    application = QgsApplication([], False)
    application.initQgis()
    with tempfile.TemporaryDirectory() as folder:
        png = arguments[2] if len(arguments) == 3 else os.path.join(folder, "map.png")
        check_file(os.path.abspath(arguments[1]), png, check)
        check_project(os.path.abspath(arguments[1]), os.path.join(folder, "map.pdf"), check)
        QgsProject.instance().clear()
    application.exitQgis()
    print("%d passed, %d failed" % (check.passed, check.failed))
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
