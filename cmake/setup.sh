# Installs what is missing on Debian and Ubuntu. Sourced by the scripts; call `need build`, `need test` or `need full`.

build_packages="gcc gettext cmake ninja-build pkg-config libgdal-dev libproj-dev libgeos-dev libsqlite3-dev libsqlite3-mod-spatialite
  coinor-libcbc-dev libcyaml-dev libyaml-dev libcjson-dev libxlsxwriter-dev uthash-dev zlib1g-dev libcurl4-openssl-dev
  libmicrohttpd-dev libcrypt-dev libdeflate-dev"
test_packages="clang-format-14 libcmocka-dev g++ gdal-bin sqlite3 spatialite-bin groff-base unzip jq bsdutils python3 xxd
  poppler-utils"
full_packages="clang gcc-mingw-w64-x86-64-posix dpkg-dev qgis python3-qgis python3-gdal chromium postgresql-postgis
  libreoffice-calc-nogui libreoffice-writer-nogui python3-libpysal nginx-light openssl poppler-utils"
full_packages="$full_packages slurm-wlm munge parallel" # a cluster of this machine
! apt-cache show firefox-esr >/dev/null 2>&1 || full_packages="$full_packages firefox-esr" # Debian has it, Ubuntu has not
command -v npm >/dev/null || full_packages="$full_packages npm" # fetches the accessibility checker of the page

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

need() {
  case $1 in
    build) wanted=$build_packages ;;
    test) wanted="$build_packages $test_packages" ;;
    full) wanted="$build_packages $test_packages $full_packages" ;;
  esac
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This system has no apt. Please install the equivalents of these Debian packages yourself:" $wanted >&2
    return 0
  fi
  missing=""
  for package in $wanted; do
    installed "$package" || missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  echo "Installing:$missing" >&2
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Not root and no sudo: please install$missing" >&2; return 1; }
    as_root=sudo
  fi
  $as_root apt-get update -qq >&2 &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}
