# SPDX-License-Identifier: AGPL-3.0-or-later
# Thin front of meson. `make run` and `make test` work on a fresh Debian 12 with git and make.

BUILD := build
SANITIZED := build-sanitized
PREFIX ?= /usr/local
MESON_OPTIONS := --werror -Dprefix=$(PREFIX)

.PHONY: build run test bench install format clean

build: $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja:
	@tools/install-packages build
	@meson setup $(MESON_OPTIONS) -Dbuildtype=debugoptimized $(BUILD) >/dev/null

$(SANITIZED)/build.ninja:
	@tools/install-packages build
	@meson setup $(MESON_OPTIONS) -Db_sanitize=address,undefined -Db_lundef=false \
		-Dbuildtype=debug -Doptimization=1 $(SANITIZED) >/dev/null

# The answer on the shipped example, or on the reader's own files:
#   make run MAIL=path TICKETS=path CLIENT=acme.fr PROVIDER=infonet.fr
run: build
	@tools/install-packages run
	@tools/run-example $(BUILD)/entente "$(MAIL)" "$(TICKETS)" "$(CLIENT)" "$(PROVIDER)"

test:
	@tools/install-packages build run test
	@tools/run-tests $(BUILD) $(SANITIZED)

bench: build
	@tools/install-packages bench
	@bench/import/run $(BUILD)
	@$(BUILD)/bench/bench_onset
	@bench/detect/run $(BUILD)

install: build
	@meson install -C $(BUILD)

format:
	@git ls-files '*.c' '*.h' | xargs clang-format-14 -i

clean:
	@rm -rf $(BUILD) $(SANITIZED)
