#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rewrites a table of incident activities (BPI Challenge 2014: incident_id, data_stamp,
incident_activity_type, assignment_group, lifecycle...) as an event log in XES, as process mining
tools write it: TABLE.csv.gz LOG.xes.gz. An own reader and writer, to judge those of the program."""

import csv
import gzip
import itertools
import sys
from xml.sax.saxutils import quoteattr


def attribute(kind, key, value):
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"


def main(table, log):
    with gzip.open(table, "rt", encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with gzip.open(log, "wt", encoding="utf-8") as out:
        out.write("<?xml version='1.0' encoding='UTF-8'?>\n<!-- rewritten -->\n")
        out.write('<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n')
        out.write('<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>\n')
        out.write('<global scope="event"><string key="concept:name" value="__INVALID__"/></global>\n')
        out.write('<classifier name="Activity" keys="concept:name lifecycle:transition"/>\n')
        out.write(attribute("string", "concept:name", "incidents") + "\n")
        for key, steps in itertools.groupby(rows, key=lambda row: row["incident_id"]):
            out.write("<trace>\n" + attribute("string", "concept:name", key) + "\n")
            for step in steps:
                out.write("<event>\n")
                out.write(attribute("string", "concept:name", step["incident_activity_type"]) + "\n")
                out.write(attribute("date", "time:timestamp", step["data_stamp"].replace(" ", "T")) + "\n")
                out.write(attribute("string", "org:group", step["assignment_group"]) + "\n")
                out.write(attribute("string", "lifecycle:transition", step["lifecycle"]) + "\n")
                out.write('<list key="more"><values>' + attribute("string", "concept:name", "inner") + "</values></list>\n")
                out.write("</event>\n")
            out.write("</trace>\n")
        out.write("</log>\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
