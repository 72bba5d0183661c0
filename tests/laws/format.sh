#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every C file is as clang-format would write it.
cd "$1" || exit 1
git ls-files '*.c' '*.h' | xargs clang-format-14 --dry-run --Werror
