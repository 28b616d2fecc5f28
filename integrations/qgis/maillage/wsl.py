"""An engine installed in the Windows Subsystem for Linux: how it is called, and paths on both sides. Independent of QGIS.

Its path is written "wsl:maillage", or "wsl:Debian:/usr/bin/maillage" for one distribution."""
import re
import shutil
import subprocess

MARK = "wsl:"
_DRIVE = re.compile(r"^([A-Za-z]):[\\/]")
_SHARE = re.compile(r"^[\\/]{2}(?:wsl\$|wsl\.localhost)[\\/]([^\\/]+)(?=[\\/]|$)", re.I)


class Outside(Exception):
    """A path that the other side cannot see."""


def is_wsl(engine):
    return bool(engine) and engine.startswith(MARK)


def _parts(engine):
    """(distribution or None, program)"""
    rest = engine[len(MARK):]
    distribution, _, program = rest.rpartition(":")
    return distribution or None, program


def inside(path):
    """The path that Linux sees: /mnt/c/a for C:\\a, /home/x for \\\\wsl.localhost\\Debian\\home\\x. Other texts stay as they are."""
    drive, share = _DRIVE.match(path), _SHARE.match(path)
    if drive:
        return "/mnt/%s/%s" % (drive.group(1).lower(), path[3:].replace("\\", "/"))
    if share:
        return path[share.end():].replace("\\", "/") or "/"
    if path.startswith("\\\\"):
        raise Outside(path)
    return path


def outside(path, distribution="Debian"):
    """The path that Windows sees: C:\\a for /mnt/c/a, a network path for the rest of Linux."""
    mounted = re.match(r"^/mnt/([a-z])(?:/|$)", path)
    if mounted:
        return "%s:\\%s" % (mounted.group(1).upper(), path[mounted.end():].replace("/", "\\"))
    if path.startswith("/"):
        return "\\\\wsl.localhost\\%s%s" % (distribution, path.replace("/", "\\"))
    return path


def command(engine, arguments):
    distribution, program = _parts(engine)
    choice = ["-d", distribution] if distribution else []
    return ["wsl.exe"] + choice + ["-e", program] + [inside(a) for a in arguments]


def environment(given):
    """Linux sees only the variables that WSLENV names."""
    names = [n for n in given.get("WSLENV", "").split(":") if n]
    return dict(given, WSLENV=":".join(names + ["LANGUAGE"] * ("LANGUAGE" not in names)))


def find(path=None):
    """"wsl:maillage" when the default distribution has the engine, else None."""
    program = shutil.which("wsl.exe", path=path)
    if not program:
        return None
    try:
        done = subprocess.run([program, "-e", "sh", "-c", "command -v maillage"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return MARK + "maillage" if done.returncode == 0 and done.stdout.strip() else None


def native(engine, path):
    """A path that the engine wrote, as this system sees it."""
    return outside(path, _parts(engine)[0] or _default()) if is_wsl(engine) else path


def _default():
    """The distribution that wsl.exe uses."""
    try:
        done = subprocess.run(["wsl.exe", "-e", "sh", "-c", "echo $WSL_DISTRO_NAME"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
        return done.stdout.decode("utf-8", "replace").strip() or "Debian"
    except (OSError, subprocess.SubprocessError):
        return "Debian"
