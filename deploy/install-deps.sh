#!/bin/sh
# The one list of Debian packages that Dialtone needs. Installs what is missing; quick and silent when nothing is.
set -eu

usage() {
    cat <<'END'
usage: deploy/install-deps.sh [--list] [GROUP …]

Installs the Debian 12 packages of the named groups; without a group, of all but the last.

  build     compilers, libraries and what the unit tests are written with
  run       what a running server and its sandbox use
  test      network clients and analysers for the end-to-end tests, and the formatter
  fuzz      clang, for the fuzz preset
  bench     the servers that tests/bench/peers.py measures Dialtone beside; none of them is started

  --list    print the packages, one a line, and install nothing

Works as root or through sudo.
END
}

packages_of() {
    case $1 in
        build)
            echo cmake ninja-build g++ ccache git pkg-config
            echo libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
            echo libsqlitecpp-dev libsqlite3-dev libpugixml-dev libfmt-dev libspdlog-dev libtomlplusplus-dev
            echo libcli11-dev libssl-dev prometheus-cpp-dev catch2 libbenchmark-dev
            ;;
        run) echo tzdata iproute2 procps ;;
        test)
            echo udhcpc busybox isc-dhcp-client dhcpcd-base dhcping kea-admin isc-dhcp-relay dnsmasq-base nmap
            echo tftp-hpa atftp curl tshark sqlite3 python3 util-linux clang-format-16
            ;;
        fuzz) echo clang-14 libclang-rt-14-dev ;;
        # tftpd-hpa and atftpd exclude each other: peers.py says how to measure both.
        bench) echo kea-dhcp4-server isc-dhcp-server dnsmasq atftpd nginx-light wrk ;;
        *)
            echo "install-deps.sh: no group is called '$1'; there are build, run, test, fuzz and bench" >&2
            exit 2
            ;;
    esac
}

list_only=no
groups=
for argument in "$@"; do
    case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        --list) list_only=yes ;;
        *) groups="$groups $argument" ;;
    esac
done
[ -n "$groups" ] || groups='build run test fuzz'

wanted=
for group in $groups; do
    packages=$(packages_of "$group")
    wanted="$wanted $packages"
done
# shellcheck disable=SC2086  # package names hold no blanks
if [ "$list_only" = yes ]; then
    printf '%s\n' $wanted
    exit 0
fi

# shellcheck disable=SC2016,SC2086
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p')
missing=
for package in $wanted; do
    printf '%s\n' "$installed" | grep -qxF "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install-deps.sh: these packages are missing, and only root can install them:$missing" >&2
        exit 1
    fi
    as_root=sudo
fi

echo "Installing:$missing"
# tshark asks whether everybody may capture: no.
echo 'wireshark-common wireshark-common/install-setuid boolean false' | $as_root debconf-set-selections
# A relay agent or a server that is installed for the tests must not begin to serve the wires of this host: whoever
# starts services asks this file first (invoke-rc.d). One that is there already stays as it is.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
fi
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
