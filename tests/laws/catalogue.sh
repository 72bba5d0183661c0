#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The French catalogue is complete: every key of the sources has its text, none is fuzzy, named
# places agree, and French punctuation stands behind its no-break space.
cd "$1" || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failed=0

find src -name '*.c' | LC_ALL=C sort >"$scratch/files"
xgettext --from-code=UTF-8 --language=C --no-location --sort-output \
	--keyword --keyword=N_ --keyword=catalogue_text:2 --keyword=catalogue_plural:2,3 \
	--keyword=phrase_count:2,3 --keyword=measured:2,3 \
	--files-from="$scratch/files" --output="$scratch/keys.pot" || failed=1
msgfmt --check --output-file=/dev/null po/fr.po || failed=1
msgcmp --use-untranslated po/fr.po "$scratch/keys.pot" >"$scratch/compared" 2>&1 || failed=1
grep -v 'warning: this message is not used' "$scratch/compared"

[ -z "$(msgattrib --only-fuzzy po/fr.po)" ] || { echo "po/fr.po: fuzzy texts"; failed=1; }
[ -z "$(msgattrib --untranslated po/fr.po)" ] || { echo "po/fr.po: texts missing"; failed=1; }

# Without the mark, msgfmt does not compare the named places of a key with those of its text.
msgattrib --no-wrap po/fr.po | awk -v RS= '
	/msgid[^\n]*{[a-z_]+}/ && !/python-brace-format/ { print "po/fr.po: mark python-brace-format:\n" $0; bad = 1 }
	END { exit bad }' || failed=1
msgattrib --no-wrap po/fr.po | grep '^msgstr' | LC_ALL=C grep -n \
	-e ' [:;!?%]' -e ' »' -e '« ' -e '[[:alnum:])}][:;!?%]' -e '[[:alnum:])}.]»' &&
	{ echo "po/fr.po: punctuation without its no-break space"; failed=1; }
exit $failed
