/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Importers of contracts and reports. Plain text comes first: it is the one that `--as
 * documents` means when no other format is sure. */
#pragma once

#include "importers/importer.h"

extern const struct importer importer_text_document, importer_docx, importer_odt, importer_pdf,
	importer_html_document;
