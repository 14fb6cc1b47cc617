#!/bin/sh
# Runs bytelogic under a time limit that no machine misses: patient.sh BINARY ARGUMENT...
# What tests run goes through here: an answer must not depend on how busy the machine is. A `--limit time=...` of the
# arguments comes later, and so is the one that counts.
binary=$1
shift
case $1 in
  answer | run | explain | check | repl | plan | compile | exec)
    command=$1
    shift
    exec "$binary" "$command" --limit time=10min "$@"
    ;;
esac
exec "$binary" "$@"
