#!/usr/bin/env bash
# Shows a model's text before and after its computation blocks were answered: demo.sh BYTELOGIC
set -euo pipefail
cd "$(dirname "$0")/.."

bold='' plain=''
if [ -t 1 ]; then bold=$'\e[1m' plain=$'\e[0m'; fi

printf '%s\n\n' "${bold}A model wrote this (examples/family.txt):${plain}"
sed 's/^/  /' examples/family.txt
printf '\n%s\n\n' "${bold}\$ bytelogic answer examples/family.txt${plain}"
"$1" answer examples/family.txt | sed 's/^/  /'
printf '\n%s\n' "Now write a program of your own: docs/language-guide.md, or \`$1 repl\`."
