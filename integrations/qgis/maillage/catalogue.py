"""What the engine says of its commands (maillage --describe), as fields of dialogs, and back to a command line. Knows nothing of
QGIS, so that it is tested without."""
import json
import os
import re
import subprocess

from . import engine

FORM = 1  # of the description this plugin reads
LOAD = "LOAD"  # fields and outputs of the plugin itself, named as no command names one
TEXT = "TEXT"
RESULT = "RESULT"


class Problem(Exception):
    """One line for people."""


class Field:
    """One field of a dialog. `kind`: file, folder, layer, new_file, new_folder, choice, integer, text or flag."""

    def __init__(self, described, option):
        self.option = described["name"] if option else None  # "--data"; None: an argument
        self.name = described["name"].lstrip("-").replace("-", "_").upper()
        self.help = described["help"]
        self.absent = described.get("when_absent")
        self.choices = described.get("choices") or []
        self.maximum = described.get("maximum")
        self.endings = described.get("endings") or []
        self.advanced = bool(described.get("advanced"))
        self.required = bool(described.get("required"))
        self.kind = self._kind(described)
        self.default = self._default(described["default"])
        self.optional = self._optional(described["default"])

    @property
    def writes(self):
        return self.kind in ("new_file", "new_folder")

    def _kind(self, described):
        kind = described["type"]
        if kind in ("file", "folder") and described.get("writes"):
            return "new_" + kind
        return "choice" if self.choices else kind

    def _default(self, given):
        if self.kind == "integer" and given is not None:
            return int(given)
        return None if self.writes else given

    def _optional(self, given):
        """Whether it may be left empty. What is written where the engine happens to run is no default for a dialog: the place is
        asked for. A box, a list or a number with a default is never empty."""
        if self.writes:
            return not self.required and given is None
        return not self.required and self.kind != "flag" and not (self.kind in ("choice", "integer") and given is not None)

    def explanation(self, words):
        text = self.help[:1].upper() + self.help[1:]
        if self.absent:
            text += " (" + words("by default: {value}", value=self.absent) + ")"
        return text

    def label(self, words):
        """The explanation without its details."""
        return re.split(r"\s*[;:]\s", self.help[:1].upper() + self.help[1:])[0] + self.explanation(words)[len(self.help):]

    def filter(self, words):
        """For a file dialog."""
        every = words("All files") + " (*.*)"
        if not self.endings:
            return every
        return "%s (%s);;%s" % (words("Files"), " ".join("*." + e for e in self.endings), every)


class Command:
    def __init__(self, described):
        self.name = described["name"]
        self.group = described["group"]
        self.summary = described["summary"]
        self.example = described["example"]
        self.writes = described["writes"]
        self.lists_files = described["lists_files"]  # asked for JSON, it says which files it wrote
        options = {o["name"]: o for o in described["options"]}
        self.has_progress = "--progress" in options
        self.fields = [Field(a, False) for a in described["arguments"]]
        self.fields += [Field(o, True) for o in described["options"] if not o["console"]]

    @property
    def title(self):
        return self.summary.split(":")[0].strip()

    def arguments(self, values):
        """The command line behind the program, from the values by name of field; None, "" and False are not given."""
        line, places = [self.name], []
        if self.has_progress:
            line += ["--progress", "json"]
        if self.lists_files:
            line.append("--json")
        for field in self.fields:
            value = values.get(field.name)
            given = value is not None and value is not False and value != ""
            if field.option is None:
                places.append(str(value) if given else None)
            elif given and field.kind == "flag":
                line.append(field.option)
            elif given:
                line += [field.option, str(value)]
        return line + self._places(places)

    def _places(self, values):
        """An argument left out before one that is given takes its default."""
        while values and values[-1] is None:
            values.pop()
        fields = [f for f in self.fields if f.option is None]
        filled = [v if v is not None else str(f.default or "") for v, f in zip(values, fields)]
        return ["--"] + filled if filled else []

    def files(self, output, values):
        """The files it wrote: those it lists, and those asked for that stand there."""
        found = []
        if self.lists_files:
            try:
                found += json.loads(output).get("files") or []
            except (ValueError, AttributeError):
                pass
        for field in self.fields:
            path = values.get(field.name) if field.writes else None
            if field.kind == "new_file" and path and os.path.isfile(path):
                found.append(path)
            elif field.kind == "new_folder" and field.required and path and os.path.isdir(path):
                found += [os.path.join(path, name) for name in sorted(os.listdir(path))]
        return [str(path) for path in found if isinstance(path, str)]


class Catalogue:
    def __init__(self, path, described):
        self.path = path
        self.version = described["version"]
        self.commands = [Command(c) for c in described["commands"]]


def parse(path, text, words):
    """Problem: an engine of another time."""
    try:
        described = json.loads(text)
        form = described.get("catalogue", 0)
    except (ValueError, AttributeError):
        raise Problem(words("{path} does not answer: {reason}", path=path, reason=text[:80].strip() or "-"))
    if form < FORM:
        raise Problem(words("{path} is too old for this plugin; install the version of the engine that came with it", path=path))
    if form > FORM:
        raise Problem(words("{path} is newer than this plugin; install the plugin that came with it", path=path))
    return Catalogue(path, described)


_known = {}  # by the file and language: read once


def read(path, words):
    """The catalogue of the engine at `path` (None: there is none)."""
    if not path:
        raise Problem(words("the engine was not found; install it, or name it in Options > Processing > Providers > Maillage"))
    try:
        state = os.stat(path)
        key = (path, state.st_mtime_ns, state.st_size, words.language)
        if key not in _known:
            done = subprocess.run([path, "--describe"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env=engine.environment_for(words.language), timeout=60)
            text = (done.stdout if done.returncode == 0 else done.stderr).decode("utf-8", "replace")
            _known[key] = parse(path, text, words)
        return _known[key]
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem(words("{path} does not answer: {reason}", path=path, reason=reason))
