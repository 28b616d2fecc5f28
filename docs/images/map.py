"""Draws the layout "Carte A4" of a study, as QGIS prints it, to a PNG of about 1000 pixels.

usage: map.py FILE.gpkg MAP.png
"""
import array
import collections
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsLayoutExporter, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage

DPI = 86


def in_few_colours(image):
    """The picture in its 256 most frequent colours: small, and without dots."""
    image = image.convertToFormat(QImage.Format_RGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    counts = collections.Counter(array.array("I", bytes(bits)))
    return image.convertToFormat(QImage.Format_Indexed8, [colour for colour, _ in counts.most_common(256)], Qt.ThresholdDither)


def main(study, picture):
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    if not project.read("geopackage:%s?projectName=maillage" % os.path.abspath(study)):
        sys.exit("the project of %s does not open" % study)
    layout = project.layoutManager().layoutByName("Carte A4")
    image = QgsLayoutExporter(layout).renderPageToImage(0, dpi=DPI)
    if not in_few_colours(image).save(picture, "PNG", 0):
        sys.exit("cannot write " + picture)
    project.clear()
    application.exitQgis()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
