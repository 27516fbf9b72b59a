#!/bin/sh
# Hämta det som är nytt, och för in det i sökindexet. Lägg i systemd eller cron, se README.md bredvid.
# Går något fel är det gamla sökindexet kvar och svarar som förut. Slutkod: 0 allt gick bra, 3 klart men något
# misslyckades (det listas), annat: det gick inte.
set -u
cd "${1:?Ange mappen där metodsok.toml ligger}" || exit 1
METODSOK=${METODSOK:-.venv/bin/metodsok}

"$METODSOK" harvest
fetched=$?
# Avbrutet, eller en annan hämtning pågår: indexera nästa natt.
case $fetched in 0|3) ;; *) exit "$fetched" ;; esac

"$METODSOK" index
built=$?
case $built in 0) exit "$fetched" ;; *) exit "$built" ;; esac
