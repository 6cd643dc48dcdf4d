#!/bin/sh
# libfaketime 0.9.10 (Debian 12's libfaketime 0.9.10-2.1) under Python 3.11 or newer, which sleeps by
# clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME).
#
# Seen with the time set back by an hour (FAKETIME=-1h) while the monotonic clock is left alone
# (FAKETIME_DONT_FAKE_MONOTONIC=1), as it is in life: time.sleep(0.1) raises OSError 22 (Invalid
# argument) at once. select.select([], [], [], 0.1) sleeps as it should.
#
# Needs Debian's apt-get and dpkg-deb; nothing is installed. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libfaketime=0.9.10-2.1 >/dev/null 2>&1
dpkg-deb -x libfaketime_0.9.10-2.1_*.deb .
library=$(find "$folder" -name libfaketimeMT.so.1)
set_back() { LD_PRELOAD=$library FAKETIME=-1h FAKETIME_DONT_FAKE_MONOTONIC=1 python3 -c "$1" 2>&1; }

said=$(set_back 'import time; time.sleep(0.1)' || true)
echo "time.sleep: $(echo "$said" | tail -1)"
case $said in *"Invalid argument"*) ;; *) echo "time.sleep no longer fails"; exit 1 ;; esac
set_back 'import select; select.select([], [], [], 0.1)'
echo "select.select: sleeps"
