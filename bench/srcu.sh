#!/bin/sh
# The readers and updaters of srcu beside their peers, all in one run: locks, counters, Cassandra's
# OpOrder, a shared Arena, and liburcu in C. `bench/srcu.sh [--quick] [--forks N] [--only PATTERN]
# [--list]`; six minutes, or one and a half. The machine should be idle. Without gcc and liburcu-dev the
# rows in C say that they were not measured. The exit code says whether all ran, not how fast.
set -eu
cd "$(dirname "$0")/.."
java_home=$(sh tools/find-jdk) || exit $?
mvn -B -q package -Pbench -Dquick -DskipTests -pl bench -am
target=bench/target
for flavour in memb qsbr mb bp mark; do
    rm -f "$target/urcu-$flavour"
    macro=$(printf %s "$flavour" | tr '[:lower:]' '[:upper:]')
    library="-lurcu-$flavour"
    [ "$flavour" != mark ] || library=
    if command -v gcc >/dev/null && echo '#include <urcu.h>' | gcc -E -x c - >/dev/null 2>&1; then
        # shellcheck disable=SC2086 # none, for one of them
        gcc -O2 -Wall -pthread "-D$macro" bench/srcu/urcu.c -o "$target/urcu-$flavour" $library
    fi
done
progress=false
[ ! -t 2 ] || progress=true
exec "$java_home/bin/java" -XX:-UsePerfData "-Dbench.progress=$progress" --enable-native-access=ALL-UNNAMED \
    -cp "$target/classes:$target/lib/*" dev.slat.bench.srcu.Bench "$@"
