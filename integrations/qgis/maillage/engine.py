"""The engine as a process: where it is, and running it. Knows nothing of QGIS."""
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from collections import namedtuple

NAME = "maillage.exe" if os.name == "nt" else "maillage"
VARIABLE = "MAILLAGE_ENGINE"
STOP_SECONDS = 15  # from the request to stop to the kill

Result = namedtuple("Result", "code output last cancelled")  # last: the last line that is no progress


def find(setting="", beside=None, environment=None):
    """The path of the engine, or None: the setting, the variable MAILLAGE_ENGINE, beside the plugin, on the path."""
    environment = os.environ if environment is None else environment
    for given in (setting, environment.get(VARIABLE)):
        if given:
            return given  # what is named is used, or complained of
    here = beside or os.path.dirname(os.path.abspath(__file__))
    above = os.path.normpath(os.path.join(here, "..", "..", "..", ".."))  # of PREFIX/share/maillage/qgis/maillage
    for folder in (here, os.path.join(here, "bin"), os.path.join(above, "bin")):
        path = os.path.join(folder, NAME)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return shutil.which(NAME, path=environment.get("PATH"))


def environment_for(language):
    """The messages of the engine in the language of QGIS."""
    return dict(os.environ, LANGUAGE=language)


def _start(arguments, language):
    apart = {"creationflags": 0x08000000 | subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {
        "start_new_session": True}
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment_for(language), **apart)


def _signal(process, kill):
    """To the whole group of the process. The first asks to stop: the engine then takes away what it has begun."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill() if kill else process.send_signal(signal.CTRL_BREAK_EVENT)
        return
    try:
        os.killpg(process.pid, signal.SIGKILL if kill else signal.SIGTERM)
    except ProcessLookupError:
        pass


def _read_lines(stream, lines):
    for line in stream:
        lines.put(line.decode("utf-8", "replace").rstrip("\r\n"))
    lines.put(None)


def _read_all(stream, pieces):
    pieces.append(stream.read().decode("utf-8", "replace"))


def as_progress(line):
    """(stage in the language asked for, fraction or None) of a line of progress, else None."""
    if not line.startswith("{"):
        return None
    try:
        value = json.loads(line)
        return value.get("message", value["stage"]), value["fraction"]
    except (ValueError, KeyError, TypeError):
        return None


def run(arguments, language="en", on_progress=None, on_line=None, is_cancelled=None):
    """Runs the engine to its end. The callbacks are called from this thread."""
    process = _start(arguments, language)
    lines, pieces, last, asked = queue.Queue(), [], "", None
    readers = [threading.Thread(target=_read_lines, args=(process.stderr, lines), daemon=True),
               threading.Thread(target=_read_all, args=(process.stdout, pieces), daemon=True)]
    for reader in readers:
        reader.start()
    try:
        while True:
            if asked is None and is_cancelled and is_cancelled():
                asked = time.monotonic()
                _signal(process, kill=False)
            elif asked is not None and time.monotonic() - asked > STOP_SECONDS:
                _signal(process, kill=True)
            try:
                line = lines.get(timeout=0.1)
            except queue.Empty:
                continue
            if line is None:
                break
            progress = as_progress(line)
            if progress and on_progress:
                on_progress(*progress)
            elif not progress and line:
                last = line
                if on_line:
                    on_line(line)
        readers[1].join()
        process.wait()
    finally:
        _signal(process, kill=True)
        process.wait()
        process.stdout.close()
        process.stderr.close()
    return Result(process.returncode, "".join(pieces), last, asked is not None)
