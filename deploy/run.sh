#!/bin/sh
# From a bare Debian 12 machine to a running Dialtone: installs packages, builds, starts.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

usage() {
    cat <<'END'
usage: deploy/run.sh [LAB OPTION …]                        a sandbox with simulated phones
       deploy/run.sh --interface IF --subnet CIDR [OPTION …]   real phones on a real wire

Installs the packages that are missing, builds the program and starts it.

Without --interface it is `dialtone lab`: a private network with simulated phones that boot from DHCP to
registration, up until Ctrl-C. Nothing outside that network is touched. Useful options:
  --once              end when every phone is up (status 0) or time is over (status 1)
  --phones N          how many phones;  --models 7960,7965  which ones
  --loopback          use 127.0.0.1 and shifted ports instead of a private network

With --interface it is `dialtone serve`, and needs root for the ports 67 and 69 (sudo is used if there is one):
  --interface IF      the interface that the phones are on; it must have an address in CIDR already
  --subnet CIDR       the network of the phones, such as 192.168.10.0/24
  --range A-B         addresses to hand out (else the upper half of CIDR without addresses that answer)
  --router IP         the phones' gateway (else the host's own, if it lies in CIDR)
  --no-dhcp           another server does DHCP: print what it has to be told, and serve the rest
  --files DIR         an existing tftpboot directory with firmware, rings and pictures

All other options of the two commands work too: build/release/dialtone lab --help, … serve --help.
END
}

command=lab
for argument in "$@"; do
    case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        --interface | --interface=* | --subnet | --subnet=*) command=serve ;;
    esac
done

"$root/deploy/install-deps.sh" build run
"$root/deploy/build.sh" release dialtone

program=$root/build/release/dialtone
if [ "$command" = serve ] && [ "$(id -u)" -ne 0 ] && command -v sudo >/dev/null; then
    exec sudo "$program" serve "$@"
fi
exec "$program" "$command" "$@"
