"""Tests of the plugin in headless QGIS: every algorithm run by qgis_process, then what can only be seen from inside QGIS
(inside_provider.py). Usage: provider.py MAILLAGE PLUGIN.zip, with the Python of QGIS
Prints one line a failed check, then "N passed, N failed". Exit code: 0 all passed, 1 some failed.

Debian's /usr/bin/qgis_process passes an option that the program does not know: qgis_process.bin is the one that works.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from checks import Checks

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QGIS = shutil.which("qgis_process.bin") or "qgis_process"


class Place:
    """A home folder with the plugin installed, and a study that has been run."""

    def __init__(self, folder, engine, plugin):
        self.folder, self.engine = folder, os.path.abspath(engine)
        self.study = os.path.join(folder, "study", "study.yaml")
        self.geopackage = os.path.join(folder, "study", "small.gpkg")
        self.matrix = os.path.join(folder, "times.csv")
        zipfile.ZipFile(plugin).extractall(os.path.join(folder, "plugins"))
        shutil.copytree(os.path.join(SOURCE, "tests", "studies", "small"), os.path.dirname(self.study))
        with open(self.matrix, "w") as file:
            file.write("origin,destination,minutes\n01001,01002,9\n01002,01003,11\n01003,01001,14\n")
        trip = os.path.join(folder, "trip")
        shutil.copytree(os.path.join(SOURCE, "tests", "studies", "small"), trip)
        subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "cli", "ride.py"), "make", "."], cwd=trip, check=True)
        with open(os.path.join(trip, "study.yaml"), encoding="utf-8") as file:
            study = re.sub("(?m)^travel: .*", 'travel: { model: transit, gtfs: [bus.zip, train.zip], until: "09:00" }', file.read())
        self.timetable = self.written(os.path.join("trip", "study.yaml"), study)
        self.series = self.written("series.yaml", "kind: series\nyears:\n" + "".join(
            "  - { year: %d, study: %s }\n" % (year, self.geopackage) for year in (2024, 2025)))
        with open(os.path.join(SOURCE, "geodata", "rules", "politiques.yaml"), encoding="utf-8") as file:
            values = file.read()  # as many junior doctors as the few people of the study are given one
        self.policies = self.written("politiques.yaml", values.replace("national, value: 3700", "national, value: 180000")
                                     .replace("supervisors_pct, value: 33", "supervisors_pct, value: 100"))
        for name in ("home", "runtime"):
            os.mkdir(os.path.join(folder, name), 0o700)
        subprocess.run([self.engine, "run", "-q", self.study], stdout=subprocess.DEVNULL, check=True)

    def written(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def environment(self, engine=None):
        return dict(os.environ, PATH="/usr/bin:/bin:" + os.environ["PATH"],  # QGIS uses the first Python on the PATH
                    HOME=os.path.join(self.folder, "home"), XDG_RUNTIME_DIR=os.path.join(self.folder, "runtime"),
                    QGIS_PLUGINPATH=os.path.join(self.folder, "plugins"), MAILLAGE_ENGINE=engine or self.engine,
                    QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")

    def qgis(self, *arguments, engine=None):
        return subprocess.run([QGIS, *arguments], cwd=self.folder, env=self.environment(engine), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=300)


def value_of(field, command, place):
    """A plausible value for a required field."""
    if field.kind == "layer":
        return place.matrix
    if field.kind == "file" and "gpkg" in field.endings:  # a copy: a command may change it, and two run at once
        copy = os.path.join(place.folder, command.name + "-in.gpkg")
        shutil.copyfile(place.geopackage, copy)
        return copy
    if field.kind in ("file", "text"):
        return place.study
    ending = "." + field.endings[0] if field.endings else ""
    return os.path.join(place.folder, command.name + "-out" + ending)


def values_of(command, place):
    values = {f.name: value_of(f, command, place) for f in command.fields if f.required or f.writes and not f.optional}
    if command.name == "run":
        values["OUTPUT"] = os.path.join(place.folder, "run-out")
    if command.name == "series":
        values["FILE"] = place.series
    if command.name == "journey":
        values.update(STUDY=place.timetable, FROM="01001", TO="01008", DEPART="8:00")
    if command.name == "policy":
        values.update(POLICY="juniors", RULES=place.policies)
    if command.name == "check":
        values["OVERWRITE"] = "true"  # the study has been run
    return values


def check_command(place, command, check):
    values = values_of(command, place)
    done = place.qgis("run", "maillage:" + command.name, *("--%s=%s" % pair for pair in values.items()))
    check(done.returncode == 0 and "Results" in done.stdout, "maillage:%s: %s" % (command.name, done.stderr.strip()[-600:]))
    for field in command.fields:
        if field.writes and values.get(field.name) and command.name != "fetch":  # which, asked for no set, lists them
            check(os.path.exists(values[field.name]), "maillage:%s did not write %s" % (command.name, values[field.name]))
    if command.name == "run":
        check("- done." in done.stdout and "...50..." in done.stdout, "maillage:%s showed no progress" % command.name)
    if not command.writes:
        check("TEXT:" in done.stdout, "maillage:%s printed nothing" % command.name)


def check_failures(place, check):
    absent = os.path.join(place.folder, "absent.yaml")
    own = subprocess.run([place.engine, "run", absent], stderr=subprocess.PIPE, universal_newlines=True).stderr.strip()
    done = place.qgis("run", "maillage:run", "--STUDY=" + absent)
    check(done.returncode == 1, "a run that fails ends with %d" % done.returncode)
    check(own.startswith("maillage: ") and own in done.stderr, "the line of the engine is not shown: %s" % done.stderr[-400:])
    done = place.qgis("run", "maillage:engine", engine="/nowhere/maillage")
    check(done.returncode == 1 and "/nowhere/maillage does not answer" in done.stderr, "an engine that is not there is not told")


def check_lists(place, commands, check):
    done = place.qgis("plugins", "enable", "maillage")
    check(done.returncode == 0 and "Enabled maillage" in done.stdout, "the plugin is not enabled: " + done.stderr[-400:])
    listed = place.qgis("list").stdout
    for name in ["engine"] + [c.name for c in commands]:
        check("\tmaillage:%s\t" % name in listed, "maillage:%s is not listed" % name)
    run = next(c for c in commands if c.name == "run")
    helped = place.qgis("help", "maillage:run").stdout
    for field in run.fields:
        check("\n%s: " % field.name in helped, "the help of maillage:run does not name " + field.name)
    check(run.example in helped, "the help of maillage:run has no example")


def main(engine, plugin):
    check = Checks()
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder, engine, plugin)
        sys.path.insert(0, os.path.join(folder, "plugins"))
        from maillage import catalogue, words
        commands = catalogue.read(place.engine, words.Words("en")).commands
        check_lists(place, commands, check)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda command: check_command(place, command, check), commands))
        check_failures(place, check)
        inside = subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "qgis", "inside_provider.py"), folder],
                                env=place.environment())
        check(inside.returncode == 0, "inside QGIS")
    return check.report()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
