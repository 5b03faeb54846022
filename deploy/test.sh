#!/bin/bash
# Installs, builds and runs every test. The last line says how many tests passed and failed; the whole output is kept in
# build/test.log.
set -u
cd "$(dirname "$0")/.."

usage() {
    cat <<'END'
usage: deploy/test.sh

  dev       unit, story, golden, corpus and lint tests under the address and undefined-behaviour sanitizers
  release   end-to-end tests of the program that is installed, in network namespaces of their own
  tsan      the tests of what has threads, under the thread sanitizer

Everything is written to build/test.log, results also to build/test-*.xml.
END
}
case ${1-} in
    -h | --help)
        usage
        exit 0
        ;;
    ?*)
        usage >&2
        exit 2
        ;;
esac

# Test programs with threads. What is not built of them counts as a failure.
threaded=(unit_net unit_db unit_app)

mkdir -p build
log=build/test.log
: >"$log"
rm -f build/test-*.xml
passed=0
failed=0
skipped=0

say() { printf '%s\n' "$*" | tee -a "$log"; }

# step WORDS COMMAND …: runs a command whose failure ends what depends on it.
step() {
    local words=$1 started=$SECONDS status
    shift
    say "== $words"
    "$@" 2>&1 | tee -a "$log"
    status=${PIPESTATUS[0]}
    say "== $words: $([ "$status" -eq 0 ] && echo ok || echo FAILED) after $((SECONDS - started)) s"
    [ "$status" -eq 0 ] || failed=$((failed + 1))
    return "$status"
}

# run_tests PRESET CTEST-OPTION …: counts what ctest reports. A test that could not be started has failed; only one
# that said why it cannot run here was skipped. A run without a report is one failure.
run_tests() {
    local preset=$1 report="$PWD/build/test-$1.xml" all good left
    shift
    say "== $preset: tests"
    "${runner[@]}" ctest --test-dir "build/$preset" --parallel "$(nproc)" --output-on-failure --no-tests=error \
        --output-junit "$report" "$@" 2>&1 | tee -a "$log"
    if [ ! -s "$report" ]; then
        failed=$((failed + 1))
        return
    fi
    all=$(grep -c '^[[:space:]]*<testcase ' "$report")
    good=$(grep -c '^[[:space:]]*<testcase .* status="run"' "$report")
    left=$(grep -c '<skipped message="SKIP_' "$report")
    passed=$((passed + good))
    skipped=$((skipped + left))
    failed=$((failed + all - good - left))
    [ "$all" -gt 0 ] || failed=$((failed + 1))
}

runner=(env)
export ASAN_OPTIONS=${ASAN_OPTIONS-detect_stack_use_after_return=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS-print_stacktrace=1}
export TSAN_OPTIONS=${TSAN_OPTIONS-halt_on_error=1}

if step "packages" deploy/install-deps.sh build run test; then
    step "release: build" deploy/build.sh release dialtone failing_disk && run_tests release -L e2e
    step "dev: build" deploy/build.sh dev && run_tests dev -LE 'e2e|bench'
    # The thread sanitizer wants its addresses where old kernels put them.
    setarch -R true 2>/dev/null && runner=(setarch -R)
    pattern="^($(
        IFS='|'
        printf '%s' "${threaded[*]}"
    )):"
    step "tsan: build" deploy/build.sh tsan "${threaded[@]}" && run_tests tsan -R "$pattern"
fi

[ "$skipped" -eq 0 ] || say "$skipped skipped: $log says why"
say "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
