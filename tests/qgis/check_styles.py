"""Opens a result GeoPackage in headless QGIS and checks its layers and the style of acces_commune.

Usage: check_styles.py FILE.gpkg [MAP.png]
Prints one line a failed check, then "N passed, N failed". Exit code: 0 all passed, 1 some failed, 2 usage.
"""
import os
import sys
import tempfile
from array import array
from collections import Counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (QgsApplication, QgsExpressionContext, QgsExpressionContextScope, QgsLayoutExporter, QgsLayoutItemLegend, QgsMapLayerType,
                       QgsMapRendererParallelJob, QgsMapSettings, QgsPalLayerSettings, QgsProject, QgsProviderRegistry, QgsRasterLayer,
                       QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtXml import QDomDocument

from checks import Checks

ACCESS = "acces_commune"
FIELD = "apl"
BORDER = 2.5
ENOUGH_PIXELS = 3


def open_layers(path):
    """Every layer of the file, by name, as QGIS opens it by default."""
    layers = {}
    for found in QgsProviderRegistry.instance().querySublayers(path):
        kind = QgsRasterLayer if found.type() == QgsMapLayerType.RasterLayer else QgsVectorLayer
        layers[found.name()] = kind(found.uri(), found.name(), found.providerKey())
    return layers


def check_graduated(layer, check):
    """The renderer is graduated on the field, its classes are contiguous, and one boundary is at the threshold."""
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
    image = QImage(path).convertToFormat(QImage.Format_RGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return Counter(pixel & 0xFFFFFF for pixel in array("I", bytes(bits)))


def check_colours(layer, ranges, png, check):
    """Every class that contains a value appears in the picture in its own colour."""
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


def check_alternatives(layer, png, check):
    """Every style stored for the layer loads; those of the access show their own colours."""
    count, ids, names, _, message = layer.listStylesInDatabase()
    ids, names = ids[:count], names[:count]  # then those of other layers
    check(len(names) >= 10, "%s has %d styles" % (ACCESS, len(names)))
    for number, name in zip(ids, names):
        text, message = layer.getStyleFromDatabase(number)
        document = QDomDocument()
        check(document.setContent(text)[0], "the style %s is not XML" % name)
        loaded, message = layer.importNamedStyle(document)
        check(loaded, "the style %s does not load: %s" % (name, message))
        if name.startswith("APL "):
            check_colours(layer, check_graduated(layer, check), png, check)
    check({"APL (daltonisme)", "APL (DREES)", "APL (gris)", "Zonage (DREES)"} <= set(names), "a palette is missing: %s" % ", ".join(names))


def check_surface(layer, check):
    """The raster has values, no data where there are none, and a class boundary at the threshold."""
    band = layer.dataProvider()
    check(band.sourceHasNoDataValue(1), "the surface has no value of no data")
    facts = band.bandStatistics(1)
    check(0 <= facts.minimumValue <= facts.maximumValue < 1000, "the surface holds %s to %s" % (facts.minimumValue, facts.maximumValue))
    check(layer.renderer().type() == "singlebandpseudocolor", "the surface is drawn by %s" % layer.renderer().type())
    steps = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
    check(any(abs(step.value - BORDER) < 1e-3 for step in steps), "the surface has no class border at %s" % BORDER)


def check_themes(project, check):
    """Every theme shows existing layers, the first one the access by class."""
    themes = project.mapThemeCollection()
    check("APL" in themes.mapThemes(), "there is no theme of the APL among %s" % themes.mapThemes())
    for name in themes.mapThemes():
        check(len(themes.mapThemeVisibleLayers(name)) > 0, "theme %s shows nothing" % name)
    shown = [n.layer() for n in project.layerTreeRoot().findLayers() if n.isVisible()]
    check(set(shown) == set(themes.mapThemeVisibleLayers("APL")), "what shows at first is not the theme APL")
    check(any(l.renderer().type() == "graduatedSymbol" for l in shown), "the theme APL draws no classes")


def check_layouts(project, folder, check):
    """Every layout prints, and its legend lists only layers of its theme."""
    layouts = project.layoutManager().layouts()
    check(project.layoutManager().layoutByName("Carte A4") is not None, "there is no layout Carte A4")
    check(len(layouts) == len(project.mapThemeCollection().mapThemes()), "a theme has no layout")
    for number, layout in enumerate(layouts):
        pdf = os.path.join(folder, "map%d.pdf" % number)
        done = QgsLayoutExporter(layout).exportToPdf(pdf, QgsLayoutExporter.PdfExportSettings())
        check(done == QgsLayoutExporter.Success and os.path.getsize(pdf) > 20000, "the layout %s does not print" % layout.name())
        shown = set(project.mapThemeCollection().mapThemeVisibleLayers(layout.referenceMap().followVisibilityPresetName()))
        legends = [item for item in layout.items() if isinstance(item, QgsLayoutItemLegend)]
        told = {n.layer() for n in legends[0].model().rootGroup().findLayers()}
        check(len(told) > 0 and told <= shown, "the legend of %s speaks of other layers" % layout.name())


def check_order(project, check):
    """Points are drawn above lines and outlines, those above coloured areas, whatever group they are listed in."""
    root = project.layerTreeRoot()
    check(root.hasCustomLayerOrder(), "layers are drawn in the order of the groups")
    order = [l for l in root.customLayerOrder() if l.type() == QgsMapLayerType.VectorLayer]
    depths = [int(l.geometryType()) for l in order]  # 0 points, 1 lines, 2 areas
    check(depths == sorted(depths) and 0 in depths and 2 in depths, "the order of drawing is %s" % depths)


def check_names(project, check):
    """At 1:1,000,000 the layer of access names large communes alone, and the map tells the north."""
    layer = next(n.layer() for n in project.layerTreeRoot().findLayers() if n.layer().name().startswith("APL par commune"))
    settings = layer.labeling().settings()
    show = settings.dataDefinedProperties().property(QgsPalLayerSettings.Show)
    check(layer.labelsEnabled() and not settings.scaleVisibility and show.isActive(), "the communes are named at some scales only")
    context = QgsExpressionContext()
    scope = QgsExpressionContextScope()
    scope.setVariable("map_scale", 1e6)
    context.appendScope(scope)
    context.setFields(layer.fields())
    for feature in layer.getFeatures():
        context.setFeature(feature)
        wanted = (feature["population"] or 0) > 5000
        if show.valueAsBool(context, not wanted)[0] != wanted:
            check(False, "%s of %s inhabitants: named at 1:1,000,000 or not" % (feature["libelle"], feature["population"]))
            break
    texts = [i.text() for i in project.layoutManager().layoutByName("Carte A4").items() if hasattr(i, "text")]
    check(any(t.endswith("N") and "▲" in t for t in texts), "the map does not tell the north")


def check_metadata(layer, check):
    """Title, abstract, licence and rights are set; codes are value lists and fields have French titles."""
    told = layer.metadata()
    check(told.title() != "" and told.abstract() != "" and told.licenses() and told.rights(),
          "layer %s tells no title, abstract, licence or rights" % layer.name())
    if layer.type() == QgsMapLayerType.RasterLayer:
        return
    for index, field in enumerate(layer.fields()):
        if field.name() not in ("fid", "id"):
            check(layer.attributeAlias(index) != "", "the field %s of %s has no title" % (field.name(), layer.name()))
    if "zonage" in layer.fields().names():
        setup = layer.editorWidgetSetup(layer.fields().indexOf("zonage"))
        check(setup.type() == "ValueMap" and "Zone d’intervention prioritaire (ZIP)" in str(setup.config()),
              "the zoning of %s is not a list of codes" % layer.name())


def check_project(path, folder, check):
    """The embedded project opens with its coordinate system, groups, layers and relations."""
    project = QgsProject.instance()
    if not check(project.read("geopackage:%s?projectName=maillage" % path), "the project inside does not open"):
        return
    check(project.crs().isValid(), "the project has no coordinate system")
    check(project.title() != "", "the project has no title")
    check([g.name() for g in project.layerTreeRoot().children()] == ["Résultats", "Données", "Tables"], "the groups are not those wanted")
    layers = project.mapLayers().values()
    check(len(project.layerTreeRoot().findLayers()) == len(layers) > 5, "layers are missing from the tree")
    for layer in layers:
        check(layer.isValid(), "layer %s of the project is not valid" % layer.name())
        check_metadata(layer, check)
        if layer.type() == QgsMapLayerType.RasterLayer:
            check_surface(layer, check)
    relations = project.relationManager().relations().values()
    check(len(relations) > 0 and all(r.isValid() for r in relations), "a relation is not valid")
    check_themes(project, check)
    check_order(project, check)
    check_names(project, check)
    check_layouts(project, folder, check)


def check_file(path, png, check):
    layers = open_layers(path)
    check(len(layers) > 0, "%s has no layer" % path)
    for name in sorted(layers):
        check(layers[name].isValid(), "layer %s is not valid" % name)
    if check(ACCESS in layers, "there is no layer %s" % ACCESS):
        ranges = check_graduated(layers[ACCESS], check)
        if ranges:
            check_colours(layers[ACCESS], ranges, png, check)
            check_alternatives(layers[ACCESS], os.path.join(os.path.dirname(png), "style.png"), check)


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
        check_project(os.path.abspath(arguments[1]), folder, check)
        QgsProject.instance().clear()
    application.exitQgis()
    return check.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
