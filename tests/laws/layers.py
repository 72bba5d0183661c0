# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law of the rooms: a room includes only rooms before it in src/meson.build, no two files of a
room include each other in a circle, and a third-party header is touched by one file of the tree.
Prints each breach; exits 1 when there is one."""

import collections
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
# The standard library of the tree, and the C library with the kernel's own headers.
GLIB = re.compile(r"^(glib|gio|gmodule)")
SYSTEM = re.compile(
    r"^(sys|linux|netinet|arpa)/|^(assert|ctype|dirent|errno|fcntl|float|ftw|iconv|inttypes|"
    r"langinfo|limits|locale|math|netdb|poll|sched|setjmp|signal|stdatomic|stdarg|stdbool|stddef|stdint|stdio|"
    r"stdlib|string|strings|termios|time|unistd|wchar)\.h$"
)


def rooms_in_order(root):
    text = (root / "src" / "meson.build").read_text()
    block = re.search(r"rooms = \[(.*?)\]", text, re.DOTALL).group(1)
    return re.findall(r"'([a-z]+)'", block) + ["cli"]


def includes_of(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def upward_arrows(root, order):
    for path in sorted((root / "src").rglob("*.[ch]")):
        room = path.relative_to(root / "src").parts[0]
        for mark, name in includes_of(path):
            target = name.split("/")[0]
            if mark == '"' and "/" not in name:
                yield f"{path.relative_to(root)}: include \"{name}\" as \"{room}/{name}\""
            elif mark == '"' and target not in order:
                yield f"{path.relative_to(root)}: {name} is in no room"
            elif mark == '"' and order.index(target) > order.index(room):
                yield f"{path.relative_to(root)}: {room} may not include {name}"


def shared_third_parties(root):
    touched = collections.defaultdict(set)
    for path in sorted((root / "src").rglob("*.[ch]")):
        for mark, name in includes_of(path):
            if mark == "<" and not GLIB.match(name) and not SYSTEM.match(name):
                touched[name.split("/")[0]].add(str(path.relative_to(root)))
    for library, paths in sorted(touched.items()):
        if len(paths) > 1:
            yield f"<{library}> is touched by {', '.join(sorted(paths))}: one file may"
        if any(path.endswith(".h") for path in paths):
            yield f"<{library}> is included by a header"


def circles(root):
    graph = {}
    for path in (root / "src").rglob("*.h"):
        name = str(path.relative_to(root / "src"))
        graph[name] = [target for mark, target in includes_of(path) if mark == '"']

    def walk(node, trail):
        if node in trail:
            yield "circle: " + " -> ".join(trail[trail.index(node):] + [node])
            return
        for target in graph.get(node, []):
            yield from walk(target, trail + [node])

    for node in sorted(graph):
        yield from walk(node, [])


def main(root):
    order = rooms_in_order(root)
    breaches = [*upward_arrows(root, order), *shared_third_parties(root), *circles(root)]
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
