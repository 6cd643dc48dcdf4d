#!/bin/sh
# libfaketime 0.9.10 (Debian 12's libfaketime 0.9.10-2.1) under Python 3.11 or newer, whose threads
# wait for its lock five milliseconds at a time by pthread_cond_timedwait with CLOCK_MONOTONIC.
#
# FAKETIME_DONT_FAKE_MONOTONIC=1 is documented to leave that clock alone, and so what is reckoned by
# it. Seen with the time of a file that says "+0": that wait is over at once, each time, so that who
# waits spins. Of four threads that count for a second is printed how often one gave way, as in
#   gave way 731 times without it, 20422 with it, 539 where the wait is named
# FAKETIME_WAIT_MS=5, documented for programs that wait too long, has them wait again.
#
# Needs Debian's apt-get, dpkg-deb and python3; nothing is installed. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libfaketime=0.9.10-2.1 >/dev/null 2>&1
dpkg-deb -x libfaketime_0.9.10-2.1_*.deb .
library=$(find "$folder" -name libfaketimeMT.so.1)
echo "+0" > clock
cat > counting.py <<'PY'
import resource, threading, time

end = time.monotonic() + 1.0


def count():
    number = 0
    while time.monotonic() < end:
        number += 1


threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw)
PY
faked() {
  env "$@" LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$folder/clock" \
    FAKETIME_DONT_FAKE_MONOTONIC=1 python3 counting.py
}

plain=$(python3 counting.py)
spinning=$(faked)
waiting=$(faked FAKETIME_WAIT_MS=5)
echo "gave way $plain times without it, $spinning with it, $waiting where the wait is named"
[ "$spinning" -gt $((10 * plain)) ] || { echo "nobody spins any longer"; exit 1; }
[ "$waiting" -lt $((3 * plain)) ] || { echo "a named wait does not help any longer"; exit 1; }
